import type { SNSEvent } from 'aws-lambda';
import type { Deliveries } from '../adapters/deliveries.ts';
import type { Log } from '../adapters/log.ts';
import { readAlert } from '../adapters/read-alert.ts';
import type { Alert } from '../alerts/alert.ts';

export interface DeliveryServices {
  readonly deliveries: Pick<Deliveries, 'claim' | 'confirm' | 'release'>;
  readonly send: (alert: Alert) => Promise<void>;
  readonly log: Log;
}

/**
 * Hands each alert of the topic to one channel, once, however often the topic delivers it. What is no alert is logged and left;
 * one that is not taken does not keep the next from being sent.
 *
 * @param owner the invocation's request id, which its retries share
 * @throws Error when one is not delivered: Lambda tries again, then keeps it in the failure queue
 */
export async function deliverAlerts({ Records }: SNSEvent, owner: string, services: DeliveryServices): Promise<void> {
  const failures: unknown[] = [];
  for (const { Sns } of Records) {
    const alert = readAlert(Sns.Message);
    if (alert === undefined) services.log('ALERT_UNREADABLE', { messageId: Sns.MessageId });
    else await deliver(alert, owner, services).catch((thrown: unknown) => failures.push(thrown));
  }
  if (failures.length > 0) throw failures[0];
}

async function deliver(alert: Alert, owner: string, { deliveries, send, log }: DeliveryServices): Promise<void> {
  const claim = await deliveries.claim(alert.id, owner);
  if (claim === 'elsewhere') throw new Error(`the alert ${alert.id} is being delivered by another invocation`);
  if (claim === 'done') {
    log('ALERT_REPEATED', { alertId: alert.id });
    return;
  }
  try {
    await send(alert);
  } catch (thrown) {
    await deliveries.release(alert.id, owner);
    throw thrown;
  }
  await deliveries.confirm(alert.id);
  log('ALERT_DELIVERED', { alertId: alert.id });
}
