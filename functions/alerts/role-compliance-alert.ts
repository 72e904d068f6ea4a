import { partitionOf } from '../workload/arn.ts';
import type { Alert, AlertSection } from './alert.ts';
import { buildAlert } from './build-alert.ts';
import { consoleLinks } from './console-links.ts';
import { exceptionCommands } from './exception-commands.ts';
import { type NewNonCompliance, nonComplianceSection, worstOf } from './non-compliance.ts';

/** What AWS Config holds of one role since a moment ago, and did not before. */
export interface RoleNews {
  readonly alertId: string;
  readonly thread: string;
  readonly accountId: string;
  readonly region: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly nonCompliant: readonly NewNonCompliance[];
  /** Rules that it was told to be non-compliant with, and is no more. */
  readonly over: readonly { readonly ruleId: string; readonly title: string }[];
}

/** Several rules of one role are one alert; with nothing but good news it says that they are resolved. */
export function roleComplianceAlert(news: RoleNews): Alert {
  const { alertId, thread, accountId, region, roleArn: arn, nonCompliant, over } = news;
  const isOver = nonCompliant.length === 0;
  const severity = isOver ? 'low' : worstOf(nonCompliant);
  const [first] = isOver ? over : nonCompliant;
  return buildAlert({
    id: alertId,
    thread,
    kind: 'compliance',
    reason: isOver ? 'compliant' : 'non-compliant',
    severity,
    subject: subject(news, severity),
    summary: summary(news),
    sections: [
      {
        part: 'happened',
        title: 'What happened',
        lines: [summary(news), `Role: ${arn}`, `Account ${accountId}, ${region}`],
      },
      ...nonCompliant.map(nonComplianceSection),
      ...overSection(news),
    ],
    links: consoleLinks(
      { partition: partitionOf({ region }), region },
      { roleArn: arn, ...(first !== undefined && { configRule: `bedrock-warden-${first.ruleId}` }) },
    ),
    more: 'warden status',
    silence: exceptionCommands(nonCompliant),
    attributes: { severity, account: accountId, region },
    eventId: null,
    details: { roleArn: arn, nonCompliant, compliant: over },
  });
}

function summary({ roleName, nonCompliant, over }: RoleNews): string {
  if (nonCompliant.length === 0)
    return `Role ${roleName} is compliant again with ${over.map(({ ruleId }) => ruleId).join(', ')}.`;
  return `Role ${roleName} became non-compliant with ${nonCompliant.map(({ ruleId }) => ruleId).join(', ')}.`;
}

function subject({ roleName, nonCompliant, over }: RoleNews, severity: Alert['severity']): string {
  const [first, ...others] = nonCompliant.length === 0 ? over : nonCompliant;
  const more = others.length === 0 ? '' : ` (+${others.length} more)`;
  const level = nonCompliant.length === 0 ? 'Resolved' : `[${severity.toUpperCase()}] Non-compliant`;
  return `${level}${more}: ${roleName}: ${first?.ruleId ?? ''}`;
}

function overSection({ over, nonCompliant }: RoleNews): readonly AlertSection[] {
  if (over.length === 0) return [];
  const lines = over.map(({ ruleId, title }) => `${ruleId}: ${title}`);
  const nothingLeft = nonCompliant.length > 0 ? [] : ['Nothing is left to do about it.'];
  return [{ part: 'why', title: 'Compliant again, or not applicable any more', lines: [...lines, ...nothingLeft] }];
}
