import { arnFields } from '../../iam/arn.ts';
import { decide } from '../../iam/decide.ts';
import type { AccessRequest, Decision, PolicySet } from '../../iam/decision.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { Policy } from '../../iam/policy.ts';
import { isResourceControlled } from '../../iam/resource-controlled.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { isKnown } from '../../workload/evidence.ts';
import { policyCarrier } from '../../workload/resource-policies.ts';

/**
 * What the policy engine answers for a request under every layer that is known of the role. A policy of the resource that was
 * not read is taken to leave the answer to the others: it grants nothing and stands in nobody's way.
 */
export function answer(
  request: PrincipalRequest,
  role: AgentRole,
  identity: readonly Policy[] = isKnown(role.identityPolicies) ? role.identityPolicies.known : role.readablePolicies,
): Decision {
  const { action, resource, context, principal = role.arn } = request;
  const owner = context['aws:ResourceAccount'];
  const asked = { action, resource, principal, context: { ...presented(request, role), ...context } };
  return decide(owner === undefined ? asked : { ...asked, resourceAccount: owner }, {
    ...(principal === role.arn ? ownLayers(role, identity) : { identity: [EVERYTHING] }),
    ...resourceControl(request, role),
    ...resourceLayer(request, role),
  });
}

/**
 * What is known of every such request: it is encrypted, made in the Region of the resource, by a session that nobody signed in to.
 * A service acts for no member of an organization. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function presented(
  { resource, context, principal = '' }: PrincipalRequest,
  { region }: AgentRole,
): AccessRequest['context'] {
  const where = resource === '*' ? region : (arnFields(resource)[3] ?? '');
  const byService = principal.endsWith('.amazonaws.com');
  return {
    'aws:SecureTransport': 'true',
    ...(where === '' ? {} : { 'aws:RequestedRegion': where }),
    ...(byService ? OF_A_SERVICE : { 'aws:MultiFactorAuthPresent': 'false' }),
    ...(byService || context['kms:ViaService'] !== undefined ? {} : { 'aws:ViaAWSService': 'false' }),
  };
}

const OF_A_SERVICE = {
  'aws:PrincipalOrgID': [],
  'aws:PrincipalOrgPaths': [],
  'aws:MultiFactorAuthPresent': [],
  'aws:MultiFactorAuthAge': [],
  'sts:ExternalId': [],
};

function ownLayers(role: AgentRole, identity: readonly Policy[]): PolicySet {
  const { permissionsBoundary: boundary, serviceControlPolicies: scp } = role;
  return {
    identity,
    ...(isKnown(boundary) && boundary.known !== null ? { permissionsBoundary: [boundary.known] } : {}),
    ...(isKnown(scp) ? { serviceControl: scp.known } : {}),
  };
}

const resourceControl = ({ action }: PrincipalRequest, { resourceControlPolicies: rcp }: AgentRole): PolicySet =>
  isKnown(rcp) && isResourceControlled(action) ? { resourceControl: rcp.known } : {};

function resourceLayer({ action, resource }: PrincipalRequest, role: AgentRole): PolicySet {
  if (action.toLowerCase() === 'sts:assumerole' && resource === role.arn)
    return isKnown(role.trustPolicy) ? { resource: role.trustPolicy.known } : {};
  const carrier = policyCarrier(resource);
  if (carrier === undefined) return {};
  const policy = Object.hasOwn(role.resourcePolicies, carrier) ? role.resourcePolicies[carrier] : undefined;
  if (policy !== undefined && isKnown(policy)) return policy.known === null ? {} : { resource: policy.known };
  const delegated = allowAll('resource', { Principal: { AWS: `arn:${role.partition}:iam::${role.accountId}:root` } });
  return delegated === undefined ? {} : { resource: delegated };
}

/** Of another principal only the policy of the resource is asked. */
const EVERYTHING: Policy = allowAll('identity', {}) ?? {
  name: 'everything',
  kind: 'identity',
  version: '2012-10-17',
  statements: [],
};

function allowAll(kind: 'identity' | 'resource', elements: object): Policy | undefined {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', ...elements };
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statement }, 'everything', kind);
  return 'policy' in parsed ? parsed.policy : undefined;
}

/** Whether a layer that has a say was read: what was not is no part of a proof. */
export const unreadLayers = (request: PrincipalRequest, role: AgentRole): readonly string[] => [
  ...(isKnown(role.permissionsBoundary) ? [] : ['the permissions boundary']),
  ...(isKnown(role.serviceControlPolicies) ? [] : ['service control policies']),
  ...unreadPolicies(request, role).map((carrier) => `the policy of ${carrier}`),
];

/** What has a policy that is heard about the request, and that was not read. */
export function unreadPolicies({ resource }: PrincipalRequest, { resourcePolicies }: AgentRole): readonly string[] {
  const carrier = policyCarrier(resource);
  if (carrier === undefined) return [];
  const policy = Object.hasOwn(resourcePolicies, carrier) ? resourcePolicies[carrier] : undefined;
  return policy !== undefined && isKnown(policy) ? [] : [carrier];
}
