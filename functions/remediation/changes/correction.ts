import { literalStatement } from '../../iam/literal-policy.ts';
import type { Condition, Policy, Statement } from '../../iam/policy.ts';
import { matchesResource } from '../../iam/resource-pattern.ts';
import { matchesAction } from '../../iam/wildcard.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { Correction, PrincipalRequest } from '../../workload/change.ts';
import { isAwsManaged } from '../../workload/managed-policy.ts';
import { policyLiteral, policyResource } from '../policy-literal.ts';
import { answer } from '../proof/answer.ts';
import { type PolicyEdit, rewritten } from '../proof/policy-edit.ts';

/** A way to correct a statement, best first; the first that is proven is taken. */
export interface Candidate {
  readonly edits: readonly PolicyEdit[];
  /** `Correct the Resource of statement 0 in the inline policy Models.` */
  readonly step: string;
}

/** No policy has more values in one element than are worth a try each. */
const MOST_TRIES = 30;

/** The statement with the right action, ARN or condition value in the place of the wrong one, or beside it. */
export function corrections(
  { location, written }: Pick<Correction, 'location' | 'written'>,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly Candidate[] {
  const policies = 'known' in role.identityPolicies ? role.identityPolicies.known : [];
  const policy = policies.find(({ name }) => name === location.policy);
  const statement = policy?.statements[location.statement];
  if (policy === undefined || statement === undefined || statement.effect !== 'Allow' || isAwsManaged(policy))
    return [];
  return statementsFor(statement, written, requests, role, policy)
    .slice(0, 4 * MOST_TRIES)
    .flatMap(({ corrected, what }) => {
      const after = rewritten(policy, policy.statements.with(location.statement, corrected));
      const where = `statement ${location.statement}${location.sid === undefined ? '' : ` (${location.sid})`} of the ${policy.name}`;
      return after === undefined
        ? []
        : [
            {
              edits: [{ holder: 'identity', name: policy.name, before: policy, after }],
              step: `Correct the ${what} of ${where}: ${JSON.stringify(literalStatement(corrected))}.`,
            },
          ];
    });
}

interface Corrected {
  readonly corrected: Statement;
  readonly what: 'Action' | 'Resource' | 'Condition';
}

function statementsFor(
  statement: Statement,
  written: string | undefined,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
  policy: Policy,
): readonly Corrected[] {
  const { actions, resources, conditions } = statement;
  const named = requests.every(({ action }) => actions.patterns.some((pattern) => matchesAction(pattern, action)));
  if (!named) {
    if (actions.except) return [];
    const missing = distinct(requests.map(({ action }) => action)).filter(
      (action) => !actions.patterns.some((pattern) => matchesAction(pattern, action)),
    );
    return instead(actions.patterns, missing, written).map((patterns) => ({
      corrected: { ...statement, actions: { except: false, patterns } },
      what: 'Action',
    }));
  }
  const missed = requests.filter(
    ({ resource }) => resources?.patterns.some((one) => matchesResource(one, resource)) !== true,
  );
  if (resources !== undefined && !resources.except && missed.length > 0) {
    const literals = distinct(missed.map(({ resource }) => policyResource(resource)));
    return instead(resources.patterns, literals, written).map((patterns) => ({
      corrected: { ...statement, resources: { except: false, patterns } },
      what: 'Resource',
    }));
  }
  return conditions.flatMap((condition, index) =>
    isMet(condition, statement, requests, role, policy)
      ? []
      : conditionsFor(condition, requests).map((corrected) => ({
          corrected: { ...statement, conditions: conditions.with(index, corrected) },
          what: 'Condition' as const,
        })),
  );
}

/** The right values in the place of one that is wrong, where it is told or can be any; then beside all of them. */
function instead(
  patterns: readonly string[],
  right: readonly string[],
  written: string | undefined,
): readonly (readonly string[])[] {
  const wrong = written !== undefined && patterns.includes(written) ? [written] : patterns.slice(0, MOST_TRIES);
  return [
    ...wrong.map((value) => patterns.flatMap((pattern) => (pattern === value ? right : [pattern]))),
    [...patterns, ...right],
  ].map(distinct);
}

/** Does the condition let the requests through, taken by itself? */
function isMet(
  condition: Condition,
  statement: Statement,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
  { name, kind, version }: Policy,
): boolean {
  const only: Policy = {
    name,
    kind,
    version,
    statements: [{ ...statement, actions: ALL, resources: ALL, conditions: [condition] }],
  };
  const open: AgentRole = { ...role, permissionsBoundary: { known: null }, serviceControlPolicies: { known: [] } };
  return requests.every((request) => answer(request, open, [only]).decision === 'allowed');
}

const ALL = { except: false, patterns: ['*'] } as const;

/** The operator that reads the wildcards of the values; the value that the requests carry, instead of the others or beside them. */
function conditionsFor(condition: Condition, requests: readonly PrincipalRequest[]): readonly Condition[] {
  const { operator, key, values } = condition;
  const carried = distinct(requests.flatMap(({ context }) => valueIn(context, key) ?? []));
  const isComplete = requests.every(({ context }) => valueIn(context, key) !== undefined);
  const like = LIKE[operator];
  if (!isComplete || !POSITIVE.test(operator)) return [];
  const literals = /Like/.test(operator) ? carried.map(policyLiteral) : carried;
  return [
    ...(like !== undefined && values.some((value) => /[*?]/.test(value)) ? [{ ...condition, operator: like }] : []),
    { ...condition, values: literals },
    { ...condition, values: distinct([...values, ...literals]) },
  ];
}

const LIKE: Readonly<Record<string, string>> = {
  StringEquals: 'StringLike',
  StringEqualsIfExists: 'StringLikeIfExists',
};

const POSITIVE = /^(StringEquals|StringLike|ArnEquals|ArnLike)(IfExists)?$/;

const valueIn = (context: PrincipalRequest['context'], key: string): string | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

/** The conditions of a statement with the values that the requests carry; undefined where one asks for what they do not carry. */
export function correctedConditions(
  statement: Statement,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
  policy: Policy,
): readonly Condition[] | undefined {
  const corrected = statement.conditions.map((condition) =>
    isMet(condition, statement, requests, role, policy)
      ? condition
      : conditionsFor(condition, requests).find((one) => isMet(one, statement, requests, role, policy)),
  );
  return corrected.includes(undefined) ? undefined : corrected.flatMap((condition) => condition ?? []);
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
