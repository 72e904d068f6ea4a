import { arnFields } from '../iam/arn.ts';
import { pinsContextKey } from '../iam/pins-context-key.ts';
import type { Condition, Policy, Statement } from '../iam/policy.ts';
import { matchesAction } from '../iam/wildcard.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { listValues } from './list-values.ts';
import { locate } from './locate.ts';
import { defineRule, type Finding, outcomeOf } from './rule.ts';

const SERVICES: readonly string[] = ['bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com'];

export default defineRule({
  id: 'agent-role-trust-limits-source',
  title: 'The trust policy names the account or the workload for which a Bedrock service may assume the role',
  rationale:
    'A trust policy that names only the service lets the service assume the role on behalf of anyone who can get it to: the confused deputy. `aws:SourceAccount` or an `aws:SourceArn` with the account in it closes that. A condition that also holds when the key is absent (`…IfExists`, `ForAllValues`) or for any value does not.',
  remediation:
    'Add `aws:SourceAccount` with the account, and `aws:SourceArn` with the ARN of the workload, to every statement of the trust policy that allows a Bedrock service.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  needs: ['trustPolicy'],
  evaluate(role) {
    const statements = role.trustPolicy.statements.map((statement) => ({
      ...statement,
      conditions: withOwnAccount(statement.conditions, role.trustPolicy.version, role.accountId),
    }));
    const trusting = statements.filter(trustsBedrock);
    if (trusting.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'the trust policy trusts no Bedrock service' };
    const trusted = new Set(trusting.flatMap(trustedServices));
    const denied = statements.some((statement) => deniesOtherSources(statement, role.accountId, trusted));
    const isOpen = !statements.some(deniesSomeone);
    return outcomeOf(denied ? [] : trusting.flatMap((statement) => findings(statement, role, isOpen)));
  },
});

/** `aws:SourceAccount` may be compared with `${aws:ResourceAccount}`: the account of the role. */
const withOwnAccount = (
  conditions: readonly Condition[],
  version: Policy['version'],
  accountId: string,
): readonly Condition[] =>
  version === '2008-10-17'
    ? conditions
    : conditions.map((condition) => ({
        ...condition,
        values: condition.values.map((value) => value.replace(/\$\{aws:ResourceAccount\}/gi, accountId)),
      }));

const assumes = ({ actions }: Statement): boolean =>
  actions.patterns.some((pattern) => matchesAction(pattern, 'sts:AssumeRole')) !== actions.except;

/** `*` is everyone, services included, unless a condition asks for what only users and roles have. */
const trustsBedrock = (statement: Statement): boolean =>
  statement.effect === 'Allow' && assumes(statement) && trustedServices(statement).length > 0;

/** The Bedrock services that a statement is about; `*` for everyone. */
function trustedServices({ principals, conditions }: Statement): readonly string[] {
  if (principals === undefined) return [];
  if (principals.except) return ['*'];
  return principals.principals.flatMap(({ type, value }) => {
    if (value === '*') return PRINCIPAL_KEYS.some((key) => pinsContextKey(conditions, key) !== undefined) ? [] : ['*'];
    return type === 'Service' && SERVICES.includes(value) ? [value] : [];
  });
}

/** Keys that a request of a service on its own behalf does not have. */
const PRINCIPAL_KEYS = ['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalArn', 'aws:PrincipalAccount'];

/** Does anyone lose by a Deny what an Allow for everyone gives? */
const deniesSomeone = (statement: Statement): boolean => statement.effect === 'Deny' && assumes(statement);

function findings(
  statement: Statement,
  role: Pick<AgentRole, 'accountId' | 'workloads'>,
  isOpen: boolean,
): readonly Finding[] {
  const { location } = statement;
  const accounts = sourceAccounts(statement);
  const foreign = accounts?.filter((account) => account !== role.accountId) ?? [];
  const [workload] = role.workloads;
  const source = workload?.sourceArn ?? `arn:aws:bedrock:*:${role.accountId}:agent/*`;
  const condition = JSON.stringify({
    StringEquals: { 'aws:SourceAccount': role.accountId },
    ArnLike: { 'aws:SourceArn': source },
  });
  const limit = `Set the statement's condition: "Condition": ${condition}`;
  if (accounts === undefined) {
    if (isOpen && statement.conditions.length === 0 && trustedServices(statement).includes('*'))
      return [
        {
          id: 'anyone-may-assume',
          severity: 'critical',
          message: `The trust policy lets everyone assume the role (${locate(location)}): users and roles of any AWS account, and any service on behalf of anyone.`,
          location,
          remediation: `Set the statement's principal: "Principal": ${JSON.stringify({ Service: workload?.servicePrincipal ?? SERVICES[0] })}, and its condition: "Condition": ${condition}`,
        },
      ];
    const organizations = sourceOrganizations(statement);
    if (organizations !== undefined)
      return [
        {
          id: 'source-limited-to-organization',
          severity: 'medium',
          message: `The trust policy lets a Bedrock service assume the role for every account of ${listValues(organizations)} (${locate(location)}), and not for ${role.accountId} alone.`,
          location,
          remediation: limit,
        },
      ];
    return [
      {
        id: 'source-not-limited',
        severity: 'high',
        message: `The trust policy does not limit for whom a Bedrock service may assume the role (${locate(location)}): a request from another account could be served with its permissions.`,
        location,
        remediation: limit,
      },
    ];
  }
  if (foreign.length === 0) return [];
  return [
    {
      id: 'source-of-another-account',
      severity: 'high',
      message: `The trust policy lets a Bedrock service assume the role for the account ${foreign.slice(0, 3).join(', ')} (${locate(location)}); the role belongs to ${role.accountId}.`,
      location,
      remediation: limit,
    },
  ];
}

/** The organizations, or parts of one, whose accounts alone a statement holds for. */
function sourceOrganizations({ conditions }: Statement): readonly string[] | undefined {
  const pinned = pinsContextKey(conditions, 'aws:SourceOrgID') ?? pinsContextKey(conditions, 'aws:SourceOrgPaths');
  return pinned?.every((value) => /^o-[a-z0-9]{10,32}($|\/)/.test(value)) ? pinned : undefined;
}

/** The accounts for which a statement holds; undefined when it holds for any. */
function sourceAccounts({ conditions }: Statement): readonly string[] | undefined {
  const byAccount = accountsOnly(pinsContextKey(conditions, 'aws:SourceAccount'));
  const byArn = accountsOnly(pinsContextKey(conditions, 'aws:SourceArn')?.map((arn) => arnFields(arn)[4] ?? ''));
  if (byAccount === undefined || byArn === undefined) return byAccount ?? byArn;
  return byAccount.filter((account) => byArn.includes(account));
}

const accountsOnly = (values: readonly string[] | undefined): readonly string[] | undefined =>
  values?.every((value) => /^\d{12}$/.test(value)) ? [...new Set(values)] : undefined;

/** A Deny for every source but the account's own limits an Allow as well, if it is about all whom the Allow trusts. */
const deniesOtherSources = (statement: Statement, accountId: string, trusted: ReadonlySet<string>): boolean => {
  const { effect, actions, principals, conditions } = statement;
  const [condition, ...more] = conditions;
  if (effect !== 'Deny' || condition === undefined || more.length > 0) return false;
  if (principals?.except !== false || actions.except || !assumes(statement)) return false;
  const denied = principals.principals.map(({ value }) => value);
  if (!denied.includes('*') && ![...trusted].every((service) => denied.includes(service))) return false;
  if (!/^(String|Arn)Not(Equals|Like)(IfExists)?$/i.test(condition.operator)) return false;
  const key = condition.key.toLowerCase();
  const accounts = condition.values.map((value) => (key === 'aws:sourcearn' ? arnFields(value)[4] : value));
  const isSource = key === 'aws:sourcearn' || key === 'aws:sourceaccount';
  return isSource && accounts.length > 0 && accounts.every((account) => account === accountId);
};
