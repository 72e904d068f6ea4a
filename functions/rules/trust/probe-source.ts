import { completedFields } from '../../iam/arn.ts';
import { strangers } from './probe-account.ts';
import { type Context, comparedValues, type TrustingRole } from './trust-probe.ts';

/** A service that acts for nobody in particular, or does not say for whom. */
const NO_SOURCE: Context = {
  'aws:SourceArn': [],
  'aws:SourceAccount': [],
  'aws:SourceOrgID': [],
  'aws:SourceOrgPaths': [],
};

const ORGANIZATIONS: readonly Context[] = [
  { 'aws:SourceOrgID': [], 'aws:SourceOrgPaths': [] },
  { 'aws:SourceOrgID': 'o-0000000000', 'aws:SourceOrgPaths': ['o-0000000000/r-0000/ou-0000-00000000/'] },
];

/** What a service presents that acts for an account which nobody meant, and what it presents when it names no source. */
export const strangersSources = (role: TrustingRole, service: string): readonly Context[] => [
  NO_SOURCE,
  ...strangersOfAnOrganization(role, service).flatMap((source) =>
    ORGANIZATIONS.map((organization) => ({ ...source, ...organization })),
  ),
];

/** The same, when nobody tells of which organization the account is. */
export const strangersOfAnOrganization = (role: TrustingRole, service: string): readonly Context[] =>
  strangers(role).flatMap((account) => sourcesIn(role, service, account));

/** What a service presents that acts for an account. */
export const sourcesIn = (role: TrustingRole, service: string, accountId: string): readonly Context[] =>
  sourceArns(role, service, accountId).map((arn) => ({ 'aws:SourceAccount': accountId, 'aws:SourceArn': arn }));

/** Kinds of resources for which a Bedrock service assumes roles. A `StringLike` can span the fields before them. */
const RESOURCES = [
  'agent/X',
  'knowledge-base/X',
  'flow/X',
  'runtime/X',
  'gateway/X',
  'memory/X',
  'browser-custom/X',
  'code-interpreter-custom/X',
  'harness/X',
  'online-evaluation-config/X',
  'evaluator/X',
];

/** An ARN of each kind, and those that may fit a pattern of the trust policy, with the account in them. */
function sourceArns(role: TrustingRole, service: string, accountId: string): readonly string[] {
  const prefix = service.split('.')[0] ?? service;
  const arnOf = (region: string, resource: string): string =>
    `arn:${role.partition}:${prefix}:${filled(region)}:${accountId}:${filled(resource)}`;
  const fitting = comparedValues(role, 'aws:sourcearn').flatMap((written) => {
    const pattern = written.replace(/\$\{[^}]*\}/g, '*');
    const [, , , region = '', , resource = ''] = completedFields(pattern);
    const regions = /[*?]/.test(region) ? [role.region, region] : [region];
    // The last field of a pattern that spans fields.
    const resources = [resource, pattern.slice(pattern.lastIndexOf(':') + 1)];
    return regions.flatMap((where) => [...resources, ...RESOURCES].map((what) => arnOf(where, what)));
  });
  return [...new Set([...RESOURCES.map((resource) => arnOf(role.region, resource)), ...fitting])];
}

const filled = (pattern: string): string => pattern.replace(/[*?]/g, 'x');

/** A service has no ARN, account or organization that a policy could mean. */
export const NO_PRINCIPAL: Context = {
  'aws:PrincipalArn': [],
  'aws:PrincipalAccount': [],
  'aws:PrincipalOrgID': [],
  'aws:PrincipalOrgPaths': [],
};
