import { decide } from '../../iam/decide.ts';
import type { AccessRequest } from '../../iam/decision.ts';
import type { Policy, Principals, Statement } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';

/** The role of a trust policy that was read. */
export type TrustingRole = Pick<
  AgentRole,
  | 'arn'
  | 'name'
  | 'accountId'
  | 'partition'
  | 'region'
  | 'regions'
  | 'workloads'
  | 'hiddenWorkloads'
  | 'resourceControlPolicies'
> & { readonly trustPolicy: Policy };

export type NamedPrincipal = Principals['principals'][number];

/** Context keys with their values; an empty list is a key that the request lacks, and a key that is not listed is unknown. */
export type Context = AccessRequest['context'];

/** Somebody who asks for a session of the role. */
export interface Probe {
  readonly principal: string;
  readonly action: 'sts:AssumeRole' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';
  readonly context: Context;
}

export type Admits = (probe: Probe) => boolean;

/** An account that is nobody's. */
export const STRANGER = '000000000000';

/**
 * Can a request get a session by this one principal of this one Allow, past every Deny of the trust policy and past the
 * resource control policies that were read? Yes, unless it certainly cannot. Whoever asks has all permissions of their own.
 */
export function admitter(role: TrustingRole, statement: Statement, principal: NamedPrincipal): Admits {
  const { trustPolicy, resourceControlPolicies } = role;
  const only = { ...statement, principals: { except: false, principals: [principal] } };
  const policies = {
    identity: [EVERYTHING],
    resource: { ...trustPolicy, statements: [only, ...trustPolicy.statements.filter(isDeny)] },
    ...('known' in resourceControlPolicies ? { resourceControl: resourceControlPolicies.known } : {}),
  };
  const organization = comparesOrganization(role) ? {} : { 'aws:ResourceOrgID': 'o-1111111111' };
  return ({ principal: asking, action, context }) => {
    const request = {
      action,
      resource: role.arn,
      resourceAccount: role.accountId,
      principal: asking,
      context: { ...organization, ...context },
    };
    return !decide(request, policies).decision.endsWith('Deny');
  };
}

/** The values with which the trust policy compares a context key. */
export const comparedValues = ({ trustPolicy }: TrustingRole, ...keys: readonly string[]): readonly string[] =>
  trustPolicy.statements.flatMap(({ conditions }) =>
    conditions.filter(({ key }) => keys.includes(key.toLowerCase())).flatMap(({ values }) => values),
  );

/** The context keys, in lower case, that the conditions of the trust policy compare and that begin so. */
export const comparedKeys = ({ trustPolicy }: TrustingRole, prefix: string): readonly string[] => [
  ...new Set(
    trustPolicy.statements
      .flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase()))
      .filter((key) => key.startsWith(prefix)),
  ),
];

/** The Allow statements of a trust policy, one principal at a time. */
export const trustedPrincipals = ({
  statements,
}: Policy): readonly { readonly statement: Statement; readonly principal: NamedPrincipal }[] =>
  statements.flatMap((statement) =>
    statement.effect === 'Allow' && statement.principals?.except === false
      ? statement.principals.principals.map((principal) => ({ statement, principal }))
      : [],
  );

const isDeny = ({ effect }: Statement): boolean => effect === 'Deny';

/** Only where the role's organization is a key of a condition does its true id matter; as a variable any id will do. */
const comparesOrganization = ({ trustPolicy, resourceControlPolicies }: TrustingRole): boolean =>
  [trustPolicy, ...('known' in resourceControlPolicies ? resourceControlPolicies.known.flat() : [])].some(
    ({ statements }) =>
      statements.some(({ conditions }) => conditions.some(({ key }) => key.toLowerCase() === 'aws:resourceorgid')),
  );

const EVERYTHING: Policy = {
  name: 'every permission',
  kind: 'identity',
  version: '2012-10-17',
  statements: [
    {
      location: { policy: 'every permission', statement: 0 },
      effect: 'Allow',
      actions: { patterns: ['*'], except: false },
      resources: { patterns: ['*'], except: false },
      conditions: [],
    },
  ],
};
