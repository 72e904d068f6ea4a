import type { Alert } from '../alerts/alert.ts';
import { slackMessage, slackPlainMessage } from '../alerts/slack-message.ts';
import { NotDelivered, type Patience, postPatiently } from './post-patiently.ts';

/** Slack does not like the blocks; the text alone it takes. */
export const BLOCKS_REFUSED =
  /^(invalid_blocks|invalid_blocks_format|invalid_payload|msg_blocks_too_long|msg_too_long)/;

/**
 * Posts an alert to an incoming webhook, without blocks where Slack refuses them.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 *
 * @throws NotDelivered when Slack does not take it in time, or not at all
 */
export async function postToSlackWebhook(url: string, alert: Alert, patience: Patience): Promise<void> {
  const first = await postPatiently({ url, body: slackMessage(alert) }, patience);
  if (first.status === 200) return;
  if (!BLOCKS_REFUSED.test(first.body)) throw new NotDelivered(first, { url });
  const second = await postPatiently({ url, body: slackPlainMessage(alert) }, patience);
  if (second.status !== 200) throw new NotDelivered(second, { url });
}
