import type { Alert } from '../alerts/alert.ts';

/** One SNS message with a body for each kind of subscriber. */
export interface AlertMessage {
  readonly subject: string;
  /** A JSON object of strings: `default`, `email` (what people read) and `lambda` (the alert itself). */
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: all bodies and the attributes together, in bytes. */
const MOST_BYTES = 262_144;
const ATTRIBUTE_BYTES = 4096;

/** Tells what was left out, so that nobody takes a part for the whole. */
const CUT = '\n\n[This alert was too long for Amazon SNS. Run `warden diagnose` on the event for all of it.]';
const SHORT_TEXT = 20_000;

export function alertMessage(alert: Alert): AlertMessage {
  const { eventId } = alert;
  const attributes = { severity: alert.severity, ...(eventId !== null && eventId !== '' && { eventId }) };
  const short = { ...alert, text: `${alert.text.slice(0, SHORT_TEXT).toWellFormed()}${CUT}` };
  const { subject, severity, text } = short;
  const bodies = [alert, short, { subject, severity, text }].map(bodyOf);
  return {
    subject: alert.subject,
    body: bodies.find((body) => Buffer.byteLength(body) <= MOST_BYTES - ATTRIBUTE_BYTES) ?? bodies.at(-1) ?? '',
    attributes,
  };
}

function bodyOf(alert: Pick<Alert, 'subject' | 'severity' | 'text'>): string {
  return JSON.stringify({ default: alert.text, email: alert.text, lambda: JSON.stringify(alert) });
}
