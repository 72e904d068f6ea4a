import { comparedValues, type TrustingRole } from './trust-probe.ts';

/**
 * Issuers that give everybody a token, and the claims that say whose application it was given for. Of the others the subject
 * alone tells one customer from the next.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const SHARED_ISSUERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['cognito-identity.amazonaws.com', ['aud']],
  ['accounts.google.com', ['aud', 'oaud']],
  ['graph.facebook.com', ['app_id']],
  ['www.amazon.com', ['app_id']],
  ['token.actions.githubusercontent.com', []],
  ['gitlab.com', []],
  ['app.terraform.io', []],
  ['agent.buildkite.com', []],
  ['api.pulumi.com/oidc', []],
  ['token.codefresh.io', []],
  ['oidc.vercel.com', []],
]);

/** Can anybody get a token of the issuer? */
export const isSharedIssuer = (issuer: string): boolean => SHARED_ISSUERS.has(issuer);

/** The claims of a shared issuer that tie a token to one application. */
export const tenantClaims = (issuer: string): readonly string[] => SHARED_ISSUERS.get(issuer) ?? [];

/**
 * A subject for each pattern of the trust policy that leaves open whose it is: `repo:*`, `repo:octo*`, but not
 * `repo:octo-org/*`.
 */
export const openSubjects = (role: TrustingRole, issuer: string): readonly string[] =>
  comparedValues(role, `${issuer}:sub`)
    .filter((pattern) => /[*?]/.test(/^[^:]*:[^:/]*/.exec(pattern)?.[0] ?? pattern))
    .map((pattern) => pattern.replace(/[*?]/g, 'x'));
