import { resourcePartOf } from './arn.ts';
import { type CompiledStatement, statementsAbout } from './compiled-policy.ts';
import type { AccessRequest, Layer, PolicySet } from './decision.ts';
import { mayUnlockBucket } from './owner.ts';
import type { Policy } from './policy.ts';
import type { PrincipalIdentity } from './principal-identity.ts';
import {
  DIRECTLY,
  either,
  isNamed,
  NO_MATCH,
  notPrincipalApplies,
  type PrincipalMatch,
  principalMatch,
} from './principal-match.ts';
import { type Asked, statementMatches } from './statement-match.ts';
import { and, or, type Truth } from './truth.ts';

/** A request, with what follows from it. */
export interface Question extends Asked {
  readonly request: AccessRequest;
  readonly principal: PrincipalIdentity;
  readonly hasBoundary: boolean;
}

export interface LayerAnswer {
  readonly layer: Layer;
  /** Does an Allow match? True for a layer that does not apply. */
  readonly allow: Truth;
  readonly deny: Truth;
  readonly grants: readonly CompiledStatement[];
  readonly denials: readonly CompiledStatement[];
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

const NO_POLICY: readonly Policy[] = [];
const NONE: readonly CompiledStatement[] = [];

const notApplicable = (layer: Layer): LayerAnswer => ({
  layer,
  allow: true,
  deny: false,
  grants: NONE,
  denials: NONE,
  named: DIRECTLY,
});

const NOT_APPLICABLE: Readonly<Record<Layer, LayerAnswer>> = {
  identity: notApplicable('identity'),
  resource: notApplicable('resource'),
  permissionsBoundary: notApplicable('permissionsBoundary'),
  session: notApplicable('session'),
  serviceControl: notApplicable('serviceControl'),
  resourceControl: notApplicable('resourceControl'),
  vpcEndpoint: notApplicable('vpcEndpoint'),
  trust: notApplicable('trust'),
};

/** What every layer says by itself. */
export function evaluateLayers(question: Question, policies: PolicySet): Layers {
  const hasIdentity = isIdentity(question.principal);
  const isLimited = hasIdentity && question.principal.type !== 'root';
  const { permissionsBoundary, serviceControl, resourceControl, vpcEndpoint } = policies;
  const organization = serviceControl !== undefined || resourceControl !== undefined;
  const restrictable = organization && !isServiceLinked(question);
  // "If you do not pass a policy to the GetFederationToken API, the resulting temporary security credentials have no permissions."
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
  const session = policies.session ?? (question.principal.type === 'federatedUser' ? NO_POLICY : undefined);
  return {
    identity: answer(question, 'identity', hasIdentity ? (policies.identity ?? []) : undefined),
    resource: ofResource(question, policies.resource),
    permissionsBoundary: answer(question, 'permissionsBoundary', isLimited ? permissionsBoundary : undefined),
    session: answer(question, 'session', isLimited ? session : undefined),
    serviceControl: everyLevel(question, 'serviceControl', hasIdentity && restrictable ? serviceControl : undefined),
    resourceControl: everyLevel(question, 'resourceControl', restrictable ? resourceControl : undefined),
    vpcEndpoint: answer(question, 'vpcEndpoint', vpcEndpoint),
  };
}

function ofResource(question: Question, policy: Policy | undefined): LayerAnswer {
  const answered = answer(question, resourceLayer(question), policy === undefined ? NO_POLICY : [policy]);
  return mayUnlockBucket(question) ? { ...answered, deny: false, denials: NONE } : answered;
}

/** Services, identity providers and anonymous callers have no identity: no policy of an identity or its account applies. */
export const isIdentity = ({ accountId, type }: PrincipalIdentity): boolean =>
  accountId !== undefined || type === 'unknown';

const TRUSTED: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
]);

/** The resource-based policy of a role is its trust policy. */
const resourceLayer = ({ action }: Question): Layer => (TRUSTED.has(action) ? 'trust' : 'resource');

/** Service control and resource control policies do not restrict service-linked roles. */
function isServiceLinked({ principal: { type, value }, context }: Question): boolean {
  if (type === 'role' || type === 'user') return isServiceLinkedRole(value);
  const told = context.valuesOf('aws:principalarn');
  return told !== undefined && told !== 'absent' && told.some(isServiceLinkedRole);
}

const isServiceLinkedRole = (arn: string): boolean => arn.startsWith('role/aws-service-role/', resourcePartOf(arn));

/** A list that is not given is a layer that does not apply. */
function answer(question: Question, layer: Layer, policies: readonly Policy[] | undefined): LayerAnswer {
  if (policies === undefined) return NOT_APPLICABLE[layer];
  let named = NO_MATCH;
  let deny: Truth = false;
  let grants: CompiledStatement[] | undefined;
  let denials: CompiledStatement[] | undefined;
  for (const policy of policies) {
    for (const statement of statementsAbout(question.action, policy)) {
      const match = statementMatches(statement, question);
      if (match === false) continue;
      const principal = statement.everyone ? DIRECTLY : wayIn(layer, namesPrincipal(statement, question));
      const applies = and(isNamed(principal), match);
      if (statement.named.effect === 'Deny') {
        deny = or(deny, applies);
        if (applies === true) {
          denials ??= [];
          denials.push(statement);
        }
      } else {
        named = either(named, narrowed(principal, match));
        if (applies === true) {
          grants ??= [];
          grants.push(statement);
        }
      }
    }
  }
  return { layer, allow: isNamed(named), deny, grants: grants ?? NONE, denials: denials ?? NONE, named };
}

const narrowed = (principal: PrincipalMatch, match: Truth): PrincipalMatch =>
  match === true
    ? principal
    : {
        directly: and(principal.directly, match),
        role: and(principal.role, match),
        account: and(principal.account, match),
      };

/** Only a grant depends on the way in which it names the principal. */
const wayIn = (layer: Layer, principal: PrincipalMatch): PrincipalMatch =>
  layer !== 'resource' && layer !== 'trust' && isNamed(principal) === true ? DIRECTLY : principal;

/** Who is named itself, or by its role, is not named any better by its account. */
function withoutWeakerWays(match: PrincipalMatch): PrincipalMatch {
  if (match.directly === true) return DIRECTLY;
  return match.role === true ? { ...match, account: false } : match;
}

/** Every level, from the root down to the account, must allow. */
function everyLevel(question: Question, layer: Layer, levels: PolicySet['serviceControl']): LayerAnswer {
  if (levels === undefined) return answer(question, layer, undefined);
  let allow: Truth = true;
  let deny: Truth = false;
  let denials = NONE;
  for (const policies of levels) {
    const level = answer(question, layer, policies);
    allow = and(allow, level.allow);
    deny = or(deny, level.deny);
    if (level.denials.length > 0) denials = [...denials, ...level.denials];
  }
  return { layer, allow, deny, grants: NONE, denials, named: DIRECTLY };
}

export function namesPrincipal({ statement: { principals } }: CompiledStatement, question: Question): PrincipalMatch {
  const { principal, context, hasBoundary } = question;
  if (principals === undefined) return DIRECTLY;
  if (!principals.except) return withoutWeakerWays(principalMatch(principals, principal, context));
  return { ...NO_MATCH, directly: notPrincipalApplies(principals, principal, context, hasBoundary) };
}
