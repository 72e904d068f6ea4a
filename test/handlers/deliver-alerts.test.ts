import type { SNSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../functions/adapters/deliveries.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { deliverAlerts } from '../../functions/handlers/deliver-alerts.ts';
import { samples } from '../alerts/alert-samples.ts';

const alert = samples['denial-new'] as Alert;

const eventOf = (...messages: readonly string[]) =>
  ({ Records: messages.map((Message) => ({ Sns: { Message, MessageId: 'm-1' } })) }) as SNSEvent;

async function run(event: SNSEvent, claims: readonly Claim[], send: () => Promise<void> = async () => {}) {
  const steps: string[] = [];
  const left = [...claims];
  const outcome = await deliverAlerts(event, 'request-1', {
    deliveries: {
      claim: async (id, owner) => {
        steps.push(`claim ${id} for ${owner}`);
        return left.shift() ?? 'ours';
      },
      confirm: async (id) => void steps.push(`confirm ${id}`),
      release: async (id) => void steps.push(`release ${id}`),
    },
    send: async ({ id }) => {
      steps.push(`send ${id}`);
      await send();
    },
    log: (code) => void steps.push(code),
  }).then(
    () => 'done',
    (thrown: Error) => thrown.message,
  );
  return { outcome, steps };
}

const { id } = alert;
const claimed = `claim ${id} for request-1`;

describe('an alert of the topic', () => {
  it('is sent, and then confirmed', async () => {
    expect(await run(eventOf(JSON.stringify(alert)), ['ours'])).toEqual({
      outcome: 'done',
      steps: [claimed, `send ${id}`, `confirm ${id}`, 'ALERT_DELIVERED'],
    });
  });

  it('that was delivered is dropped', async () => {
    expect(await run(eventOf(JSON.stringify(alert)), ['done'])).toEqual({
      outcome: 'done',
      steps: [claimed, 'ALERT_REPEATED'],
    });
  });

  it('that another invocation delivers comes again', async () => {
    expect(await run(eventOf(JSON.stringify(alert)), ['elsewhere'])).toEqual({
      outcome: `the alert ${id} is being delivered by another invocation`,
      steps: [claimed],
    });
  });

  it('that is not taken may be tried by anyone', async () => {
    const send = async () => {
      throw new Error('no');
    };
    expect(await run(eventOf(JSON.stringify(alert)), ['ours'], send)).toEqual({
      outcome: 'no',
      steps: [claimed, `send ${id}`, `release ${id}`],
    });
  });

  it('that is none does not keep the next from being sent', async () => {
    expect(await run(eventOf('hello', JSON.stringify(alert)), ['ours'])).toEqual({
      outcome: 'done',
      steps: ['ALERT_UNREADABLE', claimed, `send ${id}`, `confirm ${id}`, 'ALERT_DELIVERED'],
    });
  });

  it('that is not taken does not keep the next from being sent', async () => {
    const other = { ...alert, id: 'other' };
    let failures = 1;
    const send = async () => {
      failures -= 1;
      if (failures === 0) throw new Error('no');
    };
    expect(await run(eventOf(JSON.stringify(alert), JSON.stringify(other)), ['ours', 'ours'], send)).toEqual({
      outcome: 'no',
      steps: [
        claimed,
        `send ${id}`,
        `release ${id}`,
        'claim other for request-1',
        'send other',
        'confirm other',
        'ALERT_DELIVERED',
      ],
    });
  });
});
