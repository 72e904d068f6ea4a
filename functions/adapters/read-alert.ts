import { type AlarmNotification, alarmAlert } from '../alerts/alarm-alert.ts';
import type { Alert } from '../alerts/alert.ts';

/**
 * The alert that a message of the topic holds: one of ours, or the notification of an alarm, which Amazon CloudWatch words
 * itself. Undefined for anything else.
 */
export function readAlert(message: string): Alert | undefined {
  const value = parsed(message);
  if (isAlert(value)) return value;
  return isAlarm(value) ? alarmAlert(value) : undefined;
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

/** Only this product may publish to the topic, so the format and its lists are enough to look at. */
function isAlert(value: unknown): value is Alert {
  if (typeof value !== 'object' || value === null) return false;
  const { format, id, thread, sections, links, silence, attributes } = { ...value } as Partial<Alert>;
  return (
    format === 'bedrock-warden/alert/1' &&
    typeof id === 'string' &&
    typeof thread === 'string' &&
    [sections, links, silence].every(Array.isArray) &&
    typeof attributes === 'object'
  );
}

function isAlarm(value: unknown): value is AlarmNotification {
  if (typeof value !== 'object' || value === null) return false;
  const { AlarmName, NewStateValue } = { ...value } as Partial<AlarmNotification>;
  return typeof AlarmName === 'string' && typeof NewStateValue === 'string';
}
