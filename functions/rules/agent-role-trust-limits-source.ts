import { pinsContextKey } from '../iam/condition.ts';
import { arnFields, matchesAction } from '../iam/match.ts';
import type { Statement } from '../iam/policy.ts';
import type { AgentRole } from '../workload/agent-role.ts';
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
    const trusting = role.trustPolicy.statements.filter(trustsBedrock);
    if (trusting.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'the trust policy trusts no Bedrock service' };
    const denied = role.trustPolicy.statements.some((statement) => deniesOtherSources(statement, role.accountId));
    return outcomeOf(denied ? [] : trusting.flatMap((statement) => findings(statement, role)));
  },
});

/** `*` is everyone, services included. */
function trustsBedrock({ effect, actions, principals }: Statement): boolean {
  const assumes = actions.patterns.some((pattern) => matchesAction(pattern, 'sts:AssumeRole')) !== actions.except;
  if (effect !== 'Allow' || !assumes || principals === undefined) return false;
  if (principals.except) return true;
  return principals.principals.some(
    ({ type, value }) => value === '*' || (type === 'Service' && SERVICES.includes(value)),
  );
}

function findings(statement: Statement, role: Pick<AgentRole, 'accountId' | 'workloads'>): readonly Finding[] {
  const accounts = sourceAccounts(statement);
  const foreign = accounts?.filter((account) => account !== role.accountId) ?? [];
  const source = role.workloads[0]?.sourceArn ?? `arn:aws:bedrock:*:${role.accountId}:agent/*`;
  const condition = JSON.stringify({
    StringEquals: { 'aws:SourceAccount': role.accountId },
    ArnLike: { 'aws:SourceArn': source },
  });
  if (accounts === undefined)
    return [
      {
        id: 'source-not-limited',
        severity: 'high',
        message: `The trust policy does not limit for whom a Bedrock service may assume the role (${locate(statement.location)}): a request from another account could be served with its permissions.`,
        location: statement.location,
        remediation: `Set the statement's condition: "Condition": ${condition}`,
      },
    ];
  if (foreign.length === 0) return [];
  return [
    {
      id: 'source-of-another-account',
      severity: 'high',
      message: `The trust policy lets a Bedrock service assume the role for the account ${foreign.slice(0, 3).join(', ')} (${locate(statement.location)}); the role belongs to ${role.accountId}.`,
      location: statement.location,
      remediation: `Set the statement's condition: "Condition": ${condition}`,
    },
  ];
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

/** A Deny for every source but the account's own limits an Allow as well. */
const deniesOtherSources = ({ effect, actions, principals, conditions }: Statement, accountId: string): boolean => {
  const [condition, ...more] = conditions;
  if (effect !== 'Deny' || condition === undefined || more.length > 0) return false;
  const everyService = principals?.except === false && principals.principals.some(({ value }) => value === '*');
  const assumes = !actions.except && actions.patterns.some((pattern) => matchesAction(pattern, 'sts:AssumeRole'));
  if (!everyService || !assumes || !/^(String|Arn)Not(Equals|Like)(IfExists)?$/i.test(condition.operator)) return false;
  const key = condition.key.toLowerCase();
  const accounts = condition.values.map((value) => (key === 'aws:sourcearn' ? arnFields(value)[4] : value));
  const isSource = key === 'aws:sourcearn' || key === 'aws:sourceaccount';
  return isSource && accounts.length > 0 && accounts.every((account) => account === accountId);
};
