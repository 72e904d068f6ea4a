import { partitionOf, roleArn } from '../workload/arn.ts';
import type { Alert, AlertSection } from './alert.ts';
import { buildAlert } from './build-alert.ts';
import { consoleLinks } from './console-links.ts';
import { denialSections } from './denial-sections.ts';
import type { ExplainedDenial } from './explain-denial.ts';
import { incidentHappened, incidentHeadline } from './incident-happened.ts';
import type { Incident, PendingAlert } from './incidents/incident.ts';
import { dayAfter } from './spoken.ts';

export interface IncidentToTell {
  readonly incident: Incident;
  /** Why it is told now; its `alertId` is that of the alert. */
  readonly pending: PendingAlert;
  /** The last diagnosis; without it the alert says where one is to be had. */
  readonly denial?: ExplainedDenial | undefined;
}

/** What people are told of an incident: that it is new, goes on, grew, has another cause, came back or is over. */
export function incidentAlert({ incident, pending, denial }: IncidentToTell): Alert {
  const { id, region, workload, cause, severity, lastEventId } = incident;
  const arn = incident.roleArn;
  const over = pending.reason === 'resolved';
  const partition = roleArn(arn)?.partition ?? partitionOf({ region });
  return buildAlert({
    id: pending.alertId,
    thread: `incident/${id}`,
    kind: 'denial',
    reason: pending.reason,
    severity,
    subject: subject(incident, pending),
    summary: incidentHeadline(incident, pending),
    sections: [
      { part: 'happened', title: 'What happened', lines: incidentHappened(incident, pending) },
      ...(over ? [resolution(incident)] : explanation(incident, pending, denial)),
    ],
    links: consoleLinks(
      { partition, region },
      { roleArn: arn, workload: workload === null ? null : workload, eventId: lastEventId },
    ),
    more: `warden incidents show ${id}`,
    silence: over
      ? []
      : [
          `warden incidents ack ${id} --why "WHO REPAIRS IT"`,
          `warden incidents mute ${id} --until ${dayAfter(pending.since, 7)} --why "WHY"`,
        ],
    attributes: {
      severity,
      account: incident.accountId,
      region,
      ...(cause !== null && { cause }),
      ...(workload !== null && { workloadType: workload.type }),
    },
    incident: {
      id,
      state: incident.state,
      firstSeen: incident.firstSeen,
      lastSeen: incident.lastSeen,
      count: incident.count,
      ...(pending.previousCause !== undefined && { previousCause: pending.previousCause }),
    },
    eventId: lastEventId,
    details: {
      roleArn: arn,
      workload,
      denied: { action: incident.action, resource: incident.resource },
      causes: over ? [] : (denial?.causes ?? []),
      unanswered: over ? [] : (denial?.unanswered ?? []),
    },
  });
}

const WORDS: Readonly<Record<PendingAlert['reason'], string>> = {
  new: 'Denied',
  persisting: 'Still denied',
  exploding: 'Denied in masses',
  'cause-changed': 'Denied for another cause',
  resolved: 'Resolved',
  reopened: 'Denied again',
};

function subject({ roleName, action, cause, severity }: Incident, { reason }: PendingAlert): string {
  const level = reason === 'resolved' ? '' : `[${severity.toUpperCase()}] `;
  const who = roleName ?? 'an unknown role';
  return `${level}${WORDS[reason]}: ${who}: ${cause ?? 'cause unknown'}${action === null ? '' : `: ${action}`}`;
}

/** Of a denial that nobody has at hand any more, its cause is still known. */
function explanation(
  { cause, certainty, summary, id }: Incident,
  { reason }: PendingAlert,
  denial: ExplainedDenial | undefined,
): readonly AlertSection[] {
  if (denial !== undefined) return denialSections(denial).filter(({ part }) => part !== 'happened');
  const wasTold = reason === 'persisting' || reason === 'exploding';
  return [
    { part: 'why', title: `Cause (${certainty ?? 'not proven'}): ${cause ?? 'unknown'}`, lines: [summary] },
    {
      part: 'todo',
      title: 'What to do',
      lines: [
        wasTold
          ? 'The last alert has the steps. To read them again:'
          : 'The steps could not be worked out when this was sent. What is known by now:',
      ],
      code: `warden incidents show ${id}`,
    },
  ];
}

const resolution = ({ resolved, cause, summary }: Incident): AlertSection => ({
  part: 'why',
  title: 'Why it counts as resolved',
  lines: [
    resolved === undefined
      ? 'The record does not say why.'
      : `${RESOLVERS[resolved.by] ?? `By ${resolved.by}`}: ${resolved.why}`,
    ...(cause === null ? [] : [`It was ${cause}: ${summary}`]),
    'Nothing is left to do. If it is denied again, you are told again.',
  ],
});

const RESOLVERS: Readonly<Record<string, string>> = { quiet: 'Quiet', fixed: 'Fixed' };
