import { matchesNothing, type NeededAccess } from '../../iam/allow-surplus.ts';
import { arnFields } from '../../iam/arn.ts';
import { coversResource } from '../../iam/cover.ts';
import type { PolicySet } from '../../iam/decision.ts';
import { everAllows } from '../../iam/ever-allows.ts';
import { grantableActions, typePatterns } from '../../iam/grantable-actions.ts';
import { narrowerResource } from '../../iam/narrower-resource.ts';
import type { Policy, Statement, StatementLocation } from '../../iam/policy.ts';
import { substituteVariables } from '../../iam/policy-variable.ts';
import { principalIdentity } from '../../iam/principal-identity.ts';
import { requestContext } from '../../iam/request-context.ts';
import { serviceAuthorization } from '../../iam/service-authorization.ts';
import { settledConditions } from '../../iam/settled-conditions.ts';
import { matchesAction } from '../../iam/wildcard.ts';
import type { AgentRole } from '../../workload/agent-role.ts';

/** Something of one action that a statement of a role can ever allow. */
export interface OpenAccess extends NeededAccess {
  readonly location: StatementLocation;
  /** Under conditions that nobody can foretell. */
  readonly conditioned: boolean;
  /** Its workloads are known to need it. */
  readonly needed: boolean;
}

/** A role as far as it tells what its policies can ever allow. */
export type LimitedRole = Pick<
  AgentRole,
  'arn' | 'readablePolicies' | 'permissionsBoundary' | 'serviceControlPolicies' | 'knownRequests'
>;

/** A role's own policies, and what limits them from above, as far as it was read. */
export const limitedPolicies = ({
  readablePolicies,
  permissionsBoundary,
  serviceControlPolicies,
}: Omit<LimitedRole, 'arn' | 'knownRequests'>): PolicySet => ({
  identity: readablePolicies,
  ...('known' in permissionsBoundary && permissionsBoundary.known !== null
    ? { permissionsBoundary: [permissionsBoundary.known] }
    : {}),
  ...('known' in serviceControlPolicies ? { serviceControl: serviceControlPolicies.known } : {}),
});

/**
 * On which resources the role can ever perform an action, and by which statement. What a Deny, the boundary or a service
 * control policy takes away entirely is not among them, and neither is what hangs on a condition that never holds for the role.
 *
 * @param context the context keys that are known of the request
 */
export function openAccess(
  action: string,
  context: Readonly<Record<string, string>>,
  { arn, knownRequests, ...role }: LimitedRole,
): readonly OpenAccess[] {
  const limited = aboutAction(limitedPolicies(role), action);
  const policies = settledConditions(limited, {
    principal: arn,
    context: { ...neverSent(action, limited), ...context },
  });
  const isNeeded = (resource: string): boolean =>
    knownRequests.some((need) => need.action === action && coversResource(need.resource, resource));
  return (policies.identity ?? []).flatMap((policy) =>
    policy.statements.flatMap((statement) => {
      if (statement.effect === 'Deny') return [];
      const alone: PolicySet = {
        ...policies,
        identity: [{ ...policy, statements: [statement] }, ...denials(policies)],
      };
      return resourcesOf(statement, action, arn)
        .filter((resource) => everAllows({ action, resource }, alone).length > 0)
        .map((resource) => ({
          action,
          resource,
          location: statement.location,
          conditioned: statement.conditions.length > 0,
          needed: isNeeded(resource),
        }));
    }),
  );
}

/** Only the statements that are about an action: most are not. */
function aboutAction({ identity = [], permissionsBoundary, serviceControl }: PolicySet, action: string): PolicySet {
  const reduced = (list: readonly Policy[]): readonly Policy[] =>
    list.map((policy) => ({ ...policy, statements: policy.statements.filter((one) => isAbout(one, action)) }));
  return {
    identity: reduced(identity),
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary: reduced(permissionsBoundary) }),
    ...(serviceControl === undefined ? {} : { serviceControl: serviceControl.map(reduced) }),
  };
}

/** Keys of another service that requests for the action do not carry: a condition that wants one never holds. */
function neverSent(
  action: string,
  { identity = [], permissionsBoundary = [] }: PolicySet,
): Record<string, readonly string[]> {
  const [known] = serviceAuthorization.actionsMatching(action);
  const own = action.split(':', 1)[0] ?? '';
  if (known === undefined) return {};
  const keys = [...identity, ...permissionsBoundary].flatMap(({ statements }) =>
    statements.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase())),
  );
  const sent = known.conditionKeys.map((key) => key.toLowerCase().replace(/\$\{.*$|<.*$/, ''));
  const isForeign = (key: string): boolean =>
    !key.startsWith('aws:') && !key.startsWith(`${own}:`) && !sent.some((prefix) => key.startsWith(prefix));
  return Object.fromEntries(keys.filter(isForeign).map((key) => [key, []]));
}

const denials = ({ identity = [] }: PolicySet): NonNullable<PolicySet['identity']> =>
  identity.map((policy) => ({ ...policy, statements: policy.statements.filter(({ effect }) => effect === 'Deny') }));

const isAbout = ({ actions }: Statement, action: string): boolean =>
  actions.patterns.some((pattern) => matchesAction(pattern, action)) !== actions.except;

/** What of the statement's resources can be a resource of the action, with what is known of the role in the variables. */
function resourcesOf({ resources }: Statement, action: string, principal: string): readonly string[] {
  const types = typesOf(action, principal);
  if (resources === undefined || resources.except) return types;
  const request = { action, resource: '*', principal, context: {} };
  const context = requestContext(request, principalIdentity(principal, action), 'unknown');
  return [...new Set(resources.patterns)].flatMap((written) => {
    if (matchesNothing(written) || grantableActions(action, written)?.length === 0) return [];
    const substituted = substituteVariables(written, context);
    if (substituted === 'absent') return [];
    return types.flatMap((type) => narrowerResource(substituted.pattern, type) ?? []);
  });
}

/**
 * The resources of the action, as patterns, in the partition of the role. IAM changes what is in the caller's account only, and of
 * an AgentCore tool only those that are not AWS's own have a role.
 */
function typesOf(action: string, principal: string): readonly string[] {
  const [, partition = 'aws', , , account = ''] = arnFields(principal);
  const types = serviceAuthorization.resourceTypesOf(action);
  const service = action.split(':', 1)[0] ?? '';
  if (types === undefined) return [`arn:${partition}:${SERVICES_OF_RESOURCES[service] ?? service}:*:*:*`];
  const patterns = types
    .filter(({ name }) => !types.some((other) => other.name === `${name}-custom`))
    .flatMap(typePatterns)
    .map((pattern) => pattern.replace(/^arn:\*:/, `arn:${partition}:`))
    .map((pattern) => (service === 'iam' ? pattern.replace(/^(arn:[^:]*:iam::)\*:/, `$1${account}:`) : pattern));
  return patterns.length === 0 ? ['*'] : patterns;
}

/** Of services that are not in the data, and whose resources belong to another service. */
const SERVICES_OF_RESOURCES: Readonly<Record<string, string>> = { 'ec2-instance-connect': 'ec2' };
