import { afterEach, expect, it } from 'vitest';
import { postToWebhook } from '../../functions/adapters/generic-webhook.ts';
import { buildPost } from '../../functions/adapters/http-post.ts';
import { addressIn, secretFields } from '../../functions/adapters/notifier-secret.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { teamsMessage } from '../../functions/alerts/teams-message.ts';
import { samples } from '../alerts/alert-samples.ts';
import { startSlackReceiver } from './slack-receiver.ts';

const alert = samples['denial-new'] as Alert;
const now = () => 0;
const patience = {
  now,
  sleep: async () => {},
  post: buildPost(now),
  turn: async () => {},
  left: () => 60_000,
};

type Receiver = Awaited<ReturnType<typeof startSlackReceiver>>;
let receiver: Receiver;
afterEach(() => receiver?.close());

it('gets the alert as it is, with a key that its retries share', async () => {
  receiver = await startSlackReceiver([{ status: 503 }, { status: 202 }]);
  await postToWebhook({ webhookUrl: receiver.url, authorization: 'Bearer x' }, alert, patience);
  expect(
    receiver.received.map(({ headers, body }) => [headers['idempotency-key'], headers.authorization, body]),
  ).toEqual(Array(2).fill([alert.id, 'Bearer x', JSON.parse(JSON.stringify(alert))]));
});

it('gets an Adaptive Card for Teams', async () => {
  receiver = await startSlackReceiver();
  await postToWebhook({ webhookUrl: receiver.url, format: 'teams' }, alert, patience);
  expect(receiver.received.map(({ body }) => body)).toEqual([JSON.parse(JSON.stringify(teamsMessage(alert)))]);
});

it('that refuses it is told of, without its address', async () => {
  receiver = await startSlackReceiver([{ status: 403, body: 'no' }]);
  await expect(postToWebhook({ webhookUrl: `${receiver.url}/secret` }, alert, patience)).rejects.toThrow(
    'the message was not taken: 403: no',
  );
});

it('that repeats what it was asked is told of without it', async () => {
  const secret = { webhookUrl: '/hooks/T0SECRET00/x?key=K0SECRET000', authorization: 'Bearer A0SECRET000' };
  const body = `Cannot POST ${secret.webhookUrl} (${secret.authorization}, xoxb-${'123456789012-abc'})`;
  receiver = await startSlackReceiver([{ status: 404, body }]);
  const webhookUrl = `${receiver.url}${secret.webhookUrl}`;
  await expect(postToWebhook({ ...secret, webhookUrl }, alert, patience)).rejects.toThrow(
    'the message was not taken: 404: Cannot POST /hooks/[masked]/x?key=[masked] (Bearer [masked], xoxb-[masked])',
  );
});

it.each(['', 'https://me:hunter22@example.com/', 'http://example.com/', 'file:///etc/passwd', 'https//x'])(
  'the address %j is none',
  (webhookUrl) => {
    expect(() => addressIn({ webhookUrl }, 'webhookUrl')).toThrow("the secret's field webhookUrl is no https address");
  },
);

it.each([undefined, '', 'https://hooks.slack.com/services/x', '[]', 'null'])('the secret %j is refused', (text) => {
  const refused = () => secretFields(text, 'arn:aws:secretsmanager:us-east-1:111122223333:secret:one');
  expect(refused).toThrow(
    'the secret arn:aws:secretsmanager:us-east-1:111122223333:secret:one is no JSON object; store {"webhookUrl":"…"} in it',
  );
});

it('a secret has fields of text', () => {
  expect(secretFields('{"webhookUrl":"https://x","n":1}', 'arn')).toEqual({ webhookUrl: 'https://x' });
});
