import { mapConcurrently } from '../adapters/map-concurrently.ts';
import { crowdKey } from '../alerts/incidents/crowd.ts';
import { type IncidentKey, incidentKey } from '../alerts/incidents/incident-key.ts';
import { isOwnRequest, OWN_REQUEST } from './own-request.ts';
import { type QueuedDenial, type QueuedRecord, readQueued } from './queued-denials.ts';
import { type IncidentServices, reportIncident } from './report-incident.ts';

export interface AccessDeniedServices extends IncidentServices {
  /** The function's own name, which is also the name of the session it acts with. */
  readonly functionName: string;
  /** False: what is not begun is left for the next delivery. */
  readonly hasTime: () => boolean;
}

/** Incidents that are looked into at the same time. */
const AT_ONCE = 4;

interface KeyedDenial extends QueuedDenial {
  readonly key: IncidentKey;
}

/**
 * Counts denied calls to their incidents, explains each incident that is new to people, and tells them. What is no such
 * call is logged and left.
 *
 * @returns the messages that have to come again
 */
export async function reportAccessDenied(
  records: readonly QueuedRecord[],
  services: AccessDeniedServices,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const denials = records.flatMap((record) => {
    const queued = read(record, services);
    if (queued === 'unreadable') failed.push(record.messageId);
    return typeof queued === 'string' ? [] : [queued];
  });
  const crowd: KeyedDenial[] = [];
  await reportEach(denials, 'alone');
  await reportEach(
    crowd.map((denial) => ({ ...denial, key: crowdKey(denial.key) })),
    'crowd',
  );
  return failed;

  /** Those that have no place of their own are left to the crowd. */
  async function reportEach(keyed: readonly KeyedDenial[], place: 'alone' | 'crowd'): Promise<void> {
    const groups = [...Map.groupBy(keyed, ({ key }) => key.id).values()];
    await mapConcurrently(groups, AT_ONCE, async (group) => {
      const [first] = group;
      if (first === undefined) return;
      try {
        if (!services.hasTime()) throw new Error('the invocation has no time left for it');
        if ((await reportIncident(first.key, group, place, services)) === 'crowded') crowd.push(...group);
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown.name : undefined;
        services.log('FAILED', { error, reason: String(thrown), incident: first.key.id });
        failed.push(...group.map(({ messageId }) => messageId));
      }
    });
  }
}

/** A record that is worse than anybody thought of fails alone, too. */
function read(
  record: QueuedRecord,
  { log, now, functionName, readers: [home] }: AccessDeniedServices,
): KeyedDenial | 'unreadable' | 'ignored' {
  const unreadable = (reason: string) => {
    log('RECORD_UNREADABLE', { messageId: record.messageId, reason });
    return 'unreadable' as const;
  };
  try {
    const queued = readQueued(record, now());
    if ('unreadable' in queued) return unreadable(queued.unreadable);
    const reason = 'ignored' in queued ? queued.ignored : OWN_REQUEST;
    if (!('ignored' in queued) && !isOwnRequest(queued.denied, functionName))
      return { ...queued, key: incidentKey(queued.denied, home) };
    log('DENIAL_IGNORED', { ...('eventId' in queued && { eventId: queued.eventId }), reason });
    return 'ignored';
  } catch (thrown) {
    return unreadable(String(thrown));
  }
}
