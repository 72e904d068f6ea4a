import { coversResource } from '../iam/cover.ts';
import { type LintId, lintPolicy, type StatementFinding } from '../iam/lint.ts';
import type { Policy } from '../iam/policy.ts';
import { unmeetable } from '../iam/settled-conditions.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { isAwsManaged } from '../workload/managed-policy.ts';
import { LIFECYCLE_PAGE } from '../workload/model-end-dates.ts';
import { foreignRegions } from './findings/foreign-regions.ts';
import { lintFix } from './findings/lint-fix.ts';
import { listValues } from './findings/list-values.ts';
import { locate } from './findings/locate.ts';
import { retiredModels } from './models/retired-models.ts';
import { defineRule, type Finding, outcomeOf, type Severity } from './rule.ts';

export default defineRule({
  id: 'agent-role-policies-mean-something',
  title: "Every statement of the role's own policies and boundary can have an effect",
  rationale:
    'IAM stores actions that do not exist, ARNs that no resource can have and actions on resources they do not apply to, without a word. Such a statement looks like a permission and is none; in a Deny it looks like protection and is none. A condition on who asks that the role itself never meets does the same; in a managed policy it may be meant for other roles. It misleads whoever repairs the role next. Policies that AWS manages are left out: their text is AWS’s to change.',
  remediation: 'Correct or remove the literal value that the finding names.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html',
    LIFECYCLE_PAGE,
  ],
  needs: [],
  alsoReads: ['identityPolicies', 'permissionsBoundary', 'requiredAccess', 'trustPolicy', 'models', 'takenAt'],
  evaluate(role) {
    const { readablePolicies, identityPolicies, permissionsBoundary } = role;
    const boundary =
      'known' in permissionsBoundary && permissionsBoundary.known !== null ? [permissionsBoundary.known] : [];
    const own = [...readablePolicies, ...boundary].filter((policy) => !isAwsManaged(policy));
    return outcomeOf(
      own.flatMap((policy) => [
        ...lintFindings(policy, role),
        ...unmetConditions(policy, role),
        ...(policy.kind === 'identity' ? foreignRegions(policy, role) : []),
        ...retiredModels(policy, role),
      ]),
      [
        ...new Set(
          [identityPolicies, permissionsBoundary].flatMap((evidence) =>
            'missing' in evidence ? evidence.missing : [],
          ),
        ),
      ],
    );
  },
});

const SEVERITIES: Readonly<Record<LintId, Severity>> = {
  'unknown-service-prefix': 'medium',
  'unknown-action': 'medium',
  'action-resource-mismatch': 'medium',
  'unknown-condition-key': 'medium',
  'unsupported-condition-key': 'medium',
  'malformed-arn': 'medium',
  placeholder: 'medium',
  'wrong-partition': 'medium',
  'wrong-region': 'medium',
  'other-account': 'medium',
  'covered-statement': 'low',
  'duplicate-value': 'low',
};

function lintFindings(
  policy: Policy,
  {
    partition,
    accountId,
    region,
    knownRequests,
  }: Pick<AgentRole, 'partition' | 'accountId' | 'region' | 'knownRequests'>,
): readonly Finding[] {
  // What a workload is configured to use may well be another account's.
  const isUsed = ({ id, value }: StatementFinding): boolean =>
    id === 'other-account' && knownRequests.some(({ resource }) => coversResource(value, resource));
  const found = lintPolicy(policy, { partition, accountId, region }).filter((finding) => !isUsed(finding));
  return found.map((finding) => ({
    id: finding.id,
    severity: severityOf(finding, policy),
    message: `${finding.message} (${finding.element === 'Statement' ? '' : `${finding.element} of `}${locate(finding.location)}).`,
    location: finding.location,
    remediation: finding.help,
    ...lintFix(finding, policy, { knownRequests }),
  }));
}

/** A Deny that means nothing leaves open what it was to close. */
function severityOf({ id, location }: StatementFinding, { statements }: Policy): Severity {
  const isDeny = statements[location.statement]?.effect === 'Deny';
  return isDeny && SEVERITIES[id] === 'medium' ? 'high' : SEVERITIES[id];
}

/** Conditions on who asks, which for this role always fail: nothing else of a request is known to the rule. */
function unmetConditions(policy: Policy, { arn }: Pick<AgentRole, 'arn'>): readonly Finding[] {
  const isOwn = policy.name.startsWith('inline policy ');
  return policy.statements.flatMap((statement) => {
    const { effect, location } = statement;
    return unmeetable(policy, statement, { principal: arn, context: {} })
      .slice(0, 1)
      .map(({ operator, key, values }) => ({
        id: 'condition-never-met',
        severity: !isOwn ? 'low' : effect === 'Deny' ? 'high' : 'medium',
        message: `\`${operator}\` of \`${key}\` with ${listValues(values)} never holds for the role, so that the statement ${effect === 'Deny' ? 'denies' : 'allows'} nothing (Condition of ${locate(location)}).`,
        location,
        remediation: isOwn
          ? `Remove the statement, or write in \`${key}\` what holds for \`${arn}\`.`
          : `Leave ${locate(location)} to the roles that it is for, and attach to this one a policy of its own; or write in \`${key}\` what holds for \`${arn}\`.`,
      }));
  });
}
