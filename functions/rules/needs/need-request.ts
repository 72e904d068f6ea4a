import { arnFields } from '../../iam/arn.ts';
import type { AccessRequest } from '../../iam/decision.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';

type Holder = Pick<AgentRole, 'arn' | 'knownRequests' | 'accessHeldElsewhere'>;

/**
 * What the workloads of a role must be allowed by IAM, by their role and by others: each request once, though the role's
 * policies and the policy of the resource both have a say. What is optional, or once for an account, is no need.
 */
export function neededRequests(
  { arn, knownRequests, accessHeldElsewhere }: Holder,
  isConcerned: (kind: RequiredRequest['kind']) => boolean,
): readonly RequiredRequest[] {
  const needed = [...knownRequests, ...accessHeldElsewhere].filter(
    ({ kind, necessity, heldBy }) => isConcerned(kind) && necessity === 'required' && heldBy !== 'dataAccessPolicy',
  );
  const keyOf = ({ workload, action, resource, context, principal = arn }: RequiredRequest): string =>
    JSON.stringify([workload, action, resource, context, principal]);
  return [...new Map(needed.toReversed().map((request) => [keyOf(request), request])).values()].toReversed();
}

/** Who asks: the role, where the request names nobody else. */
export const principalOf = ({ principal }: RequiredRequest, { arn }: Pick<AgentRole, 'arn'>): string =>
  principal ?? arn;

/** The account of the resource: a bucket's ARN has none, its owner is in the context. */
export const ownerOf = ({ resource, context }: RequiredRequest): string =>
  context['aws:ResourceAccount'] ?? arnFields(resource)[4] ?? '';

/** The request as IAM sees it, with the keys that follow from it. */
export function accessRequest(request: RequiredRequest, role: Pick<AgentRole, 'arn' | 'takenAt'>): AccessRequest {
  const { action, resource, context, workload, kind } = request;
  const principal = principalOf(request, role);
  const region = arnFields(resource === '*' ? workload : resource)[3] ?? '';
  return {
    action,
    resource,
    principal,
    context: {
      ...(region === '' ? {} : { 'aws:RequestedRegion': region }),
      ...TRANSPORT,
      ...(kind === 'model' && OF_AGENT.test(workload) ? WITHOUT_GUARDRAIL : {}),
      ...(principal === role.arn ? WITHOUT_SECOND_FACTOR : {}),
      ...(principal === role.arn ? asOf(role.takenAt) : {}),
      ...(principal === role.arn && context['kms:ViaService'] === undefined ? BY_SERVICE_ROLE : {}),
      ...context,
    },
  };
}

/**
 * A workload asks in a session of its own, made when it needs one: whoever revoked older sessions of the role shut out none of
 * those. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
const asOf = (takenAt: AgentRole['takenAt']): AccessRequest['context'] =>
  'known' in takenAt ? { 'aws:CurrentTime': takenAt.known, 'aws:TokenIssueTime': takenAt.known } : {};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/data-encryption.html */
const TRANSPORT = { 'aws:SecureTransport': 'true' };

/**
 * "The request context key returns false when the service uses a service role or service-linked role to make a call."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
 */
const BY_SERVICE_ROLE = { 'aws:ViaAWSService': 'false' };

/**
 * "This key is included in the request context only when the principal uses temporary credentials", as the session of a service does,
 * and a service has no second factor.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
const WITHOUT_SECOND_FACTOR = { 'aws:MultiFactorAuthPresent': 'false' };

/**
 * An agent with a guardrail makes several calls of a model, and "some of these calls don't include a guardrail".
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
 */
const WITHOUT_GUARDRAIL: AccessRequest['context'] = { 'bedrock:GuardrailIdentifier': [] };
const OF_AGENT = /^arn:[^:]*:bedrock:[^:]*:[^:]*:agent\//;
