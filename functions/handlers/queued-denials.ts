import type { SeenEvent } from '../alerts/incidents/observation.ts';
import { parseCloudTrailRecord } from '../diagnosis/cloudtrail-record.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { sha256 } from '../remediation/wording/sha256.ts';

/** One message of the queue. */
export interface QueuedRecord {
  readonly messageId: string;
  /** An EventBridge event with a CloudTrail record, as text. */
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}

export interface QueuedDenial extends SeenEvent {
  readonly messageId: string;
  /** How often the message was received, this time included. */
  readonly receives: number;
  readonly denied: DeniedRequest;
}

/** Undefined: it is no denial. @param now milliseconds since the epoch */
export function readQueued(
  { messageId, body, attributes }: QueuedRecord,
  now: number,
): QueuedDenial | { readonly ignored: string } | { readonly unreadable: string } {
  const envelope = parsed(body);
  if (envelope === undefined) return { unreadable: 'the message is not JSON' };
  const detail = 'detail' in envelope ? envelope.detail : envelope;
  const record = parseCloudTrailRecord(detail);
  if ('malformed' in record) return { unreadable: `the event holds no CloudTrail record: ${record.malformed}` };
  if ('ignored' in record) return record;
  const { denied } = record;
  // EventBridge may deliver one event twice, under one id; CloudTrail's own is the same in both.
  const named = denied.eventId ?? ('id' in envelope && typeof envelope.id === 'string' ? envelope.id : messageId);
  return {
    messageId,
    receives: Number(attributes.ApproximateReceiveCount),
    denied,
    eventId: /^[\w.-]{1,100}$/.test(named) ? named : sha256(named),
    at: timeOf(denied, now),
  };
}

function parsed(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing happens after it is seen. */
function timeOf({ eventTime }: DeniedRequest, now: number): string {
  const time = Date.parse(eventTime ?? '');
  return new Date(Number.isNaN(time) ? now : Math.min(time, now)).toISOString();
}
