import { remediationOfFinding } from '../remediation/finding-remediation.ts';
import { annotation } from '../rules/annotation.ts';
import type { Evaluation } from '../rules/evaluation.ts';
import type { AppliedException, Finding } from '../rules/rule.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { Audit } from './judge-snapshot.ts';
import { worstSeverity } from './severity.ts';
import { summaryOf } from './summary.ts';

/** The audit as the object that `--format json` prints: `bedrock-warden/audit/1`. */
export function auditJson(audit: Audit) {
  return {
    format: 'bedrock-warden/audit/1',
    accountId: audit.accountId,
    evaluations: audit.evaluations.map(evaluationJson),
    summary: summaryOf(audit.evaluations),
    unread: [...audit.unread, ...audit.malformed.map(malformedJson)],
  };
}

function evaluationJson({ rule, role, outcome }: Evaluation) {
  return {
    ruleId: rule.id,
    resourceType: 'AWS::IAM::Role',
    /** `null` where IAM has no such role, or was not read. */
    resourceId: 'known' in role.roleId ? role.roleId.known : null,
    roleArn: role.arn,
    workloads: [...new Set(role.workloads.map(({ arn }) => arn))].toSorted(),
    complianceType: outcome.complianceType,
    severity: worstSeverity(outcome),
    annotation: annotation(outcome),
    findings:
      outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings.map((finding) => findingJson(finding, role)) : [],
    ...('missing' in outcome ? { missing: outcome.missing } : {}),
    ...('notExcepted' in outcome ? { notExcepted: outcome.notExcepted } : {}),
    ...('exception' in outcome ? { exception: exceptionJson(outcome.exception, role) } : {}),
  };
}

const exceptionJson = ({ findings, ...exception }: AppliedException, role: AgentRole) => ({
  ...exception,
  findings: findings.map((finding) => findingJson(finding, role)),
});

function findingJson(finding: Finding, role: AgentRole) {
  const { id, severity, message, location, workload } = finding;
  return {
    id,
    severity,
    message,
    ...(location === undefined ? {} : { location }),
    ...(workload === undefined ? {} : { workload }),
    remediation: remediationOfFinding(finding, role),
  };
}

function malformedJson({ policy, problem, help }: Audit['malformed'][number]) {
  return { part: policy, error: 'MalformedPolicyDocument', message: `${problem}. ${help}` };
}
