import type { AccessRequest, Decision, Layer, PolicySet } from './decision.ts';
import { type Grant, grantOf } from './grant.ts';
import { evaluateLayers, type LayerAnswer, type Layers, type Question } from './layers.ts';
import { missesOf } from './misses.ts';
import { principalIdentity } from './principal-identity.ts';
import { requestContext } from './request-context.ts';
import { requestedArn } from './resource-pattern.ts';
import { and, dependencies, or } from './truth.ts';

export interface DecideOptions {
  /**
   * What a context key is that the request does not list: `unknown` (the default), or `absent` for a caller who knows the
   * whole context.
   */
  readonly absentKeys?: 'unknown' | 'absent';
}

const LAYERS: readonly Layer[] = [
  'identity',
  'resource',
  'permissionsBoundary',
  'session',
  'serviceControl',
  'resourceControl',
  'vpcEndpoint',
  'trust',
];

/**
 * Decides a request as AWS's enforcement code does, over every layer at once. Without a `resourceAccount`, the owner is
 * the account in the resource's ARN, and failing that the principal's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(request: AccessRequest, policies: PolicySet, options: DecideOptions = {}): Decision {
  const principal = principalIdentity(request.principal, request.action);
  const question: Question = {
    request,
    principal,
    action: request.action.toLowerCase(),
    resource: requestedArn(authorizedResource(request)),
    context: requestContext(request, principal, options.absentKeys ?? 'unknown'),
    hasBoundary: policies.permissionsBoundary !== undefined,
  };
  if (question.action === NEEDS_NO_PERMISSION) return ALLOWED;
  const layers = evaluateLayers(question, policies);
  const { identity, resource, permissionsBoundary, session, serviceControl, resourceControl, vpcEndpoint } = layers;
  const grant = grantOf(question, layers);
  const guarded = and(and(serviceControl.allow, resourceControl.allow), vpcEndpoint.allow);
  const allowed = and(grant.granted, guarded);
  const byOwners = or(or(identity.deny, resource.deny), or(permissionsBoundary.deny, session.deny));
  const denied = or(byOwners, or(or(serviceControl.deny, resourceControl.deny), vpcEndpoint.deny));

  if (denied === true) {
    const statements = inOrder(layers).flatMap(({ denials }) => denials.map(({ named }) => named));
    const blockedBy = blockers(grant, layers);
    return { decision: 'explicitDeny', blockedBy, statements, dependsOn: NOTHING, misses: NOTHING };
  }
  if (allowed === false) {
    const blockedBy = blockers(grant, layers);
    const misses = missesOf(question, policies, blockedBy);
    return { decision: 'implicitDeny', blockedBy, statements: NOTHING, dependsOn: dependencies([denied]), misses };
  }
  if (denied !== false || allowed !== true) {
    const dependsOn = dependencies([denied, allowed]);
    return { decision: 'unknown', blockedBy: NOTHING, statements: NOTHING, dependsOn, misses: NOTHING };
  }
  const statements: Decision['statements'][number][] = [];
  for (const { named } of identity.grants) statements.push(named);
  for (const { named } of resource.grants) statements.push(named);
  return { decision: 'allowed', blockedBy: NOTHING, statements, dependsOn: NOTHING, misses: NOTHING };
}

/**
 * Amazon S3 asks for the list of all buckets as for all of them: AWS's walkthrough allows it on `arn:aws:s3:::*`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html
 */
function authorizedResource({ action, resource, principal = '' }: AccessRequest): string {
  if (resource !== '*' || action.toLowerCase() !== 's3:listallmybuckets') return resource;
  const [, partition = 'aws'] = /^arn:([^:]+):/.exec(principal) ?? [];
  return `arn:${partition}:s3:::*`;
}

const NOTHING: readonly never[] = [];

/** "No permissions are required": not even an explicit Deny stops it. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const NEEDS_NO_PERMISSION = 'sts:getcalleridentity';

const ALLOWED: Decision = {
  decision: 'allowed',
  blockedBy: NOTHING,
  statements: NOTHING,
  dependsOn: NOTHING,
  misses: NOTHING,
};

const inOrder = (layers: Layers): readonly LayerAnswer[] => [
  layers.identity,
  layers.resource,
  layers.permissionsBoundary,
  layers.session,
  layers.serviceControl,
  layers.resourceControl,
  layers.vpcEndpoint,
];

/** Every layer that would have to change. */
function blockers(grant: Grant, layers: Layers): readonly Layer[] {
  const blocked = new Set<Layer>(grant.granted === false ? grant.blockedBy : NOTHING);
  for (const { layer, deny } of inOrder(layers)) if (deny === true) blocked.add(layer);
  for (const layer of ['serviceControl', 'resourceControl', 'vpcEndpoint'] as const) {
    if (layers[layer].allow === false) blocked.add(layer);
  }
  return LAYERS.filter((layer) => blocked.has(layer));
}
