import { arnFields } from './match.ts';

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

/**
 * An IAM or STS ARN, a service principal, the ARN or host name of an identity provider, an account id, or `*` for anonymous.
 *
 * @param action tells a provider from a service of the same name: federation has actions of its own
 */
export function principalIdentity(principal: string | undefined, action: string): PrincipalIdentity {
  if (principal === undefined) return { type: 'unknown', value: '' };
  if (principal === '*') return { type: 'anonymous', value: principal };
  if (/^\d{12}$/.test(principal)) return { type: 'root', value: principal, accountId: principal };
  if (principal.startsWith('arn:')) return arnIdentity(principal);
  const federation = /^sts:AssumeRoleWith(SAML|WebIdentity)$/i.test(action);
  if (federation && WEB_IDENTITY_PROVIDERS.has(principal)) return { type: 'federated', value: principal };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(principal)) return { type: 'service', value: principal };
  return { type: 'unknown', value: principal };
}

function arnIdentity(arn: string): PrincipalIdentity {
  const [, , service = '', , account = '', resource = ''] = arnFields(arn);
  const kind = resource.slice(0, Math.max(0, resource.indexOf('/')));
  const value = arn;
  if (service === 'iam' && (kind === 'saml-provider' || kind === 'oidc-provider')) return { type: 'federated', value };
  // `arn:aws:iam::cloudfront:user/…` and the like stand for services, in ways of their own.
  if (!/^\d{12}$/.test(account)) return { type: 'unknown', value };
  const accountId = account;
  if (service === 'iam' && resource === 'root') return { type: 'root', value, accountId };
  if (service === 'iam' && kind === 'user') return { type: 'user', value, accountId };
  if (service === 'iam' && kind === 'role') return { type: 'role', value, accountId };
  if (service === 'sts' && kind === 'assumed-role') return { type: 'session', value, accountId };
  if (service === 'sts' && kind === 'federated-user') return { type: 'federatedUser', value, accountId };
  return { type: 'unknown', value };
}
