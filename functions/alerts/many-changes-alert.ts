import type { Severity } from '../rules/rule.ts';
import { partitionOf } from '../workload/arn.ts';
import type { Alert, AlertSection } from './alert.ts';
import { buildAlert } from './build-alert.ts';
import { consoleLinks } from './console-links.ts';
import { gravestFirst, type NewNonCompliance, worstOf } from './non-compliance.ts';
import { counted } from './spoken.ts';

export interface ManyChanges {
  readonly alertId: string;
  readonly accountId: string;
  readonly region: string;
  readonly found: readonly NewNonCompliance[];
  /** What was told before and is compliant again. */
  readonly over: readonly EndedRole[];
}

export interface EndedRole {
  readonly roleName: string;
  readonly ruleIds: readonly string[];
}

/** So many lines of a digest that one reads them. */
const MOST_LINES = 20;

/** So much changed at once that each is not told alone, as after the first deployment. */
export function manyChangesAlert(changes: ManyChanges): Alert {
  const { alertId, accountId, region, found, over } = changes;
  const severity = found.length === 0 ? 'low' : worstOf(found);
  const { subject, summary, happened } = worded(changes);
  const lines = linesOf(found);
  return buildAlert({
    id: alertId,
    thread: alertId,
    kind: 'digest',
    reason: 'many',
    severity,
    subject,
    summary,
    sections: [
      {
        part: 'happened',
        title: 'What happened',
        lines: [summary, ...happened, `Account ${accountId}, ${region}`, ...meanwhile(changes)],
      },
      ...(found.length === 0
        ? []
        : [
            { part: 'why', title: 'The gravest first', lines: firstOf(lines) } as const,
            {
              part: 'todo',
              title: 'What to do',
              lines: ['Begin with the gravest. All findings, with what to do about each:'],
              code: 'warden audit',
            } as const,
          ]),
      ...endedSection(over),
    ],
    links: consoleLinks({ partition: partitionOf({ region }), region }, { configRules: true }),
    more: 'warden audit',
    silence: [],
    attributes: { severity, account: accountId, region },
    eventId: null,
    details: { nonCompliant: found, compliantAgain: resultsOf(over) },
  });
}

function worded({ accountId, found, over }: ManyChanges) {
  if (found.length === 0) {
    const ended = `${counted(over.length, 'role')} compliant again, ${counted(resultsOf(over), 'result')}`;
    return { subject: `Resolved: ${ended}: account ${accountId}`, summary: `${ended} in all.`, happened: [] };
  }
  const roles = counted(new Set(found.map(({ roleArn }) => roleArn)).size, 'role');
  const results = counted(found.length, 'result');
  return {
    subject: `[${worstOf(found).toUpperCase()}] ${roles} non-compliant, ${results}: account ${accountId}`,
    summary: `${roles} became non-compliant, ${results} in all; each is not told alone.`,
    happened: [`By severity: ${bySeverity(found)}`],
  };
}

const meanwhile = ({ found, over }: ManyChanges): readonly string[] =>
  found.length === 0 || over.length === 0 ? [] : [`${counted(resultsOf(over), 'result')} meanwhile compliant again`];

const resultsOf = (over: readonly EndedRole[]): number => over.reduce((sum, { ruleIds }) => sum + ruleIds.length, 0);

function endedSection(over: readonly EndedRole[]): readonly AlertSection[] {
  if (over.length === 0) return [];
  const lines = over.map(({ roleName, ruleIds }) => `${roleName}: ${ruleIds.join(', ')}`);
  return [{ part: 'more', title: 'Compliant again, or not applicable any more', lines: firstOf(lines) }];
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
