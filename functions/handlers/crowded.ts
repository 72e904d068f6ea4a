import type { ExplainedDenial } from '../alerts/explain-denial.ts';
import { MOST_BEGINNINGS } from '../alerts/incidents/crowd.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import type { Explained } from './explain-record.ts';
import { unexplained } from './unexplained.ts';

/**
 * Of a call that is one of too many different ones: what is told is that they are so many. Nothing is read for it, or a flood
 * would be as dear as it is long.
 */
export function crowded(denied: DeniedRequest): Extract<Explained, { readonly finding: unknown }> {
  const { denied: _, ...finding } = unexplained(denied);
  const { roleArn, roleName, workload } = finding;
  const summary = `More than ${MOST_BEGINNINGS} different calls of it were denied within a day; the further ones are counted together.`;
  const { action = denied.eventName ?? 'a call', resource } = denied.message;
  const denial: ExplainedDenial = {
    eventId: denied.eventId ?? null,
    roleArn,
    roleName,
    workload: workload === null ? null : { ...workload },
    denied: { action: null, resource: null, layer: null },
    causes: [
      {
        code: 'OTHER',
        certainty: 'proven',
        summary,
        evidence: [{ source: 'the last of them', says: `${action}${resource === undefined ? '' : ` on ${resource}`}` }],
        remediation: { who: 'whoever runs the workload', steps: STEPS },
      },
    ],
    unanswered: [],
  };
  return {
    denial,
    finding: {
      ...finding,
      action: 'many different calls',
      resource: null,
      cause: 'OTHER',
      certainty: 'proven',
      summary,
      severity: 'high',
    },
  };
}

const STEPS = [
  `See what was denied first: \`warden incidents list\` has those ${MOST_BEGINNINGS}; CloudTrail has the others, under the name of the role.`,
  'If nobody asked for such calls, the agent was talked into them, or its credentials are used elsewhere: stop it, and revoke the sessions of the role.',
  'If the agent needs them, repair what the first ones tell, and resolve this incident.',
];
