import { decide } from '../iam/decide.ts';
import type { AccessRequest, Decision, PolicySet } from '../iam/decision.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy, PolicyKind } from '../iam/policy.ts';
import { isResourceControlled } from '../iam/resource-controlled.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { isKnown } from '../workload/evidence.ts';
import type { AskedRequest } from './asked-requests.ts';

/** What each layer that is known says about one request; a layer that could not be read is absent. */
export interface PolicyAnswer {
  readonly request: AskedRequest;
  readonly identity?: Decision;
  readonly permissionsBoundary?: Decision;
  readonly serviceControl?: Decision;
  readonly resourceControl?: Decision;
  /** The role's own policies and the one of the resource, together; only where both are known. */
  readonly shared?: Decision;
  /** The policy of the resource, were everything allowed to the caller by its own; only where it is known. */
  readonly resource?: Decision;
  readonly vpcEndpoint?: Decision;
}

/** Policies that stand outside of the role, as far as they were read: absent, or `null` where there is none. */
export interface OtherPolicies {
  readonly resource?: Policy | null;
  readonly vpcEndpoint?: Policy;
}

export function answerRequest(request: AskedRequest, role: AgentRole, others: OtherPolicies = {}): PolicyAnswer {
  const ask = (policies: PolicySet): Decision => decideFor(request, role, policies);
  const complete = isKnown(role.identityPolicies);
  const identity = ask({
    identity: isKnown(role.identityPolicies) ? role.identityPolicies.known : role.readablePolicies,
  });
  const { permissionsBoundary: boundary, serviceControlPolicies: scp, resourceControlPolicies: rcp } = role;
  return {
    request,
    // A policy that could not be read may allow what the others do not; it cannot undo a Deny.
    ...(complete || identity.decision === 'explicitDeny' ? { identity } : {}),
    ...(isKnown(boundary) && boundary.known !== null
      ? { permissionsBoundary: ask({ identity: everything, permissionsBoundary: [boundary.known] }) }
      : {}),
    ...(isKnown(scp) ? { serviceControl: ask({ identity: everything, serviceControl: scp.known }) } : {}),
    ...(isKnown(rcp) && isResourceControlled(request.action)
      ? { resourceControl: ask({ identity: everything, resourceControl: rcp.known }) }
      : {}),
    ...(others.resource === undefined || !isKnown(role.identityPolicies)
      ? {}
      : { shared: askTogether(request, role, role.identityPolicies.known, others.resource) }),
    ...(others.resource === undefined ? {} : { resource: askTogether(request, role, everything, others.resource) }),
    ...(others.vpcEndpoint === undefined
      ? {}
      : { vpcEndpoint: ask({ identity: everything, vpcEndpoint: [others.vpcEndpoint] }) }),
  };
}

/**
 * One request of the role, put to the engine. The resource's own policy, of which nothing is known, is taken to hand the
 * question to the role's account: that grants nothing, and does not stand in the way of an answer about the other layers.
 */
export function decideFor(
  asked: Pick<AskedRequest, 'action' | 'resource' | 'context' | 'ofAgent'>,
  role: AgentRole,
  policies: PolicySet,
): Decision {
  const request = requestOf(asked, role);
  const root = `arn:${role.partition}:iam::${role.accountId}:root`;
  const [delegated] = allowAll('resource', { Principal: { AWS: root } });
  return decide(request, { ...policies, ...(delegated === undefined ? {} : { resource: delegated }) });
}

const askTogether = (
  asked: AskedRequest,
  role: AgentRole,
  identity: readonly Policy[],
  resource: Policy | null,
): Decision => decide(requestOf(asked, role), { identity, ...(resource === null ? {} : { resource }) });

/**
 * An agent with a guardrail makes several calls of a model, and "some of these calls don't include a guardrail".
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
 */
function requestOf(
  { action, resource, context, ofAgent }: Pick<AskedRequest, 'action' | 'resource' | 'context' | 'ofAgent'>,
  role: AgentRole,
): AccessRequest {
  const owner = context['aws:ResourceAccount'];
  const guardrail =
    ofAgent === true && /^bedrock:InvokeModel/i.test(action) ? { 'bedrock:GuardrailIdentifier': [] } : {};
  return {
    action,
    resource,
    context: { 'aws:SecureTransport': 'true', ...guardrail, ...context },
    principal: role.arn,
    ...(owner === undefined ? {} : { resourceAccount: owner }),
  };
}

/** Asks a layer that never grants what it would leave of a full grant. */
const everything: readonly Policy[] = allowAll('identity', {});

function allowAll(kind: PolicyKind, elements: object): readonly Policy[] {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', ...elements };
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statement }, 'everything', kind);
  return 'policy' in parsed ? [parsed.policy] : [];
}
