import type { Severity } from '../rules/rule.ts';
import { partitionOf } from '../workload/arn.ts';
import type { Alert } from './alert.ts';
import { buildAlert } from './build-alert.ts';
import { consoleLinks } from './console-links.ts';
import { gravestFirst, type NewNonCompliance, worstOf } from './non-compliance.ts';
import { counted } from './spoken.ts';

export interface ManyChanges {
  readonly alertId: string;
  readonly accountId: string;
  readonly region: string;
  readonly found: readonly NewNonCompliance[];
  /** How many rules are compliant again. */
  readonly over: number;
}

/** So many lines of a digest that one reads them. */
const MOST_LINES = 20;

/** So much changed at once that each is not told alone, as after the first deployment. */
export function manyChangesAlert({ alertId, accountId, region, found, over }: ManyChanges): Alert {
  const severity = worstOf(found);
  const roles = new Set(found.map(({ roleArn }) => roleArn)).size;
  const summary = `${counted(roles, 'role')} became non-compliant, ${counted(found.length, 'result')} in all; each is not told alone.`;
  const lines = linesOf(found);
  return buildAlert({
    id: alertId,
    thread: alertId,
    kind: 'digest',
    reason: 'many',
    severity,
    subject: `[${severity.toUpperCase()}] ${counted(roles, 'role')} non-compliant, ${counted(found.length, 'result')}: account ${accountId}`,
    summary,
    sections: [
      {
        part: 'happened',
        title: 'What happened',
        lines: [
          summary,
          `By severity: ${bySeverity(found)}`,
          `Account ${accountId}, ${region}`,
          ...(over === 0 ? [] : [`${counted(over, 'result')} meanwhile compliant again`]),
        ],
      },
      { part: 'why', title: 'The gravest first', lines: firstOf(lines) },
      {
        part: 'todo',
        title: 'What to do',
        lines: ['Begin with the gravest. All findings, with what to do about each:'],
        code: 'warden audit',
      },
    ],
    links: consoleLinks({ partition: partitionOf({ region }), region }, {}),
    more: 'warden audit',
    silence: [],
    attributes: { severity, account: accountId, region },
    eventId: null,
    details: { nonCompliant: found, compliantAgain: over },
  });
}

const firstOf = (lines: readonly string[]): readonly string[] =>
  lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `and ${counted(lines.length - MOST_LINES, 'role')} more`];

const worst = ({ findings }: NewNonCompliance): Severity =>
  findings.map(({ severity }) => severity).toSorted(gravestFirst)[0] ?? 'medium';

function bySeverity(found: readonly NewNonCompliance[]): string {
  const counts = Map.groupBy(found, worst);
  return [...counts.keys()]
    .toSorted(gravestFirst)
    .map((severity) => `${counts.get(severity)?.length ?? 0} ${severity}`)
    .join(', ');
}

/** Of a role with many findings one line, so that each role is seen. */
function linesOf(found: readonly NewNonCompliance[]): readonly string[] {
  const roles = [...Map.groupBy(found, ({ roleArn }) => roleArn).values()].map((ofRole) => ({
    ofRole: ofRole.toSorted((a, b) => gravestFirst(worst(a), worst(b)) || (a.ruleId < b.ruleId ? -1 : 1)),
    severity: worstOf(ofRole),
  }));
  return roles
    .toSorted((a, b) => gravestFirst(a.severity, b.severity) || b.ofRole.length - a.ofRole.length)
    .map(
      ({ ofRole, severity }) => `${severity}: ${ofRole[0]?.roleName}: ${ofRole.map(({ ruleId }) => ruleId).join(', ')}`,
    );
}
