import type { Statement } from '../iam/policy.ts';
import { listValues } from './findings/list-values.ts';
import { locate } from './findings/locate.ts';
import { defineRule, type Finding, outcomeOf } from './rule.ts';
import { type LimitedSources, limitedSources } from './trust/limited-sources.ts';
import { type TrustingRole, trustedPrincipals } from './trust/trust-probe.ts';
import { sourceCondition, trustCondition } from './trust/trust-statement.ts';

/**
 * The accounts for which a Bedrock service may assume the role, found by asking for sources that nobody meant:
 * any account, or no source at all: high; another account by name: high; any account of an organization: low; the role's own
 * account: compliant, with or without the workload's ARN, as AWS's console and documentation write it.
 */
export default defineRule({
  id: 'agent-role-trust-limits-source',
  title: 'The trust policy names the account or the workload for which a Bedrock service may assume the role',
  rationale:
    'A trust policy that names only the service lets the service assume the role on behalf of anyone who can get it to: the confused deputy. `aws:SourceAccount` or an `aws:SourceArn` with the account in it closes that. A condition that also holds when the key is absent (`…IfExists`, `ForAllValues`, `…Not…`) or for any value does not. `aws:SourceOrgID` leaves every account of the organization.',
  remediation:
    'Add `aws:SourceAccount` with the account, and `aws:SourceArn` with the ARN of the workload, to every statement of the trust policy that allows a Bedrock service.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  needs: ['trustPolicy'],
  alsoReads: ['resourceControlPolicies'],
  evaluate(role) {
    const trusting = trustedPrincipals(role.trustPolicy).flatMap(({ statement, principal }) =>
      limitedSources(role, statement, principal).map((limited) => ({ statement, ...limited })),
    );
    if (trusting.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'the trust policy trusts no Bedrock service' };
    return outcomeOf(
      [...Map.groupBy(trusting, ({ statement, sources }) => `${statement.location.statement} ${sources}`).values()]
        .map((ofStatement) => ofStatement.filter(({ sources }) => sources !== 'own'))
        .flatMap((ofStatement) => findings(role, ofStatement)),
    );
  },
});

function findings(
  role: TrustingRole,
  limited: readonly (LimitedSources & { readonly statement: Statement })[],
): readonly Finding[] {
  const [first] = limited;
  if (first === undefined) return [];
  const { statement, sources } = first;
  const services = listValues(limited.map(({ service }) => service));
  const { location } = statement;
  const common = { location, remediation: remediation(role, limited), ...fixOf(role, statement, limited) };
  switch (sources) {
    case 'own':
      return [];
    case 'any':
      return [
        {
          ...common,
          id: 'source-not-limited',
          severity: 'high',
          message: `The trust policy does not limit for whom ${services} may assume the role (${locate(location)}): a request from another account could be served with its permissions.`,
        },
      ];
    case 'organization':
      return [
        {
          ...common,
          id: 'source-limited-to-organization',
          severity: 'low',
          message: `The trust policy lets ${services} assume the role for every account of an organization (${locate(location)}), and not for ${role.accountId} alone.`,
        },
      ];
    case 'others':
      return [
        {
          ...common,
          id: 'source-of-another-account',
          severity: 'high',
          message: `The trust policy lets ${services} assume the role for the account ${listValues(limited.flatMap(({ accounts }) => accounts))} (${locate(location)}); the role belongs to ${role.accountId}.`,
        },
      ];
  }
}

/** Where nobody else is let in by the statement, and every workload that it is for is seen and presents its own ARN. */
function fixOf(
  role: TrustingRole,
  { location, principals }: Statement,
  limited: readonly LimitedSources[],
): Pick<Finding, 'fix'> {
  const services = limited.map(({ service }) => service);
  const [workload, ...others] = role.workloads;
  const isOnly = principals?.except === false && principals.principals.every(({ value }) => services.includes(value));
  const everyone = limited.some((one) => one.everyone);
  if (role.hiddenWorkloads.length > 0 || role.workloads.some(({ type }) => ACTS_FOR_OTHERS.has(type))) return {};
  if (everyone ? workload === undefined || others.length > 0 : !isOnly) return {};
  return {
    fix: {
      kind: 'limitTrust',
      location,
      ...(everyone && workload !== undefined ? { service: workload.servicePrincipal } : {}),
      condition: sourceCondition(role, services),
    },
  };
}

/** Their services assume the role for evaluators and runtimes as well. */
const ACTS_FOR_OTHERS: ReadonlySet<string> = new Set(['agentCoreEvaluation', 'agentCoreHarness']);

function remediation(role: TrustingRole, limited: readonly LimitedSources[]): string {
  const services = limited.map(({ service }) => service);
  const condition = trustCondition(role, ...services);
  const [workload] = role.workloads;
  return workload !== undefined && limited.some(({ everyone }) => everyone)
    ? `Set the statement's principal: "Principal": ${JSON.stringify({ Service: workload.servicePrincipal })}, and its condition: ${condition}`
    : `Set the statement's condition: ${condition}`;
}
