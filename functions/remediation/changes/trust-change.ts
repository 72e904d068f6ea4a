import { literalStatement } from '../../iam/literal-policy.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { Condition, Policy, Statement } from '../../iam/policy.ts';
import { matchesAction } from '../../iam/wildcard.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest, TrustChange } from '../../workload/change.ts';
import type { Workload } from '../../workload/workload.ts';
import { policyLiteral } from '../policy-literal.ts';
import { answer } from '../proof/answer.ts';
import { rewritten } from '../proof/policy-edit.ts';
import { type TrustPolicyDocument, trustPolicy } from '../trust-policy.ts';
import { admissionOf } from './admission.ts';
import type { Candidate } from './correction.ts';
import { freeSid } from './free-sid.ts';

/** The workloads of the role that the change is for. */
export const workloadsOf = ({ workloads }: TrustChange, role: AgentRole): readonly Workload[] =>
  workloads.length === 0 ? role.workloads : role.workloads.filter(({ arn }) => workloads.includes(arn));

/** What the services ask for that the trust policy does not let in. */
export function keptOut(workloads: readonly Workload[], role: AgentRole): readonly PrincipalRequest[] {
  const requests = workloads.map((workload) => admissionOf(workload, role));
  const distinct = [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
  return distinct.filter((request) => answer(request, role).decision !== 'allowed');
}

/** A condition with the right value; else a statement for the service. */
export function trustChanges(
  workloads: readonly Workload[],
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly Candidate[] {
  if ('missing' in role.trustPolicy) return [];
  const policy = role.trustPolicy.known;
  const corrected = policy.statements.flatMap((statement, index) =>
    correctedStatements(statement, requests, role, policy).map((one) => ({ one, index })),
  );
  return [
    ...corrected.flatMap(({ one, index }) =>
      candidate(
        policy,
        policy.statements.with(index, one),
        `Correct the Condition of statement ${index} of the trust policy of ${role.name}: ${JSON.stringify(literalStatement(one))}.`,
      ),
    ),
    ...candidate(
      policy,
      [...policy.statements, ...addedStatements(policy, workloads)],
      `Add the statement to the trust policy of ${role.name} (IAM console: Roles, ${role.name}, Trust relationships, Edit trust policy).`,
    ),
  ];
}

function candidate(before: Policy, statements: readonly Statement[], step: string): readonly Candidate[] {
  const after = rewritten(before, statements);
  return after === undefined ? [] : [{ edits: [{ holder: 'trust', name: before.name, before, after }], step }];
}

/** Statements about the service whose conditions it does not meet, with the values that it presents. */
function correctedStatements(
  statement: Statement,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
  policy: Policy,
): readonly Statement[] {
  const { effect, principals, actions, conditions } = statement;
  const isAbout = (request: PrincipalRequest): boolean =>
    principals?.except === false &&
    principals.principals.some(({ type, value }) => type === 'Service' && value === request.principal) &&
    !actions.except &&
    actions.patterns.some((pattern) => matchesAction(pattern, request.action));
  if (effect !== 'Allow' || !requests.every(isAbout)) return [];
  const wrong = conditions.flatMap((condition, index) =>
    lets(condition, statement, requests, role, policy) ? [] : [index],
  );
  const values = (condition: Condition): readonly string[] | undefined => presented(condition, requests);
  const all = (how: (condition: Condition, right: readonly string[]) => readonly string[]): readonly Statement[] => {
    const changed = conditions.map((condition, index) => {
      const right = wrong.includes(index) ? values(condition) : condition.values;
      return right === undefined
        ? undefined
        : { ...condition, values: wrong.includes(index) ? [...new Set(how(condition, right))] : condition.values };
    });
    return changed.includes(undefined)
      ? []
      : [{ ...statement, conditions: changed.flatMap((condition) => condition ?? []) }];
  };
  if (wrong.length === 0) return [];
  return [...all((_, right) => right), ...all((condition, right) => [...condition.values, ...right])];
}

function lets(
  condition: Condition,
  statement: Statement,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
  policy: Policy,
): boolean {
  const only: Policy = { ...policy, statements: [{ ...statement, conditions: [condition] }] };
  return requests.every((request) => answer(request, { ...role, trustPolicy: { known: only } }).decision === 'allowed');
}

/** What the service presents for a key; undefined for a key that it does not present, and for a negated operator. */
function presented({ operator, key }: Condition, requests: readonly PrincipalRequest[]): readonly string[] | undefined {
  const name = KEYS[key.toLowerCase()];
  if (name === undefined || /Not|Null/.test(operator)) return undefined;
  const values = requests.flatMap(({ context }) => context[name] ?? []);
  return /Like|Arn/.test(operator) ? values.map(policyLiteral) : values;
}

const KEYS: Readonly<Record<string, string>> = {
  'aws:sourcearn': 'aws:SourceArn',
  'aws:sourceaccount': 'aws:SourceAccount',
};

/** Under Sids that no statement of today has. */
function addedStatements({ statements }: Policy, workloads: readonly Workload[]): readonly Statement[] {
  const taken = new Set(statements.map(({ location: { sid } }) => sid));
  const document: TrustPolicyDocument = trustPolicy(workloads);
  const named = {
    ...document,
    Statement: document.Statement.map((statement) => ({ ...statement, Sid: freeSid(statement.Sid, taken) })),
  };
  const parsed = parsePolicy(named, 'trust policy', 'trust');
  return 'policy' in parsed ? parsed.policy.statements : [];
}
