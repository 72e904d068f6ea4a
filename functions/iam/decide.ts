import type { AccessRequest, Decision, Layer, PolicySet } from './decision.ts';
import { type Asked, evaluateLayers, type Layers } from './layers.ts';
import { arnFields } from './match.ts';
import type { Statement } from './policy.ts';
import { principalIdentity } from './principal-identity.ts';
import { requestContext } from './request-context.ts';
import { and, dependencies, or, type Truth, unknown } from './truth.ts';

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
  const context = requestContext(request, principal, options.absentKeys ?? 'unknown');
  const asked: Asked = { request, principal, context, hasBoundary: policies.permissionsBoundary !== undefined };

  const layers = evaluateLayers(asked, policies);
  const grant = grantOf(asked, layers);
  const guardrails = [layers.serviceControl, layers.resourceControl, layers.vpcEndpoint];
  const allowed = and([grant.granted, ...guardrails.map(({ allow }) => allow)]);
  const evaluated = Object.values(layers) as Layers[keyof Layers][];
  const denied = or(evaluated.map(({ deny }) => deny));

  const blocked = new Set<Layer>(grant.granted === false ? grant.blockedBy : []);
  for (const { layer, deny } of evaluated) if (deny === true) blocked.add(layer);
  for (const { layer, allow } of guardrails) if (allow === false) blocked.add(layer);
  const blockedBy = LAYERS.filter((layer) => blocked.has(layer));

  if (denied === true) {
    const statements = evaluated.flatMap(({ denials }) => denials.map(asDeny));
    return { decision: 'explicitDeny', blockedBy, statements, dependsOn: [] };
  }
  if (allowed === false) {
    return { decision: 'implicitDeny', blockedBy, statements: [], dependsOn: dependencies([denied]) };
  }
  if (denied !== false || allowed !== true) {
    return { decision: 'unknown', blockedBy: [], statements: [], dependsOn: dependencies([denied, allowed]) };
  }
  const grants = [...layers.identity.grants, ...layers.resource.grants].map(asAllow);
  return { decision: 'allowed', blockedBy: [], statements: grants, dependsOn: [] };
}

const asDeny = ({ location }: Statement) => ({ ...location, effect: 'Deny' as const });
const asAllow = ({ location }: Statement) => ({ ...location, effect: 'Allow' as const });

interface Grant {
  readonly granted: Truth;
  /** The granting and limiting layers that would have to change, when it is not granted. */
  readonly blockedBy: readonly Layer[];
}

/** Do the identity-based and resource-based policies grant the request, within the boundary and the session policy? */
function grantOf(asked: Asked, { identity, resource, permissionsBoundary, session }: Layers): Grant {
  const { principal, request } = asked;
  const { directly, role, account } = resource.named;
  if (principal.accountId === undefined && principal.type !== 'unknown') {
    return { granted: directly, blockedBy: [resource.layer] };
  }
  if (principal.type === 'root' && resource.layer === 'trust') {
    return { granted: unknown('principal: the root user cannot assume a role'), blockedBy: [] };
  }
  // The root user has full access without a policy.
  const identityAllows = principal.type === 'root' ? true : identity.allow;
  const limits = [permissionsBoundary, session];
  const withinLimits = and(limits.map(({ allow }) => allow));
  const limiting = limits.filter(({ allow }) => allow === false).map(({ layer }) => layer);
  const byIdentity = and([identityAllows, withinLimits]);
  const lacking: readonly Layer[] = identityAllows === false ? ['identity'] : [];

  if (isCrossAccount(asked)) {
    const named = or([directly, role, account]);
    const blockedBy = [...(named === false ? [resource.layer] : []), ...lacking, ...limiting];
    return { granted: and([named, byIdentity]), blockedBy };
  }
  const byResource = or([directly, and([role, withinLimits])]);
  if (!mustBeNamed(request, resource.layer)) {
    return {
      granted: or([byResource, byIdentity]),
      blockedBy: [...(role === true ? [] : lacking), ...limiting],
    };
  }
  const named = or([role, account]);
  const granted = or([byResource, and([named, byIdentity])]);
  if (named === false) return { granted, blockedBy: [resource.layer, ...limiting] };
  return { granted, blockedBy: [...(role === true ? [] : lacking), ...limiting] };
}

/**
 * "IAM role trust policies and KMS key policies are exceptions to this logic, because they must explicitly allow access."
 * An account named in them hands the question to its identity-based policies.
 */
const mustBeNamed = ({ action, resource }: AccessRequest, layer: Layer): boolean =>
  layer === 'trust' || (/^kms:/i.test(action) && (arnFields(resource)[5]?.startsWith('key/') ?? false));

function isCrossAccount({ principal, context, request }: Asked): boolean {
  const told = context.valuesOf('aws:ResourceAccount');
  const owner = request.resourceAccount ?? (told === undefined || told === 'absent' ? undefined : told[0]);
  return principal.accountId !== undefined && owner !== undefined && owner !== '' && owner !== principal.accountId;
}
