import { describe, expect, it } from 'vitest';
import { alertMessage } from '../../functions/adapters/alert-message.ts';
import type { Alert } from '../../functions/alerts/alert.ts';

const alert: Alert = {
  subject: 'Denied: bedrock:InvokeModel',
  severity: 'high',
  text: 'What was denied, and why.',
  sections: [{ title: 'Cause', lines: ['The form was not submitted.'] }],
  eventId: '11111111-2222-3333-4444-555555555555',
};

const MOST_BYTES = 262_144;

it('has a body for people and one for functions', () => {
  const { subject, body, attributes } = alertMessage(alert);
  expect({ subject, attributes, body: JSON.parse(body) }).toEqual({
    subject: 'Denied: bedrock:InvokeModel',
    attributes: { severity: 'high', eventId: '11111111-2222-3333-4444-555555555555' },
    body: {
      default: 'What was denied, and why.',
      email: 'What was denied, and why.',
      lambda: JSON.stringify(alert),
    },
  });
});

it.each([null, ''])('of an event with the id %j has no such attribute', (eventId) => {
  expect(alertMessage({ ...alert, eventId }).attributes).toEqual({ severity: 'high' });
});

describe('one that is too long', () => {
  const long = 'é"'.repeat(MOST_BYTES);
  const cases: readonly [name: string, alert: Alert, sections: boolean][] = [
    ['text is cut, and says so', { ...alert, text: long }, true],
    ['sections are left out', { ...alert, sections: [{ title: 'Cause', lines: [long] }] }, false],
  ];

  it.each(cases)('%s', (_, tooLong, hasSections) => {
    const { body, attributes } = alertMessage(tooLong);
    const bodies: Record<string, string> = JSON.parse(body);
    const sent: Partial<Alert> = JSON.parse(bodies.lambda ?? '');
    expect(Buffer.byteLength(body + JSON.stringify(attributes))).toBeLessThan(MOST_BYTES);
    expect([bodies.email?.includes('too long for Amazon SNS'), sent.subject, 'sections' in sent]).toEqual([
      true,
      alert.subject,
      hasSections,
    ]);
  });
});
