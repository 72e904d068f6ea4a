import type { Alert } from '../../functions/alerts/alert.ts';
import { buildAlert } from '../../functions/alerts/build-alert.ts';
import { incidentAlert } from '../../functions/alerts/incident-alert.ts';
import type { AlertReason } from '../../functions/alerts/incidents/incident.ts';
import { incidentOf, permissionMissing, samples } from './alert-samples.ts';

const REASONS: readonly AlertReason[] = ['new', 'persisting', 'exploding', 'cause-changed', 'resolved', 'reopened'];

/** An incident of which every name and every word was chosen by somebody else. */
export function hostileAlert(text: string): Alert {
  const [cause] = permissionMissing.causes;
  if (cause === undefined) throw new Error('the fixture has no cause');
  const word = { by: text, why: text, at: text };
  return incidentAlert({
    incident: incidentOf(permissionMissing, {
      accountId: text,
      region: text,
      roleArn: text,
      roleName: text,
      workload: { type: 'agent', arn: text, id: text },
      action: text,
      resource: text,
      summary: text,
      acknowledged: word,
      muted: { ...word, until: text },
      resolved: word,
      firstSeen: text,
      lastSeen: text,
      lastEventId: text,
    }),
    pending: { alertId: text, reason: REASONS[text.length % REASONS.length] ?? 'new', since: text },
    denial: {
      ...permissionMissing,
      causes: [
        {
          ...cause,
          summary: text,
          evidence: [{ source: text, says: text }],
          remediation: { who: text, steps: [text, text], cli: text },
        },
        { ...cause, summary: text },
      ],
      unanswered: [text],
    },
  });
}

/** As above, and more of it than any channel has room for. */
export const hugeAlert = (text: string, times: number): Alert => {
  const sample = samples['denial-new'];
  if (sample === undefined) throw new Error('there is no such sample');
  const { format: _, ...parts } = sample;
  return buildAlert({
    ...parts,
    sections: (['happened', 'why', 'todo', 'more'] as const).flatMap((part) =>
      Array.from({ length: times }, () => ({ part, title: text, lines: Array(times).fill(text), code: text })),
    ),
  });
};
