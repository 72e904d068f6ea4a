import { partitionOf, roleArn } from '../workload/arn.ts';
import type { Alert, AlertSection } from './alert.ts';
import { buildAlert } from './build-alert.ts';
import { consoleLinks } from './console-links.ts';
import { exceptionCommands } from './exception-commands.ts';
import { type NewNonCompliance, nonComplianceSection, worstOf } from './non-compliance.ts';
import { plainText, shortened } from './plain-text.ts';
import { spokenTime } from './spoken.ts';

/** SNS refuses a subject of 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;

/** The call that changed a workload, as CloudTrail recorded it. */
export interface WorkloadChange {
  readonly eventId: string | null;
  /** `UpdateAgent` */
  readonly eventName: string;
  /** ISO 8601. */
  readonly eventTime: string | null;
  readonly region: string | null;
  /** The ARN of who called. */
  readonly by: string | null;
  /** The ids that the call names. */
  readonly resources: readonly string[];
}

/**
 * Everything that became non-compliant by the changes of one workload, in one message.
 *
 * @param id of an alert that was decided before and not told
 */
export function complianceChangeAlert(
  changes: readonly [WorkloadChange, ...WorkloadChange[]],
  found: readonly [NewNonCompliance, ...NewNonCompliance[]],
  id: string = changeAlertId(changes[0], found),
): Alert {
  const sections: readonly AlertSection[] = [
    { part: 'happened', title: 'What happened', lines: [...changes.map(changeLine), ...by(changes)] },
    ...found.map(nonComplianceSection),
    {
      part: 'more',
      title: 'What AWS Config shows',
      lines: ['The results in AWS Config follow with the next sweep, or earlier if the rules are run again.'],
    },
  ];
  const severity = worstOf(found);
  const [{ eventId, region }] = changes;
  const role = roleArn(found[0].roleArn);
  const account = role?.accountId;
  return buildAlert({
    id,
    thread: id,
    kind: 'compliance',
    reason: 'non-compliant',
    subject: subject(found, changes, severity),
    severity,
    summary: `${changes[0].eventName} made ${found[0].roleName} non-compliant.`,
    sections,
    links:
      region === null
        ? []
        : consoleLinks(
            { partition: role?.partition ?? partitionOf({ region }), region },
            { roleArn: found[0].roleArn, eventId },
          ),
    more: 'warden audit',
    silence: exceptionCommands(found),
    attributes: {
      severity,
      ...(account !== undefined && { account }),
      ...(region !== null && { region }),
    },
    eventId,
    details: { changes, found },
  });
}

/** The same for the same change, however often it is judged. */
export const changeAlertId = (
  { eventId }: WorkloadChange,
  found: readonly Pick<NewNonCompliance, 'ruleId' | 'roleName'>[],
): string => `change/${eventId}/${found.map(({ ruleId, roleName }) => `${ruleId}/${roleName}`).join()}`;

function changeLine({ eventName, eventTime, region, resources }: WorkloadChange): string {
  const what = resources.length === 0 ? '' : ` of ${resources.join(', ')}`;
  return plainText(
    `${eventName}${what}${region === null ? '' : ` in ${region}`}${eventTime === null ? '' : ` at ${spokenTime(eventTime)}`}`,
  );
}

function by(changes: readonly WorkloadChange[]): readonly string[] {
  const callers = [...new Set(changes.flatMap((change) => change.by ?? []))];
  return callers.length === 0 ? [] : [plainText(`By ${callers.join(', ')}`)];
}

function subject(
  [first, ...others]: readonly [NewNonCompliance, ...NewNonCompliance[]],
  [{ eventName }]: readonly [WorkloadChange, ...WorkloadChange[]],
  severity: Alert['severity'],
): string {
  const more = others.length === 0 ? '' : ` (+${others.length} more)`;
  const text = `[${severity.toUpperCase()}] Non-compliant after ${eventName}: ${first.roleName}: ${first.ruleId}`
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
  return `${shortened(text, LONGEST_SUBJECT - more.length - 2).replace('…', '...')}${more}`;
}
