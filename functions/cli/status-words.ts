import type { UnreadPart } from '../workload/snapshot.ts';
import type { ComplianceStatus, ResourceStatus, RuleStatus, StatusResult } from './compliance-status.ts';
import { complianceTypes } from './summary.ts';

/** `orders-agent-role`, or the unique id of a role that is gone. */
export function resourceTitle({ resourceType, resourceId, name }: ResourceStatus): string {
  const kind = resourceType === 'AWS::IAM::Role' ? 'Role' : resourceType;
  return `${kind} ${name ?? `${resourceId} (deleted, or its name was not read)`}`;
}

/** `2026-11-22T10:04:30.000Z` as `2026-11-22 10:04 UTC`. */
export const minuteOf = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;

/** What is worth a line of its own: a plain pass is not. */
export const annotationOf = ({ complianceType, annotation }: StatusResult): string =>
  complianceType === 'COMPLIANT' && annotation === 'Compliant.' ? '' : annotation;

/** Why a rule as a whole cannot be relied on; nothing when it can. */
export function ruleNote({ ruleId, run, results }: RuleStatus): string | undefined {
  switch (run.ended) {
    case 'never':
      return `${ruleId} has never run`;
    case 'failed':
      return `${ruleId}: the latest run failed at ${minuteOf(run.at)} (${[run.error, run.message].filter(Boolean).join(': ')})`;
    default:
      return results === 0
        ? `${ruleId} has no result: it applies to no role, or could not decide; the function's log says which`
        : undefined;
  }
}

export const ruleNotes = ({ rules }: ComplianceStatus): readonly string[] =>
  rules.flatMap((rule) => ruleNote(rule) ?? []);

export const unreadNote = ({ part, error, message }: UnreadPart): string =>
  `not read: ${part} (${error}${message === undefined ? '' : `: ${message}`})`;

/** `9 agent roles in account 111122223333, us-east-1: 4 NON_COMPLIANT, 90 COMPLIANT, 3 without a result` */
export function statusSummary({ accountId, region, resources }: ComplianceStatus): string {
  const all = resources.flatMap(({ results }) => results);
  const without = resources.flatMap(({ withoutResult }) => withoutResult).length;
  const counts = [
    ...complianceTypes.map(
      (type) => [all.filter(({ complianceType }) => complianceType === type).length, type] as const,
    ),
    [without, 'without a result'] as const,
  ].filter(([count]) => count > 0);
  const roles = `${resources.length} agent ${resources.length === 1 ? 'role' : 'roles'} in account ${accountId}, ${region}`;
  return counts.length === 0 ? roles : `${roles}: ${counts.map(([count, name]) => `${count} ${name}`).join(', ')}`;
}
