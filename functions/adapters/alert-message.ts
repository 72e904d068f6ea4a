import type { Alert } from '../alerts/alert.ts';
import { amazonQNotification } from '../alerts/amazon-q-notification.ts';
import { emailText } from '../alerts/email-text.ts';

/** One SNS message with a body for each kind of subscriber. */
export interface AlertMessage {
  readonly subject: string;
  /**
   * A JSON object of strings: `default` and `email`, what people read; `sms`, the subject; `https`, what Amazon Q Developer in chat applications
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

interface Room {
  readonly sections: number;
  readonly lines: number;
  readonly characters: number;
}

/** What is left of a long alert, less and less of it: first the details go, then ends of lines, then all but the first of them. */
const ROOMS: readonly Room[] = [
  { sections: 20, lines: 40, characters: 1_000 },
  { sections: 20, lines: 10, characters: 300 },
  { sections: 8, lines: 4, characters: 200 },
];

export function alertMessage(alert: Alert): AlertMessage {
  return {
    subject: alert.subject,
    body: fittingBody(alert),
    attributes: {
      ...alert.attributes,
      kind: alert.kind,
      reason: alert.reason,
      alertId: alert.id,
      ...(alert.eventId !== null && alert.eventId !== '' && { eventId: alert.eventId }),
    },
  };
}

function fittingBody(alert: Alert): string {
  const withoutDetails = { ...alert, details: { omitted: CUT } };
  let body = bodyOf(alert);
  for (const room of [undefined, ...ROOMS]) {
    if (Buffer.byteLength(body) <= MOST_BYTES - ATTRIBUTE_BYTES) break;
    body = bodyOf(room === undefined ? withoutDetails : withinRoom(withoutDetails, room));
  }
  return body;
}

function bodyOf(alert: Alert): string {
  const email = emailText(alert);
  const json = JSON.stringify(alert);
  const body = JSON.stringify({
    default: email,
    email,
    // Amazon SNS sends no text message of more than 1,600 characters: https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
    sms: alert.subject,
    https: JSON.stringify(amazonQNotification(alert)),
    lambda: json,
    sqs: json,
  });
  return body.replace(NOT_IN_SQS, '\ufffd');
}

/** Half a command is worse than none, so a long one goes as a whole. */
function withinRoom(alert: Alert, { sections: mostSections, lines: most, characters }: Room): Alert {
  const cut = (text: string) =>
    text.length <= characters ? text : `${text.slice(0, characters).toWellFormed()}… [${CUT}]`;
  const isShort = (command: string) => command.length <= characters * 4;
  const sections = alert.sections.slice(0, mostSections).map(({ code, lines, ...section }) => {
    const isCut = lines.length > most || (code !== undefined && !isShort(code));
    return {
      ...section,
      lines: [...lines.slice(0, most).map(cut), ...(isCut ? [CUT] : [])],
      ...(code !== undefined && isShort(code) && { code }),
    };
  });
  const isLess = alert.sections.length > sections.length;
  return {
    ...alert,
    summary: cut(alert.summary),
    sections: isLess ? [...sections, { part: 'more', title: 'More', lines: [CUT, cut(alert.more)] }] : sections,
    silence: alert.silence.filter(isShort).slice(0, mostSections),
  };
}
