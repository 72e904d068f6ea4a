import { daysBetween, utcDay } from '../../workload/day.ts';
import type { OpenDenial } from '../../workload/denial-record.ts';
import type { Evidence } from '../../workload/evidence.ts';
import type { Finding, Severity } from '../rule.ts';

/** A denial that has not come again for so long is less urgent than one of this week. */
const RECENT_DAYS = 7;

/** Causes that stop every call of the agent, whatever it is asked. */
const STOPS_THE_AGENT: ReadonlySet<string> = new Set([
  'MODEL_ACCESS_NOT_GRANTED',
  'USE_CASE_FORM_NOT_SUBMITTED',
  'MARKETPLACE_PERMISSIONS_MISSING',
  'MARKETPLACE_SUBSCRIPTION_PENDING_OR_PAYMENT',
  'MODEL_RETIRED_OR_LEGACY',
  'MODEL_NOT_IN_REGION',
  'TRUST_POLICY',
  'CONFUSED_DEPUTY_CONDITION_MISMATCH',
]);

/** One finding for each denial; what somebody acknowledged or muted stays a finding, a low one, with the name and the reason. */
export function denialFinding(denial: OpenDenial, takenAt: Evidence<string>): Finding {
  const { action, resource, cause, summary, count, firstSeen, lastSeen, state } = denial;
  const on = resource === undefined ? '' : ` on ${quoted(resource)}`;
  const times = count === 1 ? `once, at ${lastSeen}` : `${count} times, from ${firstSeen} to ${lastSeen}`;
  const said = summary === undefined ? '' : `: ${sentence(summary)}`;
  return {
    id: `denial-${state}`,
    severity: state === 'open' ? severityOf(denial, takenAt) : 'low',
    message: `${quoted(action)}${on} was denied ${times}, because of ${quoted(cause)}${said}${handled(denial)}`,
    remediation:
      state === 'open'
        ? 'Run `warden diagnose` on the event, do what it says and no more, and mark the denial as resolved when the agent works.'
        : 'Resolve the denial, or let the agent no longer ask for it.',
  };
}

/** @param takenAt when it is not known, a denial counts as recent: an old snapshot is no reason to relax */
function severityOf({ cause, lastSeen }: OpenDenial, takenAt: Evidence<string>): Severity {
  const [today, last] = ['known' in takenAt ? utcDay(takenAt.known) : undefined, utcDay(lastSeen)];
  const isRecent = today === undefined || last === undefined || daysBetween(last, today) <= RECENT_DAYS;
  if (STOPS_THE_AGENT.has(cause)) return isRecent ? 'critical' : 'high';
  return isRecent ? 'high' : 'medium';
}

function handled({ state, by, reason }: OpenDenial): string {
  if (state === 'open') return '.';
  const who = by === undefined ? '' : ` by ${clipped(by, 60)}`;
  return `; ${state}${who}${reason === undefined ? ', without a reason' : `: ${clipped(reason, 120)}`}.`;
}

const sentence = (text: string): string => clipped(text.trim().replace(/\.$/, ''), 200);

const quoted = (text: string): string => `\`${clipped(text, 120)}\``;

const clipped = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
