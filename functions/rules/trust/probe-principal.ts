import { arnFields } from '../../iam/arn.ts';
import { type Context, comparedKeys, comparedValues, type Probe, type TrustingRole } from './trust-probe.ts';

/** Users and roles ask for themselves: no service names a source. */
export const OF_ITSELF: Context = {
  'aws:SourceArn': [],
  'aws:SourceAccount': [],
  'aws:SourceOrgID': [],
  'aws:SourceOrgPaths': [],
  'aws:PrincipalServiceNamesList': [],
};

/** From anywhere: an address that no range but the widest has in it, and no VPC endpoint. */
const OVER_THE_INTERNET: Context = {
  'aws:SourceIp': '198.18.7.7',
  'aws:VpcSourceIp': [],
  'aws:SourceVpc': [],
  'aws:SourceVpcArn': [],
  'aws:SourceVpce': [],
  'aws:VpceAccount': [],
  'aws:VpceOrgID': [],
  'aws:VpceOrgPaths': [],
};

const ORGANIZATIONS: readonly Context[] = [
  { 'aws:PrincipalOrgID': [], 'aws:PrincipalOrgPaths': [], 'aws:PrincipalOrgMasterAccountId': [] },
  {
    'aws:PrincipalOrgID': 'o-0000000000',
    'aws:PrincipalOrgPaths': ['o-0000000000/r-0000/ou-0000-00000000/'],
    'aws:PrincipalOrgMasterAccountId': '000000000001',
  },
];

/** Not told, and guessed. */
const EXTERNAL_IDS: readonly Context[] = [{ 'sts:ExternalId': [] }, { 'sts:ExternalId': 'unheard-of' }];

const UNHEARD_OF = { 'aws:userid': 'AROA0000000000000000:unheard-of' };

/**
 * Any principal of a foreign account: of no organization or another one, over the internet, without the external id. Tags,
 * session names and MFA are for that account to choose.
 *
 * @param arns patterns of `aws:PrincipalArn` that this principal is free to meet
 */
export const strangersProbes = (
  role: TrustingRole,
  accountId: string,
  arns: readonly string[] = [],
): readonly Probe[] =>
  [...anyoneOf(role, accountId), ...arns.flatMap((arn) => named(role, accountId, arn))].flatMap((probe) =>
    ORGANIZATIONS.flatMap((organization) =>
      EXTERNAL_IDS.map((externalId) =>
        within(probe, { ...OVER_THE_INTERNET, ...organization, ...externalId, ...UNHEARD_OF }),
      ),
    ),
  );

/** Any principal of the role's own account: over the internet, and without tags. */
export function probesOf(role: TrustingRole, accountId: string): readonly Probe[] {
  const untagged = Object.fromEntries(comparedKeys(role, 'aws:principaltag/').map((key) => [key, []]));
  return anyoneOf(role, accountId).flatMap((probe) =>
    EXTERNAL_IDS.map((externalId) =>
      within(probe, { ...OVER_THE_INTERNET, ...externalId, ...UNHEARD_OF, ...untagged }),
    ),
  );
}

/** A principal that no condition on `aws:PrincipalArn` means; all else about it is open. */
export const anyoneOf = (role: TrustingRole, accountId: string): readonly Probe[] =>
  ['role/unheard-of', 'user/unheard-of'].map((resource) =>
    probeFor(`arn:${role.partition}:iam::${accountId}:${resource}`),
  );

/** A principal of the account that meets a pattern, if one can; all else about it is open. */
export function named(
  { partition }: Pick<TrustingRole, 'partition'>,
  accountId: string,
  pattern: string,
): readonly Probe[] {
  const told = pattern.replace(/\$\{[^}]*\}/g, '*');
  const fields = arnFields(told);
  const account = fields.length === 6 ? (fields[4] ?? '') : '*';
  if (/^\d{12}$/.test(account) && account !== accountId) return [];
  const written = fields.length === 6 ? (fields[5] ?? '') : told;
  const [resource = `role/${written.slice(written.lastIndexOf('*'))}`] = /(role|user)\/.*$/.exec(written) ?? [];
  return [probeFor(`arn:${partition}:iam::${accountId}:${resource.replace(/[*?]/g, 'x')}`)];
}

/** The principals that the conditions of the trust policy mean, as patterns of their ARNs. */
export const principalPatterns = (role: TrustingRole): readonly string[] => [
  ...new Set([
    ...comparedValues(role, 'aws:principalarn'),
    ...comparedValues(role, 'aws:username').map((name) => `arn:${role.partition}:iam::*:user/${name}`),
  ]),
];

/** A role asks in one of its sessions. */
function probeFor(arn: string): Probe {
  const [, partition = '', , , accountId = '', resource = ''] = arnFields(arn);
  const isRole = resource.startsWith('role/');
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return {
    principal: isRole ? `arn:${partition}:sts::${accountId}:assumed-role/${name}/unheard-of` : arn,
    action: 'sts:AssumeRole',
    context: { ...OF_ITSELF, 'aws:PrincipalArn': arn },
  };
}

const within = (probe: Probe, context: Context): Probe => ({ ...probe, context: { ...probe.context, ...context } });
