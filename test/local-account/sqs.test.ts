import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drainQueue } from '../../functions/local-account/event-source.ts';
import type { LambdaResult } from '../../functions/local-account/lambda-runtime.ts';
import { buildQueueStore } from '../../functions/local-account/queue-store.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { SNAPSHOT } from './account-under-test.ts';

describe('the queues of the account', () => {
  let local: LocalAccount;
  let client: SQSClient;
  beforeEach(async () => {
    local = await startLocalAccount(SNAPSHOT);
    local.createQueue({ name: 'denials', visibilityMillis: 60_000 });
    client = new SQSClient({
      endpoint: local.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
      useQueueUrlAsEndpoint: false,
    });
  });
  afterEach(() => local.close());

  it('take, hand over and delete messages', async () => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'denials' }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([['one', '1']]);
    const again = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(again.Messages ?? []).toEqual([]);
    const counted = () => client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect((await counted()).Attributes?.ApproximateNumberOfMessages).toBe('1');
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
    expect((await counted()).Attributes?.ApproximateNumberOfMessages).toBe('0');
  });

  it('are not there for who asks for another', async () => {
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'other' }))).rejects.toThrow('does not exist');
  });
});

describe('the poller of a function', () => {
  const source = { queueName: 'q', queueArn: 'arn:aws:sqs:us-east-1:111122223333:q', batchSize: 2 };

  function queueWith(...bodies: readonly string[]) {
    const queues = buildQueueStore(() => 0);
    queues.create({ name: 'dead', visibilityMillis: 1 });
    queues.create({ name: 'q', visibilityMillis: 1, deadLetters: { queue: 'dead', maxReceiveCount: 2 } });
    for (const body of bodies) queues.send('q', body);
    return queues;
  }

  const answering = (answer: (bodies: readonly string[], ids: readonly string[]) => LambdaResult) => ({
    invoke: async (event: unknown) => {
      const { Records } = event as {
        readonly Records: readonly { readonly body: string; readonly messageId: string }[];
      };
      return answer(
        Records.map(({ body }) => body),
        Records.map(({ messageId }) => messageId),
      );
    },
  });
  const ok = (...failed: readonly (string | undefined)[]): LambdaResult => ({
    ok: true,
    value: { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) },
  });

  it('hands over batch after batch and deletes what went well', async () => {
    const queues = queueWith('a', 'b', 'c');
    const seen: (readonly string[])[] = [];
    await drainQueue(
      source,
      queues,
      answering((bodies) => {
        seen.push(bodies);
        return ok();
      }),
    );
    expect([seen, queues.depth('q')]).toEqual([[['a', 'b'], ['c']], 0]);
  });

  it.each<[name: string, answer: Parameters<typeof answering>[0], left: readonly string[]]>([
    ['what is named as failed', (_, [first]) => ok(first), ['a']],
    ['all of it, when the function failed', () => ({ ok: false, error: { name: 'Error', message: '' } }), ['a', 'b']],
    ['all of it, when an unknown message is named', () => ok('other'), ['a', 'b']],
    ['all of it, when a failure has no name', () => ok(undefined), ['a', 'b']],
  ])('leaves %s', async (_name, answer, left) => {
    const queues = queueWith('a', 'b');
    await drainQueue(source, queues, answering(answer));
    expect(queues.bodies('q')).toEqual(left);
  });

  it('gives up what was received too often', async () => {
    const queues = queueWith('poison');
    const fails = answering((_, ids) => ok(...ids));
    for (let round = 0; round < 3; round += 1) {
      await drainQueue(source, queues, fails);
      queues.expireVisibility('q');
    }
    expect([queues.bodies('q'), queues.bodies('dead')]).toEqual([[], ['poison']]);
  });
});
