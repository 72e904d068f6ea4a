import type { AccessRequest } from '../../../functions/iam/decision.ts';

/** Who asks. `of` is the account; `name` the user's or role's name without path. */
export type Caller =
  | { readonly kind: 'user' | 'role' | 'session' | 'federatedUser'; readonly of: string; readonly name: string }
  | { readonly kind: 'root'; readonly of: string }
  | { readonly kind: 'service' | 'provider' | 'anonymous' | 'originAccess' | 'other' | 'not told' };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function callerOf({ principal, action }: AccessRequest): Caller {
  if (principal === undefined) return { kind: 'not told' };
  if (principal === '*') return { kind: 'anonymous' };
  if (/^arn:[^:]+:iam::cloudfront:/.test(principal)) return { kind: 'originAccess' };
  const [, service, of = '', resource = ''] = /^arn:[^:]+:(iam|sts)::(\d{12}):(.+)$/.exec(principal) ?? [];
  if (service === 'iam' && resource === 'root') return { kind: 'root', of };
  const [type = '', ...path] = resource.split('/');
  const last = path.at(-1) ?? '';
  if (service === 'iam' && type === 'user') return { kind: 'user', of, name: last };
  if (service === 'iam' && type === 'role') return { kind: 'role', of, name: last };
  if (service === 'iam' && (type === 'saml-provider' || type === 'oidc-provider')) return { kind: 'provider' };
  if (service === 'sts' && type === 'assumed-role') return { kind: 'session', of, name: path[0] ?? '' };
  if (service === 'sts' && type === 'federated-user') return { kind: 'federatedUser', of, name: last };
  // Amazon Cognito is a service, and a provider when it vouches for someone.
  if (principal === 'cognito-identity.amazonaws.com' && /^sts:AssumeRoleWithWebIdentity$/i.test(action)) {
    return { kind: 'provider' };
  }
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(principal)) return { kind: 'service' };
  return { kind: 'other' };
}

export const accountOf = (caller: Caller): string | undefined => ('of' in caller ? caller.of : undefined);

/** Nobody told who it is, or a principal of a form of its own: it may be anyone in any account. */
export const isAnyone = ({ kind }: Caller): boolean => kind === 'not told' || kind === 'other';

/** Those whom identity-based policies can allow. */
export const hasIdentity = (caller: Caller): boolean => accountOf(caller) !== undefined || isAnyone(caller);

/** Users, roles and their sessions, federated users included: those a permissions boundary or a session policy can limit. */
export const isEntity = (caller: Caller): boolean =>
  ['user', 'role', 'session', 'federatedUser'].includes(caller.kind) || isAnyone(caller);
