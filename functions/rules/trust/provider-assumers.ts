import type { Assumer } from './assumers.ts';
import { isSharedIssuer, openSubjects, tenantClaims } from './identity-issuer.ts';
import { type Admits, type Context, comparedKeys, type TrustingRole } from './trust-probe.ts';

/**
 * Whom an identity provider lets in. `critical`: anybody who gets a token of an issuer that serves everybody (GitHub, Google,
 * any Amazon Cognito identity pool); `high`: everybody whom an issuer or an application of one's own signs in, guests included;
 * `medium`: those whom a condition on a claim names.
 */
export function providerAssumers(role: TrustingRole, provider: string, admits: Admits): readonly Assumer[] {
  const found = { id: 'identity-provider-trusted', name: provider } as const;
  const isSaml = /:saml-provider\//.test(provider);
  const action = isSaml ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
  const issuer = isSaml ? 'saml' : provider.replace(/^arn:.*:oidc-provider\//, '').toLowerCase();
  const others = claimsOfOthers(role, issuer);
  const isAdmitted = (context: Context): boolean =>
    admits({ principal: provider, action, context: { ...others, ...context } });
  if (isSaml) {
    const anyone = strangersClaims(role, 'saml:', ['saml:aud', 'saml:iss', 'saml:doc', 'saml:sub_type']);
    return graded(found, [[isAdmitted(anyone), 'high']], isAdmitted);
  }
  const tenant = tenantClaims(issuer).map((claim) => `${issuer}:${claim}`);
  const audience = `${issuer}:aud`;
  const anyones = [
    strangersClaims(role, `${issuer}:`, tenant.includes(audience) ? [] : [audience]),
    ...openSubjects(role, issuer).map((subject) => ({
      ...strangersClaims(role, `${issuer}:`, [audience]),
      [`${issuer}:sub`]: subject,
    })),
  ].flatMap((claims) => SIGN_INS.map((signIn) => ({ ...claims, ...(isCognito(issuer) ? signIn : {}) })));
  const users = tenant.length === 0 ? [] : [strangersClaims(role, `${issuer}:`, tenant)];
  return graded(
    found,
    [
      [anyones.some(isAdmitted), isSharedIssuer(issuer) ? 'critical' : 'high'],
      [users.some((claims) => isAdmitted({ ...claims, ...(isCognito(issuer) ? GUEST : {}) })), 'high'],
    ],
    isAdmitted,
  );
}

function graded(
  found: Omit<Assumer, 'severity'>,
  grades: readonly (readonly [admitted: boolean, severity: Assumer['severity']])[],
  isAdmitted: (context: Context) => boolean,
): readonly Assumer[] {
  const widest = grades.find(([admitted]) => admitted);
  if (widest !== undefined) return [{ ...found, severity: widest[1] }];
  return isAdmitted({}) ? [{ ...found, severity: 'medium' }] : [];
}

/** Claims that the trust policy compares, as somebody has them whom nobody meant. The open ones do not tell who it is. */
const strangersClaims = (role: TrustingRole, prefix: string, open: readonly string[]): Context =>
  Object.fromEntries(
    comparedKeys(role, prefix)
      .filter((key) => !open.includes(key))
      .map((key) => [key, 'unheard-of']),
  );

/** A token has the claims of its own issuer alone. */
const claimsOfOthers = (role: TrustingRole, issuer: string): Context =>
  Object.fromEntries(
    comparedKeys(role, '')
      .filter((key) => /^(?!aws:|sts:)(saml:|.*\..*:)/.test(key) && !key.startsWith(`${issuer}:`))
      .map((key) => [key, []]),
  );

const isCognito = (issuer: string): boolean => issuer === 'cognito-identity.amazonaws.com';

const GUEST: Context = { 'cognito-identity.amazonaws.com:amr': ['unauthenticated'] };
const SIGN_INS: readonly Context[] = [GUEST, { 'cognito-identity.amazonaws.com:amr': ['authenticated'] }];
