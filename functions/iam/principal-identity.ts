import { resourcePartOf } from './arn.ts';

/** Who makes a request, read from `AccessRequest.principal`. */
export interface PrincipalIdentity {
  readonly type:
    | 'user'
    | 'role'
    | 'session'
    | 'federatedUser'
    | 'root'
    | 'service'
    | 'federated'
    | 'anonymous'
    /** Amazon CloudFront with an origin access identity. */
    | 'originAccessIdentity'
    /** Not named, or in a form that this engine does not know. */
    | 'unknown';
  readonly value: string;
  readonly accountId?: string;
}

const WEB_IDENTITY_PROVIDERS: ReadonlySet<string> = new Set([
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
]);

/** Twelve digits. */
export function isAccountId(text: string): boolean {
  if (text.length !== 12) return false;
  for (let at = 0; at < 12; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return true;
}

/**
 * An IAM or STS ARN, a service principal, the ARN or host name of an identity provider, an account id, or `*` for anonymous.
 *
 * @param action tells a provider from a service of the same name: federation has actions of its own
 */
export function principalIdentity(principal: string | undefined, action: string): PrincipalIdentity {
  if (principal === undefined) return { type: 'unknown', value: '' };
  if (principal === latest.value) return latest;
  if (principal.startsWith('arn:')) {
    latest = arnIdentity(principal);
    return latest;
  }
  if (principal === '*') return { type: 'anonymous', value: principal };
  if (isAccountId(principal)) return { type: 'root', value: principal, accountId: principal };
  const federation = /^sts:AssumeRoleWith(SAML|WebIdentity)$/i.test(action);
  if (federation && WEB_IDENTITY_PROVIDERS.has(principal)) return { type: 'federated', value: principal };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(principal)) return { type: 'service', value: principal };
  return { type: 'unknown', value: principal };
}

/** The identity behind the ARN that was asked for last: one role makes many requests in turn. */
let latest: PrincipalIdentity = { type: 'unknown', value: 'arn:' };

function arnIdentity(arn: string): PrincipalIdentity {
  const restAt = resourcePartOf(arn);
  const accountAt = arn.lastIndexOf(':', restAt - 2) + 1;
  const accountId = arn.slice(accountAt, Math.max(accountAt, restAt - 1));
  const serviceAt = arn.indexOf(':', 'arn:'.length) + 1;
  const value = arn;
  const isIam = arn.startsWith('iam:', serviceAt);
  if (isIam && (arn.startsWith('saml-provider/', restAt) || arn.startsWith('oidc-provider/', restAt))) {
    return { type: 'federated', value };
  }
  if (isIam && accountId === 'cloudfront') return { type: 'originAccessIdentity', value };
  if (!isAccountId(accountId)) return { type: 'unknown', value };
  if (isIam) {
    if (arn.startsWith('role/', restAt)) return { type: 'role', value, accountId };
    if (arn.startsWith('user/', restAt)) return { type: 'user', value, accountId };
    if (arn.endsWith(':root') && arn.length === restAt + 'root'.length) return { type: 'root', value, accountId };
  } else if (arn.startsWith('sts:', serviceAt)) {
    if (arn.startsWith('assumed-role/', restAt)) return { type: 'session', value, accountId };
    if (arn.startsWith('federated-user/', restAt)) return { type: 'federatedUser', value, accountId };
  }
  return { type: 'unknown', value };
}
