import type { NeededAccess } from './allow-surplus.ts';
import { coversAction, coversResource, intersectsAction, intersectsResource } from './cover.ts';
import type { PolicySet } from './decision.ts';
import type { Patterns, Policy, Statement, StatementLocation } from './policy.ts';
import { withVariablesAsWildcards } from './policy-variable.ts';

/**
 * The Allow statements by which some request for the action (a name or a pattern) on some resource of the pattern can ever be
 * allowed, whoever asks in whatever context; none when it certainly never is.
 *
 * An upper bound: conditions are taken to be met, patterns of several layers are compared with the access one layer at a time,
 * and only a Deny without conditions that covers all of the access takes it away. A resource-based Allow counts for every
 * principal, past a permissions boundary and a session policy, as it does when it names the session itself.
 */
export function everAllows(access: NeededAccess, policies: PolicySet): readonly StatementLocation[] {
  const { identity = [], resource, permissionsBoundary, session, vpcEndpoint } = policies;
  const organization = [...(policies.serviceControl ?? []), ...(policies.resourceControl ?? [])];
  const owners = [identity, resource === undefined ? [] : [resource]];
  const everyPolicy = [...owners, permissionsBoundary, session, vpcEndpoint, ...organization].flatMap(
    (list) => list ?? [],
  );
  if (everyPolicy.some((policy) => policy.statements.some((statement) => alwaysDenies(statement, access)))) return [];

  const passes = (list: readonly Policy[] | undefined): boolean =>
    list === undefined || allowsIn(list, access).length > 0;
  if (![...organization, vpcEndpoint].every(passes)) return [];
  const byIdentity = passes(permissionsBoundary) && passes(session) ? allowsIn(identity, access) : [];
  return [...byIdentity, ...allowsIn(resource === undefined ? [] : [resource], access)].map(({ location }) => location);
}

const allowsIn = (list: readonly Policy[], access: NeededAccess): readonly Statement[] =>
  list.flatMap(({ statements }) =>
    statements.filter(
      ({ effect, actions, resources }) =>
        effect === 'Allow' &&
        canMatch(actions, access.action, intersectsAction, coversAction) &&
        canMatch(resources, access.resource, intersectsResource, coversResource),
    ),
  );

type Compare = (pattern: string, other: string) => boolean;

/** Can an element match something of the access? `Not…` matches all of it that no pattern takes away entirely. */
function canMatch(patterns: Patterns | undefined, wanted: string, intersects: Compare, covers: Compare): boolean {
  if (patterns === undefined) return true;
  if (patterns.except) return !patterns.patterns.some((pattern) => !varies(pattern) && covers(pattern, wanted));
  return patterns.patterns.some((pattern) => intersects(withVariablesAsWildcards(pattern), wanted));
}

function alwaysDenies(
  { effect, actions, resources, principals, conditions }: Statement,
  access: NeededAccess,
): boolean {
  if (effect === 'Allow' || conditions.length > 0) return false;
  const everyone =
    principals === undefined || (!principals.except && principals.principals.some(({ value }) => value === '*'));
  return (
    everyone &&
    mustMatch(actions, access.action, intersectsAction, coversAction) &&
    mustMatch(resources, access.resource, intersectsResource, coversResource)
  );
}

/** Does an element match all of the access? */
function mustMatch(patterns: Patterns | undefined, wanted: string, intersects: Compare, covers: Compare): boolean {
  if (patterns === undefined) return true;
  if (patterns.except)
    return !patterns.patterns.some((pattern) => intersects(withVariablesAsWildcards(pattern), wanted));
  return patterns.patterns.some((pattern) => !varies(pattern) && covers(pattern, wanted));
}

/** With a policy variable, a pattern is sure to match nothing but what it matches without. */
const varies = (pattern: string): boolean => pattern.includes('${');
