import { expect, it } from 'vitest';
import { alertMessage } from '../../functions/adapters/alert-message.ts';
import { readAlert } from '../../functions/adapters/read-alert.ts';
import { samples } from '../alerts/alert-samples.ts';

it.each(Object.entries(samples))('%s comes out as it went in', (_, alert) => {
  const bodies: Record<string, string> = JSON.parse(alertMessage(alert).body);
  expect(readAlert(bodies.lambda ?? '')).toEqual(JSON.parse(JSON.stringify(alert)));
});

it('an alarm of CloudWatch becomes an alert', () => {
  const alarm = { AlarmName: 'one', NewStateValue: 'ALARM', StateChangeTime: '2026-11-22T03:05:11.120+0000' };
  expect(readAlert(JSON.stringify(alarm))).toMatchObject({
    id: 'alarm/one/2026-11-22T03:05:11.120+0000',
    kind: 'monitor',
    reason: 'alarm',
  });
});

it.each(['', 'hello', 'null', '[]', '{}', '{"format":"bedrock-warden/alert/1"}', '{"AlarmName":1}'])(
  '%s is none',
  (text) => {
    expect(readAlert(text)).toBeUndefined();
  },
);
