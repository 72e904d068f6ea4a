import { type NeededAccess, surplusGrants } from '../../iam/allow-surplus.ts';
import { coversAction } from '../../iam/cover.ts';
import { literalStatement } from '../../iam/literal-policy.ts';
import type { Policy, Statement } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { configuredNeeds } from '../changes/configured-need.ts';
import { answer } from './answer.ts';
import { neighbours } from './neighbours.ts';
import { type PolicyEdit, withEdits } from './policy-edit.ts';

/** What the edits allow beyond the requests, beyond what the workloads need and beyond what is allowed today; each `bedrock:X on arn:…`. Empty: nothing. */
export const gainsOf = (
  edits: readonly PolicyEdit[],
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly string[] => [
  ...new Set([...edits.flatMap((edit) => wider(edit, edits, requests, role)), ...newlyAllowed(edits, requests, role)]),
];

/**
 * By the text of the policies: what the Allow statements that are new can grant, without what a request asks for or the workloads
 * need, and without what a statement of today grants under the same conditions or under fewer.
 */
function wider(
  { holder, after }: PolicyEdit,
  edits: readonly PolicyEdit[],
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly string[] {
  if (after === undefined || holder === 'trust') return [];
  const today = allowsOf(policiesAt(holder, edits, role));
  const written = new Set(today.map(wordingOf));
  return allowsOf([after])
    .filter((statement) => !written.has(wordingOf(statement)))
    .flatMap((statement) => {
      const needed = [
        ...requests.filter((request) => isFor(statement, request, role)).map((request) => asNeeded(request, holder)),
        ...(holder === 'identity' ? configuredNeeds(role) : []),
        ...today.filter((other) => isNoNarrower(other, statement)).flatMap(pairsOf),
      ];
      return surplusGrants({ ...after, statements: [statement] }, needed);
    })
    .map(({ action, resource }) => `${action} on ${resource}`);
}

/** The policies that stand where the edited one stands. */
function policiesAt(holder: PolicyEdit['holder'], edits: readonly PolicyEdit[], role: AgentRole): readonly Policy[] {
  if (holder === 'identity')
    return 'known' in role.identityPolicies ? role.identityPolicies.known : role.readablePolicies;
  return edits.flatMap((edit) => (edit.before !== undefined && sameHolder(edit.holder, holder) ? [edit.before] : []));
}

const sameHolder = (one: PolicyEdit['holder'], other: PolicyEdit['holder']): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const allowsOf = (policies: readonly Policy[]): readonly Statement[] =>
  policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect === 'Allow'));

const wordingOf = (statement: Statement): string => JSON.stringify({ ...literalStatement(statement), Sid: undefined });

/** In the policy of a key, `*` is that key; the policy of a bucket is read on the bucket alone. */
const asNeeded = ({ action, resource }: PrincipalRequest, holder: PolicyEdit['holder']): NeededAccess => ({
  action,
  resource: typeof holder === 'object' && holder.resource.includes(':kms:') ? '*' : resource,
});

/** Does a statement name nobody but whoever asks? */
const isFor = ({ principals }: Statement, { principal }: PrincipalRequest, role: AgentRole): boolean =>
  principals === undefined ||
  (!principals.except && principals.principals.every(({ value }) => value === (principal ?? role.arn)));

function isNoNarrower(today: Statement, { conditions, principals }: Statement): boolean {
  const present = new Set(conditions.map((condition) => JSON.stringify(condition)));
  return (
    today.conditions.every((condition) => present.has(JSON.stringify(condition))) &&
    JSON.stringify(today.principals) === JSON.stringify(principals)
  );
}

const pairsOf = ({ actions, resources }: Statement): readonly NeededAccess[] =>
  actions.except || resources?.except === true
    ? []
    : actions.patterns.flatMap((action) => (resources?.patterns ?? ['*']).map((resource) => ({ action, resource })));

/** By the engine: requests that differ in one thing from those asked for, and that the edits must leave as they are. */
function newlyAllowed(
  edits: readonly PolicyEdit[],
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly string[] {
  const copy = withEdits(role, edits);
  const asked = new Set(requests.map(nameOf));
  const needs = configuredNeeds(role);
  const byOthers = edits.some(({ holder }) => typeof holder === 'object');
  return requests
    .flatMap((request) => neighbours(request, role, byOthers))
    .filter((request) => !asked.has(nameOf(request)) && !isNeeded(request, needs))
    .filter((request) => !isDenied(request, copy) && isDenied(request, role))
    .map(nameOf);
}

/** By the role itself; what others ask for is another matter. */
const isNeeded = ({ action, resource, principal }: PrincipalRequest, needs: readonly NeededAccess[]): boolean =>
  principal === undefined && needs.some((need) => coversAction(need.action, action) && need.resource === resource);

const isDenied = (request: PrincipalRequest, role: AgentRole): boolean => /Deny/.test(answer(request, role).decision);

function nameOf({ action, resource, principal, context }: PrincipalRequest): string {
  const source = context['aws:SourceArn'];
  return `${action} on ${resource}${principal === undefined ? '' : ` by ${principal}`}${source === undefined ? '' : ` for ${source}`}`;
}
