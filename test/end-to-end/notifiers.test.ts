import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alertMessage } from '../../functions/adapters/alert-message.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { slackMessage } from '../../functions/alerts/slack-message.ts';
import type { Bundle } from '../../functions/cli/build-bundles.ts';
import { startLambda } from '../../functions/local-account/lambda-runtime.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { account } from '../adapters/account-under-test.ts';
import { type ReceiverAnswer, startSlackReceiver } from '../adapters/slack-receiver.ts';
import { samples } from '../alerts/alert-samples.ts';
import { buildBundles } from '../built-bundles.ts';

/** It has no types of its own. */
const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

const TABLE = 'bedrock-warden-incidents';
const SECRET = `arn:aws:secretsmanager:us-east-1:${account.accountId}:secret:bedrock-warden-a1b2c3`;

let folder: string;
let bundles: readonly Bundle[];
let local: LocalAccount;
let tables: Server;
let tablesEndpoint: string;
let receiver: Awaited<ReturnType<typeof startSlackReceiver>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-warden-notifiers-'));
  [bundles, local] = await Promise.all([buildBundles(folder), startLocalAccount(account)]);
  tables = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => tables.listen(0, '127.0.0.1', resolve));
  tablesEndpoint = `http://127.0.0.1:${(tables.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'made', secretAccessKey: 'up' };
  await new DynamoDBClient({ region: 'us-east-1', endpoint: tablesEndpoint, credentials }).send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
}, 180_000);
afterAll(async () => {
  tables?.close();
  await Promise.all([local?.close(), rm(folder, { recursive: true, force: true })]);
});
afterEach(() => receiver?.close());

async function start(name: string, secret: (url: string) => object, answers: readonly ReceiverAnswer[] = []) {
  receiver = await startSlackReceiver(answers);
  local.putSecretValue(SECRET, JSON.stringify(secret(receiver.url)));
  return startLambda({
    bundle: bundles.find((bundle) => bundle.name === name)?.entry ?? '',
    handler: 'index.handler',
    environment: {
      AWS_ENDPOINT_URL: local.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: tablesEndpoint,
      AWS_REGION: 'us-east-1',
      SLACK_SECRET_ARN: SECRET,
      WEBHOOK_SECRET_ARN: SECRET,
      INCIDENT_TABLE: TABLE,
    },
  });
}

/** As the topic delivers it to a function. */
const delivery = (alert: Alert) => ({
  Records: [
    { EventSource: 'aws:sns', Sns: { MessageId: 'm-1', Message: JSON.parse(alertMessage(alert).body).lambda } },
  ],
});

const sample = (name: string, id: string): Alert => ({ ...(samples[name] as Alert), id, thread: `incident/${id}` });

describe('slack-notifier, as Lambda runs it', () => {
  it('posts an alert once, however often it is delivered, and after Slack was busy', async () => {
    const alert = sample('denial-new', 'e2e-1');
    const busy = { status: 429, headers: { 'retry-after': '1' } };
    const lambda = await start('slack-notifier', (url) => ({ webhookUrl: `${url}/services/x` }), [busy]);
    try {
      const results = [await lambda.invoke(delivery(alert)), await lambda.invoke(delivery(alert))];
      expect(results.map(({ ok }) => ok)).toEqual([true, true]);
      expect(receiver.received.map(({ body }) => body)).toEqual(Array(2).fill(slackMessage(alert)));
      expect(lambda.logs.flatMap((line) => /"code":"(ALERT_\w+)"/.exec(line)?.[1] ?? [])).toEqual([
        'ALERT_DELIVERED',
        'ALERT_REPEATED',
      ]);
      expect(lambda.logs.join('\n')).not.toContain('/services/x');
    } finally {
      await lambda.close();
    }
  });

  it('keeps an incident in its thread, and changes the first message when it is over', async () => {
    const posted = (ts: string) => ({ status: 200, body: { ok: true, channel: 'C1', ts } });
    const alerts = [
      sample('denial-new', 'e2e-2'),
      sample('denial-persisting', 'e2e-3'),
      sample('denial-resolved', 'e2e-4'),
    ];
    const lambda = await start(
      'slack-notifier',
      (url) => ({ botToken: 'xoxb-made-up', channel: 'C1', apiUrl: url }),
      ['1.0', '1.1', '1.0', '1.2'].map(posted),
    );
    try {
      for (const alert of alerts) {
        const result = await lambda.invoke(delivery({ ...alert, thread: 'incident/e2e' }));
        expect(result).toMatchObject({ ok: true });
      }
      expect(receiver.received.map(({ path, body }) => [path, body.thread_ts ?? body.ts])).toEqual([
        ['/chat.postMessage', undefined],
        ['/chat.postMessage', '1.0'],
        ['/chat.update', '1.0'],
        ['/chat.postMessage', '1.0'],
      ]);
    } finally {
      await lambda.close();
    }
  });

  it('fails when Slack refuses the message, and delivers it when it comes again', async () => {
    const alert = sample('denial-new', 'e2e-5');
    const gone = { status: 404, body: 'no_service' };
    const lambda = await start('slack-notifier', (url) => ({ webhookUrl: url }), [gone]);
    try {
      const first = await lambda.invoke(delivery(alert));
      expect(first).toMatchObject({ ok: false, error: { message: 'the message was not taken: 404: no_service' } });
      expect(await lambda.invoke(delivery(alert))).toMatchObject({ ok: true });
      expect(receiver.received.length).toBe(2);
    } finally {
      await lambda.close();
    }
  });
});

describe('webhook-notifier, as Lambda runs it', () => {
  it('posts the alert as it is', async () => {
    const alert = sample('denial-new', 'e2e-6');
    const lambda = await start('webhook-notifier', (url) => ({ webhookUrl: url }));
    try {
      expect(await lambda.invoke(delivery(alert))).toMatchObject({ ok: true });
      expect(receiver.received.map(({ body }) => body)).toEqual([JSON.parse(JSON.stringify(alert))]);
    } finally {
      await lambda.close();
    }
  });
});
