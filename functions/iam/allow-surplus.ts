import { arnFields } from './arn.ts';
import { malformation } from './arn-malformation.ts';
import { coversAction, coversResource } from './cover.ts';
import { grantableActions, typePatterns } from './grantable-actions.ts';
import type { Patterns, Policy, StatementLocation } from './policy.ts';
import { hasImpossibleVariable, withVariablesAsWildcards } from './policy-variable.ts';
import type { ServiceAction } from './service-authorization.ts';

export interface NeededAccess {
  readonly action: string;
  /** An ARN, an ARN pattern, or `*`. */
  readonly resource: string;
}

/** An Action and Resource pattern of one Allow statement that together grant something not needed. */
export interface SurplusGrant {
  readonly location: StatementLocation;
  /** As written; `NotAction …` for the inverted element, which always grants more than any list of needs. */
  readonly action: string;
  readonly resource: string;
  /** The statement has conditions; they may narrow the grant, and are not taken into account. */
  readonly conditioned: boolean;
}

/**
 * What a policy's Allow statements can grant beyond the needed access. A pair that can never grant anything (an action that
 * does not exist, a resource of the wrong type) is inert, and no surplus. Deny statements are not subtracted.
 */
export function surplusGrants(policy: Policy, needed: readonly NeededAccess[]): readonly SurplusGrant[] {
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ location, actions, resources, conditions }) => {
      const inverted = actions.except || resources?.except === true;
      const pairs = actionLabels(actions).flatMap((action) =>
        resourceLabels(resources).map((resource) => ({ action, resource })),
      );
      return pairs
        .filter(({ action, resource }) => inverted || isSurplus(action, resource, needed))
        .map((pair) => ({ location, ...pair, conditioned: conditions.length > 0 }));
    });
}

const actionLabels = ({ patterns, except }: Patterns): readonly string[] =>
  except ? [`NotAction ${patterns.join(', ')}`] : [...new Set(patterns)];

/** A trust policy's resource is the role itself. */
function resourceLabels(resources: Patterns | undefined): readonly string[] {
  if (resources === undefined) return ['*'];
  return resources.except ? [`NotResource ${resources.patterns.join(', ')}`] : [...new Set(resources.patterns)];
}

function isSurplus(action: string, written: string, needed: readonly NeededAccess[]): boolean {
  if (matchesNothing(written)) return false;
  const resource = withVariablesAsWildcards(written);
  if (isNeeded(action, resource, needed)) return false;
  return surplusActions({ action, resource }, needed)?.length !== 0;
}

/** No resource has such an ARN, whatever the request and whoever's the account in it: lint says why. */
export const matchesNothing = (resource: string): boolean =>
  hasImpossibleVariable(resource) ||
  (resource.startsWith('arn:') && malformation(resource, arnFields(resource)[4] ?? '') !== undefined);

/**
 * The existing actions that a pair of patterns grants beyond the needed access; undefined where the data cannot tell, because
 * a service is not covered, and for `Not…`.
 */
export function surplusActions(
  { action, resource: written }: Pick<SurplusGrant, 'action' | 'resource'>,
  needed: readonly NeededAccess[],
): readonly ServiceAction[] | undefined {
  if (action.startsWith('NotAction ') || written.startsWith('NotResource ')) return undefined;
  const resource = withVariablesAsWildcards(written);
  return grantableActions(action, resource)?.filter((known) => {
    if (isNeeded(known.action, resource, needed)) return false;
    // The pattern may reach further than the action's own types: only those count.
    const types = known.resourceTypes.flatMap(typePatterns);
    return types.length === 0 || !types.every((type) => isNeeded(known.action, type, needed));
  });
}

const isNeeded = (action: string, resource: string, needed: readonly NeededAccess[]): boolean =>
  needed.some((need) => coversAction(need.action, action) && coversResource(need.resource, resource));
