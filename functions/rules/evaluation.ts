import type { AgentRole } from '../workload/agent-role.ts';
import { catalogue } from './catalogue.ts';
import { applyExceptions, withFindings } from './exceptions/apply-exceptions.ts';
import type { RuleException } from './exceptions/exception.ts';
import { unknownRuleFinding } from './exceptions/exception-findings.ts';
import { taggedExceptions } from './exceptions/exception-tags.ts';
import type { Finding, Outcome, Rule, RuleParameters } from './rule.ts';
import { readRuleParameters } from './rule-parameters.ts';

/** What one rule says of one role. */
export interface Evaluation {
  readonly rule: Rule;
  readonly role: AgentRole;
  readonly outcome: Outcome;
}

export interface EvaluationOptions {
  /** Besides those in the tags of the roles. */
  readonly exceptions?: readonly RuleException[];
  /** By rule id: the parameters that were set, as text. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Every rule on every role: the roles in their order, and for each the rules in theirs.
 *
 * @throws Error with one line, when parameters are set for no rule, or a parameter is unknown or not accepted
 */
export function evaluateRoles(
  roles: readonly AgentRole[],
  rules: readonly Rule[] = catalogue,
  { exceptions = [], parameters = {} }: EvaluationOptions = {},
): Evaluation[] {
  const settings = readParameters(rules, parameters);
  return roles.flatMap((role) => {
    const written = exceptionsOf(role, exceptions);
    return rules.map((rule) => {
      const own = written.filter((exception) => exception.rule === rule.id);
      const judged = rule.evaluate(role, settings.get(rule.id));
      const strays = rule.id === UNKNOWN_RULES_BELONG_TO ? unknownRules(written) : [];
      return { rule, role, outcome: applyExceptions(withFindings(judged, strays), own, role) };
    });
  });
}

/** Without a rule to stand under, an exception is a statement that means nothing. */
const UNKNOWN_RULES_BELONG_TO = 'agent-role-policies-mean-something';

const knownIds: readonly string[] = catalogue.map(({ id }) => id);

function readParameters(
  rules: readonly Rule[],
  parameters: NonNullable<EvaluationOptions['parameters']>,
): ReadonlyMap<string, RuleParameters> {
  const ids = [...knownIds, ...rules.map(({ id }) => id)];
  const stray = Object.keys(parameters).find((id) => !ids.includes(id));
  if (stray !== undefined) throw new Error(`parameters are set for ${JSON.stringify(stray)}, which is no rule`);
  return new Map(rules.map((rule) => [rule.id, readRuleParameters(rule, parameters[rule.id] ?? {})]));
}

/**
 * By the exact ARN or the exact name: a pattern would excuse roles that nobody looked at. Tags that were not read excuse
 * nothing, and what was found stays found.
 */
function exceptionsOf(role: AgentRole, fromFile: readonly RuleException[]): readonly RuleException[] {
  const tagged = 'known' in role.tags ? taggedExceptions(role.tags.known, role.arn) : [];
  return [...tagged, ...fromFile.filter((exception) => exception.role === role.arn || exception.role === role.name)];
}

const unknownRules = (written: readonly RuleException[]): readonly Finding[] =>
  written.filter(({ rule }) => !knownIds.includes(rule)).map((exception) => unknownRuleFinding(exception, knownIds));
