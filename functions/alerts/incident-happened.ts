import type { Incident, PendingAlert } from './incidents/incident.ts';
import { counted, spokenSpan, spokenTime } from './spoken.ts';

/** One sentence: who was denied what, and how it stands. */
export function incidentHeadline(incident: Incident, { reason }: PendingAlert): string {
  const what = `denied ${incident.action ?? 'a call'}`;
  const denied = `${capital(actorOf(incident))} is ${reason === 'resolved' ? `no longer ${what}` : what}`;
  switch (reason) {
    case 'new':
    case 'resolved':
      return `${denied}.`;
    case 'persisting':
      return `${denied}, still: ${counted(incident.count, 'time')} by now.`;
    case 'exploding':
      return `${denied} in masses: ${counted(incident.count, 'time')}, after ${counted(incident.countAtLastAlert, 'time')} at the last alert.`;
    case 'cause-changed':
      return `${denied}, now for another cause.`;
    case 'reopened':
      return `${denied} again, after it was resolved or muted.`;
  }
}

/** What, to whom, since when and how often; then who has said what to it. */
export function incidentHappened(incident: Incident, pending: PendingAlert): readonly string[] {
  const { roleArn, roleName, workload, accountId, region, cause } = incident;
  return [
    incidentHeadline(incident, pending),
    ...(incident.resource === null ? [] : [`On: ${incident.resource}`]),
    ...(workload === null
      ? []
      : [`Workload: ${[workload.type, workload.arn ?? workload.id].filter(Boolean).join(' ')}`]),
    ...((roleArn ?? roleName) === null ? [] : [`Role: ${roleArn ?? roleName}`]),
    `Account ${accountId}, ${region}; incident ${incident.id}`,
    howOften(incident),
    ...(pending.previousCause === undefined
      ? []
      : [`The cause was ${pending.previousCause ?? 'unknown'}, and is ${cause ?? 'unknown'} now.`]),
    ...words(incident),
  ];
}

function howOften({ firstSeen, lastSeen, count }: Incident): string {
  if (count === 1) return `Once, at ${spokenTime(firstSeen)}`;
  const span = spokenSpan(firstSeen, lastSeen);
  const within = span === undefined ? 'within a minute' : `in ${span}`;
  return `${counted(count, 'time')} ${within}: first ${spokenTime(firstSeen)}, last ${spokenTime(lastSeen)}`;
}

const words = ({ acknowledged, muted, state }: Incident): readonly string[] => [
  ...(acknowledged === undefined
    ? []
    : [`Acknowledged by ${acknowledged.by} at ${spokenTime(acknowledged.at)}: ${acknowledged.why}`]),
  ...(muted === undefined || state === 'muted'
    ? []
    : [`It was muted until ${spokenTime(muted.until)} by ${muted.by}: ${muted.why}`]),
];

const ACTORS: Readonly<Record<string, string>> = {
  agent: 'agent',
  knowledgeBase: 'knowledge base',
  flow: 'flow',
  agentCoreRuntime: 'AgentCore runtime',
  agentCoreGateway: 'AgentCore gateway',
};

function actorOf({ workload, roleName }: Incident): string {
  if (workload === null) return roleName === null ? 'a caller' : `role ${roleName}`;
  return [ACTORS[workload.type] ?? workload.type, workload.id ?? lastPart(workload.arn)].filter(Boolean).join(' ');
}

const lastPart = (arn: string | null): string => arn?.split('/').at(-1) ?? '';

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
