import { expect, it } from 'vitest';
import { incidentAlert } from '../../functions/alerts/incident-alert.ts';
import type { PendingAlert } from '../../functions/alerts/incidents/incident.ts';
import { incident } from './incidents/incident-samples.ts';

const NOT_WORKED_OUT = 'The steps could not be worked out when this was sent. What is known by now:';
const TOLD_BEFORE = 'The last alert has the steps. To read them again:';

it.each<[PendingAlert['reason'], string]>([
  ['new', NOT_WORKED_OUT],
  ['cause-changed', NOT_WORKED_OUT],
  ['persisting', TOLD_BEFORE],
  ['exploding', TOLD_BEFORE],
])('%s, with no diagnosis at hand, names a last alert only where there was one', (reason, line) => {
  const pending = { alertId: 'a', reason, since: incident.firstSeen, heldUntil: incident.firstSeen };
  const { sections } = incidentAlert({ incident, pending, denial: undefined });
  expect(sections.filter(({ part }) => part === 'todo')).toEqual([
    { part: 'todo', title: 'What to do', lines: [line], code: `warden incidents show ${incident.id}` },
  ]);
});
