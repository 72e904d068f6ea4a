import { styleText } from 'node:util';
import type { Identity } from '../adapters/read-identity.ts';
import type { Incident, IncidentState } from '../alerts/incidents/incident.ts';
import { counted } from '../alerts/spoken.ts';
import { incidentOutline, incidentWords } from './incident-words.ts';
import { printable } from './printable.ts';
import type { TableStyle } from './table-style.ts';
import { wrapCopyable } from './wrap-text.ts';

const COLOURS = { open: 'red', acknowledged: 'yellow', muted: 'gray', resolved: 'green' } as const;

const RANKS: Readonly<Record<IncidentState, number>> = { open: 0, acknowledged: 1, muted: 2, resolved: 3 };

/** A block for each incident, the open ones first, then what it all comes to. */
export function incidentTable(
  incidents: readonly Incident[],
  { accountId, region }: Pick<Identity, 'accountId' | 'region'>,
  style: TableStyle,
): string {
  const blocks = incidents.toSorted((a, b) => RANKS[a.state] - RANKS[b.state] || (a.lastSeen < b.lastSeen ? 1 : -1));
  const states = Object.keys(RANKS).flatMap((state) => {
    const count = incidents.filter((incident) => incident.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const sum =
    incidents.length === 0 ? 'no incidents' : `${counted(incidents.length, 'incident')}: ${states.join(', ')}`;
  const summary = wrapCopyable(`${sum} (account ${accountId}, ${region})`, style.width);
  return `${[...blocks.map((incident) => block(incident, style)), summary].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function block(incident: Incident, style: TableStyle): readonly string[] {
  const { id, state, severity, roleName, action, resource, cause } = incident;
  const title = `${id}  ${state}  ${severity}  ${printable(roleName ?? 'an unknown role')}`;
  const [colour, ...texts] = [
    COLOURS[state],
    `${action ?? 'a call'}${resource === null ? '' : ` on ${resource}`}`,
    `${cause ?? 'cause unknown'}, ${incidentOutline(incident)}`,
    ...incidentWords(incident),
  ] as const;
  return [
    style.colours ? styleText(colour, title, { validateStream: false }) : title,
    ...texts.flatMap((text) => wrapCopyable(printable(text), style.width - 2)).map((line) => `  ${line}`),
  ];
}
