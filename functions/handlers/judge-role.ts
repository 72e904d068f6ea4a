import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import type { NewNonCompliance } from '../alerts/non-compliance.ts';
import { catalogue } from '../rules/catalogue.ts';
import { type Evaluation, evaluateRoles } from '../rules/evaluation.ts';
import type { RuleException } from '../rules/exceptions/exception.ts';
import type { Outcome } from '../rules/rule.ts';
import { roleArn } from '../workload/arn.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { missingFor, partsRead, resourceOf } from './config-answer.ts';
import { type HiddenLists, hiddenLists } from './hidden-lists.ts';
import { withProvenChange } from './proven-change.ts';
import { type RegionReaders, readRegions } from './read-regions.ts';

export interface JudgeRoleServices {
  readonly readers: RegionReaders;
  readonly readExceptions: () => Promise<readonly RuleException[]>;
}

export interface Judgement {
  readonly evaluations: readonly Evaluation[];
  /** The same by rule and resource, as `keyOf` writes them. */
  readonly byResource: ReadonlyMap<string, Evaluation>;
  /** What was not read and may hide that something acts with a role. */
  readonly hidden: readonly string[];
  /** The unique ids of the roles that exist; undefined when IAM did not tell all that was asked. */
  readonly existing: ReadonlySet<string> | undefined;
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
): Promise<Judgement> {
  const rules = catalogue.filter(({ id }) => inUse.some(({ ruleId }) => ruleId === id));
  const needs = [...new Set(rules.flatMap((rule) => partsRead({ rule })))];
  const request = { needs, ...(roleNames !== undefined && { roleNames }) };
  const [snapshots, exceptions] = await Promise.all([readRegions(readers, request), readExceptions()]);
  const { roles } = mergeAgentRoles(snapshots);
  const judged = roleNames === undefined ? roles : roles.filter(({ name }) => roleNames.includes(name));
  const known = inUse.filter(({ ruleId }) => rules.some(({ id }) => id === ruleId));
  const parameters = Object.fromEntries(known.map((rule) => [rule.ruleId, rule.parameters]));
  const lists = hiddenLists(snapshots);
  const evaluations = evaluateRoles(judged, rules, { exceptions, parameters }).map((evaluation) =>
    asAnswered(evaluation, lists),
  );
  return {
    evaluations,
    byResource: new Map(
      evaluations.flatMap((evaluation) =>
        resourceOf(evaluation.role).map(
          ({ resourceId }) => [keyOf(evaluation.rule.id, resourceId), evaluation] as const,
        ),
      ),
    ),
    hidden: [...new Set([...lists.anyRole, ...lists.agentCore])],
    existing: existingRoles(snapshots),
  };
}

/** As AWS Config would be answered: a role that something may act with unseen does not pass. */
function asAnswered(evaluation: Evaluation, lists: HiddenLists): Evaluation {
  const { role, outcome } = evaluation;
  if (outcome.complianceType !== 'COMPLIANT') return evaluation;
  const [first, ...others] = missingFor(role, outcome, lists);
  if (first === undefined) return evaluation;
  return { ...evaluation, outcome: { complianceType: 'INSUFFICIENT_DATA', missing: [first, ...others] } };
}

function existingRoles(snapshots: readonly Snapshot[]): ReadonlySet<string> | undefined {
  const isRead = snapshots.every(({ iam, unread = [] }) => {
    const failed = unread.filter(({ part, error }) => /^iam(\.|$)/.test(part) && error !== 'NotRequested');
    return iam?.RoleDetailList !== undefined && failed.length === 0;
  });
  if (!isRead) return undefined;
  return new Set(snapshots.flatMap(({ iam }) => iam?.RoleDetailList?.flatMap(({ RoleId }) => RoleId ?? []) ?? []));
}

/** Whether the rule finds nothing there any more, for certain. */
export function isOver(ruleId: string, resourceId: string, judgement: Judgement): boolean {
  const judged = judgement.byResource.get(keyOf(ruleId, resourceId));
  if (judged !== undefined) return isInOrder(judged.outcome);
  const { existing, hidden } = judgement;
  if (existing === undefined) return false;
  // Of a role that does not exist the ARN is told; what names it may be hidden, as may be what acts with one that does.
  return hidden.length === 0 || (roleArn(resourceId) === undefined && !existing.has(resourceId));
}

const isInOrder = ({ complianceType }: Outcome): boolean =>
  complianceType === 'COMPLIANT' || complianceType === 'NOT_APPLICABLE';

const keyOf = (ruleId: string, resourceId: string): string => `${ruleId} ${resourceId}`;

/** What AWS Config holds, where the evidence does not say it again. */
export interface HeldFinding {
  readonly ruleId: string;
  readonly resourceId: string;
  readonly annotation: string;
  readonly roleArn: string;
  readonly roleName: string;
}

/**
 * What to tell of a result of AWS Config: the findings of today, or what AWS Config noted when nothing was to be found out now.
 * Undefined: it is in order by now, and AWS Config will say so.
 */
export function newNonCompliance(held: HeldFinding, { byResource }: Judgement): NewNonCompliance | undefined {
  const { ruleId, resourceId, roleArn: arn, roleName, annotation } = held;
  const judged = byResource.get(keyOf(ruleId, resourceId));
  const { title, remediation } = catalogue.find(({ id }) => id === ruleId) ?? { title: ruleId, remediation: '' };
  const about = { ruleId, title, resourceId, roleArn: arn, roleName };
  if (judged?.outcome.complianceType === 'NON_COMPLIANT') return { ...about, findings: judged.outcome.findings };
  if (judged !== undefined && isInOrder(judged.outcome)) return undefined;
  return { ...about, findings: [{ id: 'as-stored', severity: 'medium', message: annotation, remediation }] };
}

/** With its proven change, where there is one. */
export const withProven = (found: NewNonCompliance, { byResource }: Judgement): NewNonCompliance =>
  withProvenChange(found, byResource.get(keyOf(found.ruleId, found.resourceId ?? ''))?.role);
