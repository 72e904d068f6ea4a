import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import { gravestFirst, type NewNonCompliance } from '../alerts/non-compliance.ts';
import { type FindingRemediation, remediationOfFinding } from '../remediation/finding-remediation.ts';
import { catalogue } from '../rules/catalogue.ts';
import { type Evaluation, evaluateRoles } from '../rules/evaluation.ts';
import type { RuleException } from '../rules/exceptions/exception.ts';
import type { Finding } from '../rules/rule.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import { partsRead, resourceOf } from './config-answer.ts';
import { type RegionReaders, readRegions } from './read-regions.ts';

export interface JudgeRoleServices {
  readonly readers: RegionReaders;
  readonly readExceptions: () => Promise<readonly RuleException[]>;
}

/**
 * Rules as they are set up, on roles as they are now.
 *
 * @param roleNames every role that something acts with when absent
 */
export async function judgeRoles(
  inUse: readonly ConfigRuleInUse[],
  { readers, readExceptions }: JudgeRoleServices,
  roleNames?: readonly string[],
): Promise<readonly Evaluation[]> {
  const rules = catalogue.filter(({ id }) => inUse.some(({ ruleId }) => ruleId === id));
  const needs = [...new Set(rules.flatMap((rule) => partsRead({ rule })))];
  const request = { needs, ...(roleNames !== undefined && { roleNames }) };
  const [snapshots, exceptions] = await Promise.all([readRegions(readers, request), readExceptions()]);
  const { roles } = mergeAgentRoles(snapshots);
  const judged = roleNames === undefined ? roles : roles.filter(({ name }) => roleNames.includes(name));
  const known = inUse.filter(({ ruleId }) => rules.some(({ id }) => id === ruleId));
  const parameters = Object.fromEntries(known.map((rule) => [rule.ruleId, rule.parameters]));
  return evaluateRoles(judged, rules, { exceptions, parameters });
}

/** What AWS Config holds, where the evidence does not say it again. */
export interface HeldFinding {
  readonly ruleId: string;
  readonly resourceId: string;
  readonly annotation: string;
  readonly roleArn: string;
  readonly roleName: string;
}

/**
 * What to tell of a result of AWS Config: the findings of today with the proven change, or what AWS Config noted when nothing was
 * to be found out now. Undefined: it is in order by now, and AWS Config will say so.
 */
export function newNonCompliance(held: HeldFinding, evaluations: readonly Evaluation[]): NewNonCompliance | undefined {
  const { ruleId, resourceId, roleArn, roleName, annotation } = held;
  const judged = evaluations.find(
    ({ rule, role }) => rule.id === ruleId && resourceOf(role).some((resource) => resource.resourceId === resourceId),
  );
  const { title, remediation } = catalogue.find(({ id }) => id === ruleId) ?? { title: ruleId, remediation: '' };
  const about = { ruleId, title, resourceId, roleArn, roleName };
  if (judged?.outcome.complianceType === 'NON_COMPLIANT') {
    const { findings } = judged.outcome;
    const proven = provenRemediation(findings, judged.role);
    return { ...about, findings, ...(proven !== undefined && { proven }) };
  }
  if (judged !== undefined && judged.outcome.complianceType !== 'INSUFFICIENT_DATA') return undefined;
  return { ...about, findings: [{ id: 'as-stored', severity: 'medium', message: annotation, remediation }] };
}

function provenRemediation(findings: readonly Finding[], role: AgentRole): FindingRemediation | undefined {
  return findings
    .toSorted((a, b) => gravestFirst(a.severity, b.severity))
    .map((finding) => remediationOfFinding(finding, role))
    .find(({ proof }) => proof !== undefined);
}
