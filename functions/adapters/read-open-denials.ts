import type { Incident } from '../alerts/incidents/incident.ts';
import { roleArn } from '../workload/arn.ts';
import type { OpenDenial } from '../workload/denial-record.ts';
import { listWorkloads } from '../workload/list-workloads.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import type { Aws } from './aws.ts';
import { buildIncidentStore } from './incident-store.ts';
import type { Unread } from './unread.ts';

/**
 * The denials of the account's roles that nobody has resolved yet. Undefined: there is no such table in the Region, or it was
 * not read and stands in `unread`.
 */
export async function readOpenDenials(
  table: string,
  snapshot: Snapshot,
  aws: Aws,
  unread: Unread,
): Promise<readonly OpenDenial[] | undefined> {
  const store = buildIncidentStore(table, aws, Date.now);
  const incidents = await unread.attemptExisting('openDenials', () => store.list());
  return incidents ? openDenials(incidents, snapshot) : undefined;
}

/** One whose role has no ARN in the event is that of the workload that acts with a role of this name. */
function openDenials(incidents: readonly Incident[], snapshot: Snapshot): readonly OpenDenial[] {
  const acting = listWorkloads(snapshot).workloads.map((workload) => workload.roleArn);
  return incidents.flatMap((incident) => {
    const arn = incident.roleArn ?? acting.find((used) => roleArn(used)?.name === incident.roleName);
    return arn === undefined || incident.state === 'resolved' ? [] : [openDenial(incident, incident.state, arn)];
  });
}

function openDenial(incident: Incident, state: OpenDenial['state'], arn: string): OpenDenial {
  const { action, resource, cause, summary, firstSeen, lastSeen, count, acknowledged, muted } = incident;
  const word = state === 'muted' ? muted : state === 'acknowledged' ? acknowledged : undefined;
  return {
    roleArn: arn,
    action: action ?? 'a call without a name',
    ...(resource !== null && { resource }),
    cause: cause ?? 'unknown',
    ...(summary !== '' && { summary }),
    firstSeen,
    lastSeen,
    count,
    state,
    ...(word !== undefined && { by: word.by, reason: word.why }),
  };
}
