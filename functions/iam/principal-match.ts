import { arnFields } from './arn.ts';
import type { Principals } from './policy.ts';
import { isAccountId, type PrincipalIdentity } from './principal-identity.ts';
import type { RequestContext } from './request-context.ts';
import { and, isUnknown, not, or, type Truth, unknown } from './truth.ts';

/**
 * How a statement of a resource-based policy names the principal of a request:
 * `directly` (itself, or everyone): nothing but an explicit Deny limits the grant within the account;
 * `role` (the role of the session): a permissions boundary or session policy still limits it;
 * `account`: the account may grant it by its own identity-based policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export interface PrincipalMatch {
  readonly directly: Truth;
  readonly role: Truth;
  readonly account: Truth;
}

type NamedPrincipal = Principals['principals'][number];

/** Not at all. */
export const NO_MATCH: PrincipalMatch = { directly: false, role: false, account: false };
/** Itself, or everyone. */
export const DIRECTLY: PrincipalMatch = { directly: true, role: false, account: false };

export function principalMatch(
  { principals }: Principals,
  principal: PrincipalIdentity,
  context: RequestContext,
): PrincipalMatch {
  let all = NO_MATCH;
  for (const one of principals) all = either(all, namedMatch(one, principal, context));
  return all;
}

/** What one of two statements, or two principals of one, names. */
export function either(one: PrincipalMatch, other: PrincipalMatch): PrincipalMatch {
  if (one === NO_MATCH) return other;
  if (other === NO_MATCH) return one;
  return {
    directly: or(one.directly, other.directly),
    role: or(one.role, other.role),
    account: or(one.account, other.account),
  };
}

/** Is the principal named in any of the ways? */
export const isNamed = ({ directly, role, account }: PrincipalMatch): Truth => or(directly, or(role, account));

/**
 * Is the principal outside the list of a `NotPrincipal`? The list excepts a session only together with its role and its
 * account; with a part of them AWS "might" deny. Its account alone excepts no one but the root user: AWS's example lists an
 * account and one user of it, and denies the other users. A principal with a permissions boundary is never excepted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function notPrincipalApplies(
  principals: Principals,
  principal: PrincipalIdentity,
  context: RequestContext,
  hasBoundary: boolean,
): Truth {
  if (hasBoundary && principal.accountId !== undefined && principal.type !== 'root') return true;
  const { directly, role, account } = principalMatch(principals, principal, context);
  const everyone = principals.principals.some(({ value }) => value === '*');
  if (everyone || principal.accountId === undefined || principal.type === 'root') return not(directly);
  const parts = principal.type === 'session' ? [directly, role, account] : [or(directly, role), account];
  const excepted = parts.reduce(and);
  if (excepted === true || or(directly, role) === false) return not(excepted);
  return isUnknown(excepted) ? excepted : unknown('NotPrincipal without the account, role or session');
}

function namedMatch(
  { type, value }: NamedPrincipal,
  principal: PrincipalIdentity,
  context: RequestContext,
): PrincipalMatch {
  if (value === '*' && type === 'AWS') return DIRECTLY;
  if (principal.type === 'unknown') return { ...NO_MATCH, directly: unknown('principal') };
  if (type === 'Service') return principal.type === 'service' && principal.value === value ? DIRECTLY : NO_MATCH;
  if (type === 'Federated') return principal.type === 'federated' && principal.value === value ? DIRECTLY : NO_MATCH;
  if (principal.type === 'originAccessIdentity') return originAccessMatch(type, value, principal);
  if (principal.accountId === undefined) return NO_MATCH;
  if (type === 'CanonicalUser') return { ...NO_MATCH, account: unknown('principal CanonicalUser') };
  return awsMatch(value, principal, context);
}

/**
 * An origin access identity is named by its ARN, or by a canonical user id that the ARN does not tell.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
function originAccessMatch(type: NamedPrincipal['type'], value: string, principal: PrincipalIdentity): PrincipalMatch {
  if (type === 'CanonicalUser') return { ...NO_MATCH, directly: unknown('principal CanonicalUser') };
  return value === principal.value ? DIRECTLY : NO_MATCH;
}

function awsMatch(value: string, principal: PrincipalIdentity, context: RequestContext): PrincipalMatch {
  const [, , service, , account, resource = ''] = arnFields(value);
  if (isAccountId(value) || (service === 'iam' && resource === 'root')) {
    const same = (account ?? value) === principal.accountId;
    return same && principal.type === 'root' ? DIRECTLY : { ...NO_MATCH, account: same };
  }
  if (principal.type === 'root' || account !== principal.accountId) return NO_MATCH;
  const isRole = service === 'iam' && resource.startsWith('role/');
  if (principal.value === value) return isRole ? { ...NO_MATCH, role: true } : DIRECTLY;
  if (principal.type === 'session' && isRole)
    return { ...NO_MATCH, role: isRoleOfSession(value, principal.value, context) };
  if (principal.type === 'role' && service === 'sts' && resource.startsWith('assumed-role/')) {
    // The role asks in some session; which one is not known.
    const sameName = resource.split('/')[1] === lastPart(principal.value);
    return { ...NO_MATCH, directly: sameName && unknown('principal: the name of the session') };
  }
  if (principal.type === 'federatedUser' && service === 'iam' && resource.startsWith('user/')) {
    return { ...NO_MATCH, role: unknown('principal: the user who federated') };
  }
  return NO_MATCH;
}

/** A session's ARN lacks its role's path, so a role with a path is told only by `aws:PrincipalArn`. */
function isRoleOfSession(roleArn: string, sessionArn: string, context: RequestContext): Truth {
  const name = arnFields(sessionArn)[5]?.split('/')[1];
  if (lastPart(roleArn) !== name) return false;
  const told = context.valuesOf('aws:principalarn');
  if (told === undefined) return unknown('aws:PrincipalArn');
  if (told === 'absent') return arnFields(roleArn)[5] === `role/${name}`;
  return told.includes(roleArn);
}

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
