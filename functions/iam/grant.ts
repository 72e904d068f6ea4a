import type { Layer } from './decision.ts';
import type { Layers, Question } from './layers.ts';
import { isCrossAccount } from './owner.ts';
import { and, or, type Truth } from './truth.ts';

export interface Grant {
  readonly granted: Truth;
  /** The granting and limiting layers that would have to change, when it is not granted. */
  readonly blockedBy: readonly Layer[];
}

/** Do the identity-based and resource-based policies grant the request, within the boundary and the session policy? */
export function grantOf(question: Question, { identity, resource, permissionsBoundary, session }: Layers): Grant {
  const { principal } = question;
  const { directly, role, account } = resource.named;
  if (principal.accountId === undefined && principal.type !== 'unknown') {
    return { granted: directly, blockedBy: [resource.layer] };
  }
  // "You cannot call AssumeRole by using AWS account root user credentials; access is denied."
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  if (principal.type === 'root' && resource.layer === 'trust') return { granted: false, blockedBy: [resource.layer] };
  // The root user has full access without a policy.
  const identityAllows = principal.type === 'root' ? true : identity.allow;
  const withinLimits = and(permissionsBoundary.allow, session.allow);
  const byIdentity = and(identityAllows, withinLimits);
  const crossAccount = isCrossAccount(question);
  const mustName = crossAccount || mustBeNamed(question, resource.layer);
  const named = crossAccount ? or(directly, or(role, account)) : or(role, account);
  const byResource = crossAccount ? false : or(directly, and(role, withinLimits));
  const granted = or(byResource, mustName ? and(named, byIdentity) : byIdentity);
  if (granted !== false) return { granted, blockedBy: NOTHING };

  const unnamed = mustName && named === false;
  const needsIdentity = crossAccount || (!unnamed && role === false);
  const blockedBy: Layer[] = [];
  if (unnamed) blockedBy.push(resource.layer);
  if (needsIdentity && identityAllows === false) blockedBy.push('identity');
  if (permissionsBoundary.allow === false) blockedBy.push('permissionsBoundary');
  if (session.allow === false) blockedBy.push('session');
  return { granted, blockedBy };
}

const NOTHING: readonly Layer[] = [];

/**
 * "IAM role trust policies and KMS key policies are exceptions to this logic, because they must explicitly allow access."
 * An account named in them hands the question to its identity-based policies.
 */
const mustBeNamed = ({ action, resource }: Question, layer: Layer): boolean =>
  layer === 'trust' || (action.startsWith('kms:') && resource.arn.startsWith('key/', resource.restAt));
