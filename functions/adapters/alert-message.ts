import type { Alert } from '../alerts/alert.ts';
import { amazonQNotification } from '../alerts/amazon-q-notification.ts';
import { emailText } from '../alerts/email-text.ts';

/** One SNS message with a body for each kind of subscriber. */
export interface AlertMessage {
  readonly subject: string;
  /**
   * A JSON object of strings: `default` and `email`, what people read; `https`, what Amazon Q Developer in chat applications
   * reads; `lambda` and `sqs`, the alert itself.
   */
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: all bodies and the attributes together, in bytes. */
const MOST_BYTES = 262_144;
const ATTRIBUTE_BYTES = 8_192;

/** Amazon SQS takes no message with one of these. JSON has escapes for the others that it does not take. */
const NOT_IN_SQS = /[\ufffe\uffff]/g;

/** Told in place of what was left out, so that nobody takes a part for the whole. */
const CUT = 'Left out: too long for Amazon SNS';

/** A long text of each kind of part, as it is cut: first the details, then lines, then all but the first of them. */
const ROOMS = [
  { lines: 40, characters: 1_000 },
  { lines: 10, characters: 300 },
] as const;

export function alertMessage(alert: Alert): AlertMessage {
  const withoutDetails = { ...alert, details: { omitted: CUT } };
  const attempts = [alert, withoutDetails, ...ROOMS.map((room) => withinRoom(withoutDetails, room))].map(bodyOf);
  return {
    subject: alert.subject,
    body: attempts.find((body) => Buffer.byteLength(body) <= MOST_BYTES - ATTRIBUTE_BYTES) ?? attempts.at(-1) ?? '',
    attributes: {
      ...alert.attributes,
      kind: alert.kind,
      reason: alert.reason,
      alertId: alert.id,
      ...(alert.eventId !== null && alert.eventId !== '' && { eventId: alert.eventId }),
    },
  };
}

function bodyOf(alert: Alert): string {
  const email = emailText(alert);
  const json = JSON.stringify(alert);
  const body = JSON.stringify({
    default: email,
    email,
    https: JSON.stringify(amazonQNotification(alert)),
    lambda: json,
    sqs: json,
  });
  return body.replace(NOT_IN_SQS, '\ufffd');
}

/** So many sections that this does not suffice are none that we make. */
function withinRoom(alert: Alert, { lines: most, characters }: (typeof ROOMS)[number]): Alert {
  const cut = (text: string) =>
    text.length <= characters ? text : `${text.slice(0, characters).toWellFormed()}… [${CUT}]`;
  return {
    ...alert,
    summary: cut(alert.summary),
    sections: alert.sections.slice(0, 20).map(({ code, ...section }) => ({
      ...section,
      lines: section.lines.length <= most ? section.lines.map(cut) : [...section.lines.slice(0, most).map(cut), CUT],
      ...(code !== undefined && code.length <= characters * 4 && { code }),
    })),
  };
}
