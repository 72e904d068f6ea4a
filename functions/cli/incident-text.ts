import type { Incident } from '../alerts/incidents/incident.ts';
import { spokenTime } from '../alerts/spoken.ts';
import { incidentOutline, incidentWords } from './incident-words.ts';
import { printable } from './printable.ts';
import type { TableStyle } from './table-style.ts';
import { wrapCopyable } from './wrap-text.ts';

/** The column of the labels and the gap behind it. */
const LABEL_WIDTH = 14;

/** All that is known of an incident, a label before each. */
export function incidentText(incident: Incident, style: TableStyle): string {
  const { id, accountId, region, roleArn, roleName, workload, action, resource, cause, certainty, summary } = incident;
  const facts: readonly (readonly [label: string, text: string | null])[] = [
    ['incident', id],
    ['state', `${incident.state}, ${incident.severity}`],
    ...incidentWords(incident).map((text) => ['', text] as const),
    ['denied', action],
    ['on', resource],
    ['role', roleArn ?? roleName],
    ['workload', workload === null ? null : [workload.type, workload.arn ?? workload.id].filter(Boolean).join(' ')],
    ['account', `${accountId}, ${region}`],
    ['seen', incidentOutline(incident)],
    ['cause', `${cause ?? 'unknown'} (${certainty ?? 'not proven'})`],
    ['', summary],
    ['last event', incident.lastEventId],
    ['diagnosed', spokenTime(incident.diagnosedAt)],
    ['last alert', incident.lastAlertAt === undefined ? 'none yet' : spokenTime(incident.lastAlertAt)],
    ['to be told', incident.pending === undefined ? null : incident.pending.reason],
  ];
  const lines = facts.flatMap(([label, text]) =>
    text === null || text === ''
      ? []
      : wrapCopyable(printable(text), style.width - LABEL_WIDTH).map(
          (line, index) => `${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`,
        ),
  );
  return `${lines.join('\n')}\n`;
}

/** What became of it, on one line. */
export const changedLine = (incident: Incident): string =>
  `${printable(`${incident.id} is ${incident.state}${incident.state === 'muted' ? ` until ${spokenTime(incident.muted?.until ?? '')}` : ''}: ${incident.roleName ?? 'an unknown role'}, ${incident.action ?? 'a call'}`)}\n`;
