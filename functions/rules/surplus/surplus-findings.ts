import { type SurplusGrant, surplusActions } from '../../iam/allow-surplus.ts';
import { coversResource, intersectsAction, intersectsResource } from '../../iam/cover.ts';
import type { Policy, StatementLocation } from '../../iam/policy.ts';
import { withVariablesAsWildcards } from '../../iam/policy-variable.ts';
import { isEverything } from '../../iam/wildcard.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { type Consequence, consequenceOf, consequenceOfName } from '../findings/consequence.ts';
import { listValues } from '../findings/list-values.ts';
import { locate } from '../findings/locate.ts';
import type { Finding, Severity } from '../rule.ts';
import { serviceOf } from './broad-grants.ts';
import { type StatementNeeds, statementFix } from './statement-fix.ts';

export type SurplusRole = Pick<AgentRole, 'workloads' | 'knowledgeBaseRequests'> & StatementNeeds;

/** One finding per statement and reason. */
export function surplusFindings(
  policy: Policy,
  surplus: readonly SurplusGrant[],
  role: SurplusRole,
): readonly { readonly finding: Finding; readonly grants: readonly SurplusGrant[] }[] {
  const groups = Map.groupBy(surplus, (grant) => `${grant.location.statement} ${reasonOf(grant, role)}`);
  return [...groups.values()].flatMap((grants) => {
    const [first] = grants;
    if (first === undefined) return [];
    const reason = reasonOf(first, role);
    const worst = consequence(grants, role.needed);
    const finding = {
      id: reason === 'allow-with-not-resource' ? 'resource-wider-than-needed' : reason,
      severity: severityOf(reason, grants, worst, role.needed),
      message: `${MESSAGES[reason](grants, worst, first.location)}${conditions(grants)}`,
      location: first.location,
      ...statementFix(policy, first.location, role),
    };
    return [{ finding, grants }];
  });
}

type Reason =
  | 'resource-wider-than-needed'
  | 'allow-with-not-resource'
  | 'belongs-to-the-knowledge-base-role'
  | 'action-not-needed';

function reasonOf(grant: SurplusGrant, role: SurplusRole): Reason {
  const { action, resource } = grant;
  if (resource.startsWith('NotResource ')) return 'allow-with-not-resource';
  const isWider = role.needed.some(
    (need) =>
      intersectsAction(action, need.action) && coversResource(withVariablesAsWildcards(resource), need.resource),
  );
  if (isWider) return 'resource-wider-than-needed';
  return isForKnowledgeBase(grant, role) ? 'belongs-to-the-knowledge-base-role' : 'action-not-needed';
}

/** The services that only a knowledge base calls, for its vectors. */
const VECTOR_STORES = /^(aoss|s3vectors|rds-data|neptune-graph):/i;

/** Agents and flows ask a knowledge base, which acts with its own role: https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html */
function isForKnowledgeBase(
  { action, resource }: SurplusGrant,
  { workloads, knowledgeBaseRequests }: SurplusRole,
): boolean {
  if (workloads.some(({ type }) => type === 'knowledgeBase')) return false;
  const asksOnly = workloads.every(({ type }) => type === 'agent' || type === 'flow');
  return (
    (asksOnly && VECTOR_STORES.test(action)) ||
    knowledgeBaseRequests.some(
      (need) =>
        intersectsAction(action, need.action) && intersectsResource(withVariablesAsWildcards(resource), need.resource),
    )
  );
}

const CONSEQUENCES: readonly Consequence[] = ['administers', 'changes', 'reads', 'records', 'lists'];

/** The gravest of what the grants are good for. */
function consequence(grants: readonly SurplusGrant[], needed: readonly RequiredRequest[]): Consequence {
  const all = new Set(
    grants.flatMap((grant) => {
      const known = surplusActions(grant, needed);
      return known === undefined ? [consequenceOfName(grant.action)] : known.map(consequenceOf);
    }),
  );
  return CONSEQUENCES.find((one) => all.has(one)) ?? 'reads';
}

function severityOf(
  reason: Reason,
  grants: readonly SurplusGrant[],
  worst: Consequence,
  needed: readonly RequiredRequest[],
): Severity {
  if (worst === 'lists' || worst === 'records') return 'low';
  if (worst !== 'reads' || reason === 'allow-with-not-resource') return 'high';
  // An action that takes no resource is allowed on `*` or not at all.
  const isWhole = (grant: SurplusGrant): boolean =>
    serviceOf(grant.action) !== undefined ||
    (isEverything(grant.resource) &&
      surplusActions(grant, needed)?.every(({ resourceTypes }) => resourceTypes.length === 0) !== true);
  return grants.some(isWhole) ? 'high' : 'medium';
}

const WORDS: Readonly<Record<Consequence, string>> = {
  administers: 'gain or change permissions',
  changes: 'change what is there',
  reads: 'read what is there',
  records: 'write logs, metrics or traces',
  lists: 'list what is there',
};

type Message = (grants: readonly SurplusGrant[], worst: Consequence, location: StatementLocation) => string;

const MESSAGES: Readonly<Record<Reason, Message>> = {
  'resource-wider-than-needed': (grants, worst, location) =>
    `${actionsOf(grants)} on ${resourcesOf(grants)} (${locate(location)}) reaches further than the workloads need, and lets the role ${WORDS[worst]} beyond what they use.`,
  'allow-with-not-resource': (grants, _worst, location) =>
    `An Allow with NotResource (${locate(location)}) grants ${actionsOf(grants)} on everything that it does not list.`,
  'belongs-to-the-knowledge-base-role': (grants, _worst, location) =>
    `${actionsOf(grants)} on ${resourcesOf(grants)} (${locate(location)}) is for the role of a knowledge base: the workloads of this role ask the knowledge base, and do not reach into what is behind it.`,
  'action-not-needed': (grants, worst, location) =>
    `${actionsOf(grants)} on ${resourcesOf(grants)} (${locate(location)}) is not needed by any workload of the role, and lets it ${WORDS[worst]}.`,
};

const actionsOf = (grants: readonly SurplusGrant[]): string => listValues(grants.map(({ action }) => action));

const resourcesOf = (grants: readonly SurplusGrant[]): string => listValues(grants.map(({ resource }) => resource));

const conditions = (grants: readonly SurplusGrant[]): string =>
  grants.every(({ conditioned }) => conditioned) ? ' The conditions of the statement were not taken into account.' : '';
