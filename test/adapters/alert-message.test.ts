import { describe, expect, it } from 'vitest';
import { alertMessage } from '../../functions/adapters/alert-message.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { amazonQNotification } from '../../functions/alerts/amazon-q-notification.ts';
import { emailText } from '../../functions/alerts/email-text.ts';
import { hugeAlert } from '../alerts/hostile-alert.ts';

const alert: Alert = {
  format: 'bedrock-warden/alert/1',
  id: 'inc-1:new:1',
  thread: 'incident/inc-1',
  kind: 'denial',
  reason: 'new',
  severity: 'high',
  subject: 'Denied: bedrock:InvokeModel',
  summary: 'It was denied.',
  sections: [{ part: 'why', title: 'Cause', lines: ['The form was not submitted.'] }],
  links: [],
  more: 'warden incidents show inc-1',
  silence: [],
  attributes: { severity: 'high', account: '111122223333', region: 'us-east-1', cause: 'USE_CASE_FORM_NOT_SUBMITTED' },
  eventId: '11111111-2222-3333-4444-555555555555',
  details: { causes: [] },
};

const MOST_BYTES = 262_144;

it('has a body for each kind of subscriber', () => {
  const { subject, body, attributes } = alertMessage(alert);
  expect({ subject, attributes, body: JSON.parse(body) }).toEqual({
    subject: 'Denied: bedrock:InvokeModel',
    attributes: {
      severity: 'high',
      account: '111122223333',
      region: 'us-east-1',
      cause: 'USE_CASE_FORM_NOT_SUBMITTED',
      kind: 'denial',
      reason: 'new',
      alertId: 'inc-1:new:1',
      eventId: '11111111-2222-3333-4444-555555555555',
    },
    body: {
      default: emailText(alert),
      email: emailText(alert),
      sms: 'Denied: bedrock:InvokeModel',
      https: JSON.stringify(amazonQNotification(alert)),
      lambda: JSON.stringify(alert),
      sqs: JSON.stringify(alert),
    },
  });
});

it.each([null, ''])('of an event with the id %j has no such attribute', (eventId) => {
  expect(alertMessage({ ...alert, eventId }).attributes).not.toHaveProperty('eventId');
});

/** SQS drops a message with more attributes when it is delivered raw. */
it('has at most ten attributes', () => {
  const attributes = { ...alert.attributes, workloadType: 'agent' };
  expect(Object.keys(alertMessage({ ...alert, attributes }).attributes).length).toBeLessThanOrEqual(10);
});

it('has no character that Amazon SQS refuses', () => {
  const { body } = alertMessage({ ...alert, details: { says: 'a\uffffb\ufffec\u0000d\ud800e' } });
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  expect(body).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  expect(JSON.parse(JSON.parse(body).sqs).details).toEqual({ says: 'a\ufffdb\ufffdc\u0000d\ud800e' });
});

describe('one that is too long', () => {
  const long = 'é"'.repeat(MOST_BYTES);
  const short = '… [Left out: too long for Amazon SNS]';
  const section = alert.sections[0] ?? { part: 'why', title: 'Cause', lines: [] };
  const omitted = { omitted: 'Left out: too long for Amazon SNS' };

  const cases: readonly [name: string, alert: Alert, sent: Partial<Alert>][] = [
    ['goes without details', { ...alert, details: { long } }, { sections: alert.sections, details: omitted }],
    [
      'has shorter lines',
      { ...alert, sections: [{ ...section, lines: [long] }] },
      { sections: [{ ...section, lines: [`${'é"'.repeat(500)}${short}`] }], details: omitted },
    ],
    [
      'has fewer lines',
      { ...alert, sections: [{ ...section, lines: Array(3_000).fill('x'.repeat(90)) }] },
      {
        sections: [{ ...section, lines: [...Array(40).fill('x'.repeat(90)), 'Left out: too long for Amazon SNS'] }],
        details: omitted,
      },
    ],
    [
      'has half a command for nobody',
      { ...alert, sections: [{ ...section, code: long }] },
      { sections: [{ ...section, lines: [...section.lines, 'Left out: too long for Amazon SNS'] }] },
    ],
    [
      'has fewer sections',
      { ...alert, sections: Array(1_000).fill({ ...section, lines: ['x'.repeat(300)] }) },
      {
        sections: [
          ...Array(20).fill({ ...section, lines: ['x'.repeat(300)] }),
          {
            part: 'more',
            title: 'More',
            lines: ['Left out: too long for Amazon SNS', 'warden incidents show inc-1'],
          },
        ],
      },
    ],
  ];

  it.each(cases)('%s', (_, tooLong, expected) => {
    const { body, attributes } = alertMessage(tooLong);
    const bodies: Record<string, string> = JSON.parse(body);
    expect(Buffer.byteLength(body + JSON.stringify(attributes))).toBeLessThan(MOST_BYTES);
    expect(JSON.parse(bodies.sqs ?? '')).toMatchObject({ id: alert.id, subject: alert.subject, ...expected });
  });
});

/** Quotes are escaped twice; what does not fit SNS refuses, and then nobody is told. */
it.each(['"', '\\', '&', '`', 'é', '界', '\u{1f600}'])('always fits, however much there is of %s', (character) => {
  for (const times of [1, 5, 14]) {
    const { body, attributes } = alertMessage(hugeAlert(character.repeat(3_000), times));
    expect(Buffer.byteLength(body + JSON.stringify(attributes))).toBeLessThan(MOST_BYTES);
  }
});
