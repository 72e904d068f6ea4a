import type { AccessRequest, Layer, PolicySet } from './decision.ts';
import { arnFields } from './match.ts';
import type { Policy, Statement } from './policy.ts';
import type { PrincipalIdentity } from './principal-identity.ts';
import { notPrincipalApplies, type PrincipalMatch, principalMatch } from './principal-match.ts';
import type { RequestContext } from './request-context.ts';
import { statementMatches } from './statement-match.ts';
import { and, or, type Truth } from './truth.ts';

/** A request, with what follows from it. */
export interface Asked {
  readonly request: AccessRequest;
  readonly principal: PrincipalIdentity;
  readonly context: RequestContext;
  readonly hasBoundary: boolean;
}

export interface LayerAnswer {
  readonly layer: Layer;
  /** Does an Allow match? True for a layer that does not apply. */
  readonly allow: Truth;
  readonly deny: Truth;
  readonly grants: readonly Statement[];
  readonly denials: readonly Statement[];
  /** In what way the matching Allows name the principal; a layer without principals names everyone directly. */
  readonly named: PrincipalMatch;
}

export interface Layers {
  readonly identity: LayerAnswer;
  readonly resource: LayerAnswer;
  readonly permissionsBoundary: LayerAnswer;
  readonly session: LayerAnswer;
  readonly serviceControl: LayerAnswer;
  readonly resourceControl: LayerAnswer;
  readonly vpcEndpoint: LayerAnswer;
}

const EVERYONE: PrincipalMatch = { directly: true, role: false, account: false };

const notApplicable = (layer: Layer): LayerAnswer => ({
  layer,
  allow: true,
  deny: false,
  grants: [],
  denials: [],
  named: EVERYONE,
});

/** What every layer says by itself. */
export function evaluateLayers(asked: Asked, policies: PolicySet): Layers {
  // Services, identity providers and anonymous callers have no identity, so no policy of an identity or its account applies.
  const hasIdentity = asked.principal.accountId !== undefined || asked.principal.type === 'unknown';
  const restrictable = !isServiceLinked(asked);
  const answer = (layer: Layer, list: readonly Policy[] | undefined, applies = hasIdentity): LayerAnswer =>
    list === undefined || !applies ? notApplicable(layer) : evaluateLayer(asked, layer, list);
  const levels = (layer: Layer, list: PolicySet['serviceControl'], applies: boolean): LayerAnswer =>
    list === undefined || !applies ? notApplicable(layer) : everyLevel(asked, layer, list);

  return {
    identity: answer('identity', policies.identity ?? []),
    resource: answer(resourceLayer(asked.request), policies.resource === undefined ? [] : [policies.resource], true),
    permissionsBoundary: answer('permissionsBoundary', policies.permissionsBoundary),
    session: answer('session', policies.session),
    serviceControl: levels('serviceControl', policies.serviceControl, hasIdentity && restrictable),
    resourceControl: levels('resourceControl', policies.resourceControl, restrictable),
    vpcEndpoint: answer('vpcEndpoint', policies.vpcEndpoint, true),
  };
}

/** The resource-based policy of a role is its trust policy. */
const resourceLayer = ({ action }: AccessRequest): Layer =>
  /^sts:(AssumeRole(WithSAML|WithWebIdentity)?|TagSession|SetSourceIdentity|SetContext)$/i.test(action)
    ? 'trust'
    : 'resource';

/** Service control and resource control policies do not restrict service-linked roles. */
function isServiceLinked({ principal, context }: Asked): boolean {
  const told = context.valuesOf('aws:PrincipalArn');
  const arns = [principal.value, ...(told === undefined || told === 'absent' ? [] : told)];
  return arns.some((arn) => arnFields(arn)[5]?.startsWith('role/aws-service-role/') === true);
}

/** Every level, from the root down to the account, must allow. */
function everyLevel(asked: Asked, layer: Layer, levels: readonly (readonly Policy[])[]): LayerAnswer {
  const answers = levels.map((policies) => evaluateLayer(asked, layer, policies));
  return {
    layer,
    allow: and(answers.map(({ allow }) => allow)),
    deny: or(answers.map(({ deny }) => deny)),
    grants: answers.flatMap(({ grants }) => grants),
    denials: answers.flatMap(({ denials }) => denials),
    named: EVERYONE,
  };
}

function evaluateLayer(asked: Asked, layer: Layer, policies: readonly Policy[]): LayerAnswer {
  const allows: PrincipalMatch[] = [];
  const denies: Truth[] = [];
  const grants: Statement[] = [];
  const denials: Statement[] = [];
  for (const { statements, version } of policies) {
    for (const statement of statements) {
      const match = statementMatches(statement, asked.request, asked.context, version);
      if (match === false) continue;
      const { directly, role, account } = namesPrincipal(statement, asked);
      const applies = and([or([directly, role, account]), match]);
      if (statement.effect === 'Deny') {
        denies.push(applies);
        if (applies === true) denials.push(statement);
      } else {
        allows.push({ directly: and([directly, match]), role: and([role, match]), account: and([account, match]) });
        if (applies === true) grants.push(statement);
      }
    }
  }
  const named = {
    directly: or(allows.map(({ directly }) => directly)),
    role: or(allows.map(({ role }) => role)),
    account: or(allows.map(({ account }) => account)),
  };
  return { layer, allow: or([named.directly, named.role, named.account]), deny: or(denies), grants, denials, named };
}

function namesPrincipal({ principals }: Statement, { principal, context, hasBoundary }: Asked): PrincipalMatch {
  if (principals === undefined) return EVERYONE;
  if (!principals.except) return principalMatch(principals, principal, context);
  return { ...EVERYONE, directly: notPrincipalApplies(principals, principal, context, hasBoundary) };
}
