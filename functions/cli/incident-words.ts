import type { Incident } from '../alerts/incidents/incident.ts';
import { counted, spokenTime } from '../alerts/spoken.ts';

/** How often and when. */
export function incidentOutline({ count, firstSeen, lastSeen }: Incident): string {
  return count === 1
    ? `once, at ${spokenTime(lastSeen)}`
    : `${counted(count, 'time')}: first ${spokenTime(firstSeen)}, last ${spokenTime(lastSeen)}`;
}

/** What people, or the sweep, said of it. */
export const incidentWords = ({ acknowledged, muted, resolved }: Incident): readonly string[] => [
  ...(acknowledged === undefined
    ? []
    : [`acknowledged by ${acknowledged.by} at ${spokenTime(acknowledged.at)}: ${acknowledged.why}`]),
  ...(muted === undefined
    ? []
    : [`muted until ${spokenTime(muted.until)} by ${muted.by} at ${spokenTime(muted.at)}: ${muted.why}`]),
  ...(resolved === undefined ? [] : [`resolved by ${resolved.by} at ${spokenTime(resolved.at)}: ${resolved.why}`]),
];
