import type { AccessRequest, Decision, Layer, PolicySet } from '../../../functions/iam/decision.ts';
import type { Policy } from '../../../functions/iam/policy.ts';
import { type Answer, all, any, openOn } from './answer.ts';
import { type Facts, factsOf } from './facts.ts';
import { applicable, policiesByLayer } from './given.ts';
import { grantOf } from './grant.ts';
import { anyOf, matchedIn, reasonsIn } from './statements.ts';

/** What both must agree on. */
export type Reached = Pick<Decision, 'decision' | 'blockedBy' | 'statements' | 'dependsOn'>;

/** The layers in the order in which they are told. */
const ORDER: readonly Layer[] = [
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
 * The policy language once more, slowly, from its specification (`functions/iam/README.md` and AWS's documentation): what
 * the engine must agree with. It shares no code with it but the parsed policies.
 */
export function decideSlowly(
  request: AccessRequest,
  policies: PolicySet,
  { absentKeys }: { readonly absentKeys: 'unknown' | 'absent' },
): Reached {
  if (/^sts:GetCallerIdentity$/i.test(request.action)) {
    return { decision: 'allowed', blockedBy: [], statements: [], dependsOn: [] };
  }
  const facts = factsOf(request, absentKeys);
  const given = applicable(policies, facts);
  const hasBoundary = given.permissionsBoundary !== undefined;
  const resourceLayer = isTrustAction(request.action) ? 'trust' : 'resource';
  const matched = (list: readonly Policy[], effect: 'Allow' | 'Deny') => matchedIn(list, effect, facts, hasBoundary);

  const denies = policiesByLayer(deniesOf(given, facts), resourceLayer).map(([layer, list]) => ({
    layer,
    matched: matched(list, 'Deny'),
  }));
  const denied = any(denies.map((deny) => anyOf(deny.matched)));

  const grant = grantOf(given, facts, resourceLayer);
  const allows = (list: readonly Policy[]): Answer => anyOf(matched(list, 'Allow'));
  const limits: readonly { readonly layer: Layer; readonly answer: Answer }[] = [
    { layer: 'serviceControl', answer: all((given.serviceControl ?? []).map(allows)) },
    { layer: 'resourceControl', answer: all((given.resourceControl ?? []).map(allows)) },
    { layer: 'vpcEndpoint', answer: given.vpcEndpoint === undefined || allows(given.vpcEndpoint) },
  ];
  const allowed = all([grant.answer, ...limits.map(({ answer }) => answer)]);

  const blocked: readonly Layer[] = [
    ...denies.filter((deny) => anyOf(deny.matched) === true).map(({ layer }) => layer),
    ...grant.blockedBy,
    ...limits.filter(({ answer }) => answer === false).map(({ layer }) => layer),
  ];
  const blockedBy = ORDER.filter((layer) => blocked.includes(layer));

  if (denied === true) {
    const statements = denies.flatMap((deny) => reasonsIn(deny.matched));
    return { decision: 'explicitDeny', blockedBy, statements, dependsOn: [] };
  }
  if (allowed === false) {
    return { decision: 'implicitDeny', blockedBy, statements: [], dependsOn: sorted(openOn(denied)) };
  }
  if (allowed === true && denied === false) {
    const granting = [...(given.identity ?? []), ...(given.resource === undefined ? [] : [given.resource])];
    return { decision: 'allowed', blockedBy: [], statements: reasonsIn(matched(granting, 'Allow')), dependsOn: [] };
  }
  const dependsOn = sorted([...openOn(denied), ...openOn(allowed)]);
  return { decision: 'unknown', blockedBy: [], statements: [], dependsOn };
}

/**
 * The root user of the account that owns a bucket can always mend its policy, whatever that denies.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
function deniesOf({ resource, ...others }: PolicySet, { caller, owner, request }: Facts): PolicySet {
  const mends = /^s3(express)?:(Get|Put|Delete)BucketPolicy$/i.test(request.action);
  const cannotDeny = mends && caller.kind === 'root' && caller.of === owner;
  return resource === undefined || cannotDeny ? others : { ...others, resource };
}

/** What a role's trust policy decides about. */
const isTrustAction = (action: string): boolean =>
  /^sts:(AssumeRole.*|TagSession|SetSourceIdentity|SetContext)$/i.test(action);

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted();
