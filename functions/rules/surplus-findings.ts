import { type NeededAccess, type SurplusGrant, surplusGrants } from '../iam/allow-surplus.ts';
import { coversResource, intersectsAction } from '../iam/cover.ts';
import type { Policy, StatementLocation } from '../iam/policy.ts';
import { serviceOf } from './broad-grants.ts';
import { listValues } from './list-values.ts';
import { locate } from './locate.ts';
import type { Finding } from './rule.ts';

/** What a policy grants beyond the needs; statements already named are left out. */
export const surplusOf = (
  policy: Policy,
  needed: readonly NeededAccess[],
  broad: readonly Finding[],
): readonly SurplusGrant[] => surplusGrants(policy, needed).filter((grant) => !isNamed(grant, broad));

/** One finding per statement and reason. */
export function surplusFindings(surplus: readonly SurplusGrant[], needed: readonly NeededAccess[]): readonly Finding[] {
  const groups = Map.groupBy(surplus, (grant) => `${grant.location.statement} ${reasonOf(grant, needed)}`);
  return [...groups.values()].flatMap((grants) => {
    const [first] = grants;
    return first === undefined ? [] : [FINDINGS[reasonOf(first, needed)](first.location, grants, needed)];
  });
}

type Reason = 'resource-wider-than-needed' | 'action-not-needed' | 'allow-with-not-resource';

/** A broad finding about the statement already says what this pair would say. */
function isNamed({ location, action }: SurplusGrant, broad: readonly Finding[]): boolean {
  return broad.some(({ id, location: named }) => {
    if (named?.policy !== location.policy) return false;
    // An administrator's policy grants all that its other statements do.
    if (id === 'administrator-access') return true;
    if (named.statement !== location.statement) return false;
    return id === 'allow-with-not-action' || serviceOf(action) !== undefined || /^\*/.test(action);
  });
}

function reasonOf({ action, resource }: SurplusGrant, needed: readonly NeededAccess[]): Reason {
  if (resource.startsWith('NotResource ')) return 'allow-with-not-resource';
  const isWider = neededOn(action, needed).some((need) => coversResource(resource, need.resource));
  return isWider ? 'resource-wider-than-needed' : 'action-not-needed';
}

const neededOn = (action: string, needed: readonly NeededAccess[]): readonly NeededAccess[] =>
  needed.filter((need) => intersectsAction(action, need.action));

const FINDINGS: Readonly<
  Record<
    Reason,
    (location: StatementLocation, grants: readonly SurplusGrant[], needed: readonly NeededAccess[]) => Finding
  >
> = {
  'resource-wider-than-needed': (location, grants, needed) => {
    const actions = grants.map(({ action }) => action);
    const arns = actions.flatMap((action) => neededOn(action, needed).map(({ resource }) => resource));
    return {
      id: 'resource-wider-than-needed',
      severity: grants.some(({ resource }) => /^\*+$/.test(resource)) ? 'high' : 'medium',
      message: `${listValues(actions)} on ${resourcesOf(grants)} (${locate(location)}) reaches further than the workloads need.${conditions(grants)}`,
      location,
      remediation: `Keep only the needed actions, on ${listValues(arns, 8)}.`,
    };
  },
  'action-not-needed': (location, grants) => {
    const actions = listValues(grants.map(({ action }) => action));
    return {
      id: 'action-not-needed',
      severity: grants.some(isDangerous) ? 'high' : 'medium',
      message: `${actions} on ${resourcesOf(grants)} (${locate(location)}) is not needed by any workload of the role.${conditions(grants)}`,
      location,
      remediation: `Remove ${actions} on ${resourcesOf(grants)} from the statement.`,
    };
  },
  'allow-with-not-resource': (location, grants) => ({
    id: 'resource-wider-than-needed',
    severity: 'high',
    message: `An Allow with NotResource (${locate(location)}) grants ${listValues(grants.map(({ action }) => action))} on everything that it does not list.`,
    location,
    remediation: 'Replace NotResource by a Resource that lists the ARNs that are needed.',
  }),
};

const resourcesOf = (grants: readonly SurplusGrant[]): string => listValues(grants.map(({ resource }) => resource));

const isDangerous = ({ action, resource }: SurplusGrant): boolean =>
  /^(iam|sts|organizations):/i.test(action) || /^\*+$/.test(resource) || serviceOf(action) !== undefined;

const conditions = (grants: readonly SurplusGrant[]): string =>
  grants.every(({ conditioned }) => conditioned) ? ' The conditions of the statement were not taken into account.' : '';
