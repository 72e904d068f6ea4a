import { CLIENT_NAMES } from './action-confusions.ts';
import { conditionOperator } from './condition-operators.ts';
import { GLOBAL_CONDITION_KEYS } from './global-condition-keys.ts';
import {
  hasConditionKey,
  isGlobalConditionKey,
  serviceConditionKey,
  serviceConditionKeys,
} from './known-condition-keys.ts';
import type { StatementLint, StatementProblem } from './lint.ts';
import type { LintRun } from './lint-run.ts';
import type { Condition, Statement } from './policy.ts';
import { type ServiceAction, serviceAuthorization } from './service-authorization.ts';

/**
 * Condition keys that exist nowhere, and keys that none of the statement's actions has. About keys of services outside the
 * data and of identity providers, and about actions outside it, nothing is said.
 */
export const lintConditionKeys: StatementLint = (statement, run) => {
  const seen = new Set<string>();
  return statement.conditions.flatMap((condition) => {
    const once = `${condition.operator} ${condition.key.toLowerCase()}`;
    if (seen.has(once)) return [];
    seen.add(once);
    return keyFindings(condition, statement, run);
  });
};

function keyFindings(condition: Condition, statement: Statement, run: LintRun): readonly StatementProblem[] {
  const { key } = condition;
  const colon = key.indexOf(':');
  const prefix = key.slice(0, Math.max(0, colon)).toLowerCase();
  const name = key.slice(colon + 1);
  const client = Object.hasOwn(CLIENT_NAMES, prefix) ? CLIENT_NAMES[prefix] : undefined;
  if (colon === -1) {
    return [unknown(condition, statement, 'names no service', globalHelp(name, run))];
  }
  if (prefix === 'aws') {
    return isGlobalConditionKey(key)
      ? []
      : [unknown(condition, statement, 'is not a global condition key', globalHelp(name, run))];
  }
  if (client !== undefined) {
    return [unknown(condition, statement, `begins with the name of an SDK client`, `Write \`${client}:${name}\`.`)];
  }
  if (!serviceAuthorization.isCovered(prefix)) return [];
  const known = serviceConditionKey(key);
  if (known === 'none') {
    return [unknown(condition, statement, `is not a condition key of \`${prefix}\``, serviceHelp(prefix, name, run))];
  }
  return known === 'ofActions' ? unsupported(condition, statement, run) : [];
}

const unknown = (condition: Condition, statement: Statement, what: string, help: string): StatementProblem => ({
  id: 'unknown-condition-key',
  element: 'Condition',
  value: condition.key,
  message: `\`${condition.key}\` ${what}: ${consequence(condition, statement)}`,
  help,
});

function unsupported(condition: Condition, statement: Statement, run: LintRun): readonly StatementProblem[] {
  const { key } = condition;
  const actions = statementActions(statement, run);
  if (actions === undefined || actions.length === 0 || actions.some((action) => hasConditionKey(action, key))) {
    return [];
  }
  return [
    {
      id: 'unsupported-condition-key',
      element: 'Condition',
      value: key,
      message: `no action of the statement has the condition key \`${key}\`: ${consequence(condition, statement)}`,
      help: `${owners(key)} Give such an action a statement of its own, or remove the condition.`,
    },
  ];
}

/** Undefined when the data does not know every service that the statement names. */
function statementActions({ actions }: Statement, run: LintRun): readonly ServiceAction[] | undefined {
  if (actions.except) return undefined;
  const found: ServiceAction[] = [];
  for (const pattern of actions.patterns) {
    const prefix = pattern.slice(0, Math.max(0, pattern.indexOf(':')));
    const isOutside = !serviceAuthorization.isCovered(prefix) && serviceAuthorization.isKnownPrefix(prefix);
    if (prefix === '' || prefix === '*' || isOutside) return undefined;
    for (const action of run.actionsMatching(pattern)) found.push(action);
  }
  return found;
}

/** What the condition comes to when no request has the key. */
function consequence({ operator, values }: Condition, { effect }: Statement): string {
  const absent = holdsWithoutKey(operator, values);
  if (absent === undefined) return 'no request has it';
  if (absent) return 'no request has it, so this condition always holds and restricts nothing';
  return `no request has it, so this condition never holds and the statement ${effect === 'Allow' ? 'allows' : 'denies'} nothing`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holdsWithoutKey(name: string, values: readonly string[]): boolean | undefined {
  const operator = conditionOperator(name);
  if (operator === undefined) return undefined;
  if (operator.comparison === 'Null') {
    const wantsAbsent = values.map((value) => value.toLowerCase() === 'true');
    return wantsAbsent.some(Boolean);
  }
  if (operator.ifExists || operator.quantifier === 'ForAllValues') return true;
  return operator.quantifier === undefined && operator.negated;
}

function globalHelp(name: string, run: LintRun): string {
  const meant = run.suggestion(`aws:${name}`, GLOBAL_CONDITION_KEYS);
  return meant === undefined
    ? 'Look it up among the global condition keys in the IAM User Guide.'
    : `Did you mean \`${meant}\`?`;
}

function serviceHelp(prefix: string, name: string, run: LintRun): string {
  const meant = isGlobalConditionKey(`aws:${name}`)
    ? `aws:${name}`
    : run.suggestion(`${prefix}:${name}`, serviceConditionKeys(prefix));
  return meant === undefined
    ? `Look up the condition keys of \`${prefix}\` in the Service Authorization Reference.`
    : `Did you mean \`${meant}\`?`;
}

function owners(key: string): string {
  const prefix = key.slice(0, key.indexOf(':'));
  const have = serviceAuthorization.actions(prefix).filter((action) => hasConditionKey(action, key));
  const [first, second, third, ...more] = have.map(({ action }) => `\`${action}\``);
  if (first === undefined) return `It belongs to actions of another service.`;
  return `It belongs to ${[first, second, third].filter((action) => action !== undefined).join(', ')}${more.length > 0 ? ` and ${more.length} more` : ''}.`;
}
