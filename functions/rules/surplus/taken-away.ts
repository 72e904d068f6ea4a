import { type NeededAccess, type SurplusGrant, surplusGrants } from '../../iam/allow-surplus.ts';
import { intersectsAction, intersectsResource } from '../../iam/cover.ts';
import type { PolicySet } from '../../iam/decision.ts';
import { everAllows } from '../../iam/ever-allows.ts';
import type { Policy } from '../../iam/policy.ts';
import { withVariablesAsWildcards } from '../../iam/policy-variable.ts';
import type { LimitedRole } from './open-access.ts';
import { limitedPolicies } from './open-access.ts';

/**
 * Tells of a grant whether nothing of it can be used today: a Deny, the boundary or a service control policy forbids all of it,
 * or the boundary allows nothing of it beyond what is needed.
 */
export function takenAwayFrom(
  role: Omit<LimitedRole, 'arn' | 'knownRequests'>,
  needed: readonly NeededAccess[],
): (grant: SurplusGrant) => boolean {
  const { identity = [], ...above } = limitedPolicies(role);
  const denials = identity.map((policy) => ({
    ...policy,
    statements: policy.statements.filter(({ effect }) => effect === 'Deny'),
  }));
  const limits: PolicySet = { ...above, identity: [EVERYTHING, ...denials] };
  const { permissionsBoundary } = role;
  const boundary = 'known' in permissionsBoundary ? permissionsBoundary.known : null;
  const beyondNeeds = boundary === null ? undefined : surplusGrants(boundary, needed);
  return (grant) => {
    const action = grant.action.startsWith('NotAction ') ? '*' : grant.action;
    const resource = grant.resource.startsWith('NotResource ') ? '*' : withVariablesAsWildcards(grant.resource);
    if (everAllows({ action, resource }, limits).length === 0) return true;
    if (beyondNeeds === undefined) return false;
    return !beyondNeeds.some(
      (allowed) =>
        isInverted(allowed) ||
        (intersectsAction(allowed.action, action) &&
          intersectsResource(withVariablesAsWildcards(allowed.resource), resource)),
    );
  };
}

const EVERYTHING: Policy = {
  name: 'the grant itself',
  kind: 'identity',
  version: '2012-10-17',
  statements: [
    {
      location: { policy: 'the grant itself', statement: 0 },
      effect: 'Allow',
      actions: { patterns: ['*'], except: false },
      resources: { patterns: ['*'], except: false },
      conditions: [],
    },
  ],
};

const isInverted = ({ action, resource }: SurplusGrant): boolean =>
  action.startsWith('NotAction ') || resource.startsWith('NotResource ');
