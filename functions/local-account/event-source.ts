import type { LambdaResult, LocalLambda } from './lambda-runtime.ts';
import type { QueueStore, ReceivedMessage } from './queue-store.ts';
import type { PublishedMessage } from './topic-store.ts';

export interface EventSource {
  readonly queueName: string;
  readonly queueArn: string;
  readonly batchSize: number;
}

/**
 * Hands the messages of a queue to a function, batch after batch, as Lambda's poller does: those that it does not report as
 * failed are deleted, and all of a batch on which it failed stay. Returns when nothing is visible any more.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export async function drainQueue(
  { queueName, queueArn, batchSize }: EventSource,
  queues: QueueStore,
  lambda: Pick<LocalLambda, 'invoke'>,
): Promise<readonly LambdaResult[]> {
  const results: LambdaResult[] = [];
  for (;;) {
    const messages = queues.receive(queueName, batchSize);
    if (messages.length === 0) return results;
    const result = await lambda.invoke({ Records: messages.map((message) => sqsRecord(message, queueArn)) });
    results.push(result);
    const failed = result.ok ? failedItems(result.value, messages) : messages.map(({ messageId }) => messageId);
    for (const { messageId, receiptHandle } of messages)
      if (!failed.includes(messageId)) queues.delete(queueName, receiptHandle);
  }
}

export const sqsRecord = (message: ReceivedMessage, eventSourceARN: string) => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
    SenderId: 'AIDAISMY7JYY5F7RTT6AO',
    ApproximateFirstReceiveTimestamp: String(message.sentAt),
  },
  messageAttributes: {},
  md5OfBody: message.md5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN,
  awsRegion: eventSourceARN.split(':')[3] ?? '',
});

/** A message of a topic as its function gets it: the body for Lambda, where the message has one for each protocol. */
export const snsEvent = ({ message, messageStructure, ...published }: PublishedMessage) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${published.topicArn}:local`,
      Sns: {
        Type: 'Notification',
        MessageId: published.messageId,
        TopicArn: published.topicArn,
        Subject: published.subject ?? null,
        Message: messageStructure === 'json' ? bodyForLambda(message) : message,
        MessageAttributes: Object.fromEntries(
          Object.entries(published.messageAttributes).map(([name, { dataType, value }]) => [
            name,
            { Type: dataType, Value: value },
          ]),
        ),
      },
    },
  ],
});

function bodyForLambda(message: string): string {
  const bodies = JSON.parse(message) as { readonly default: string; readonly lambda?: string };
  return bodies.lambda ?? bodies.default;
}

/** An answer that names an unknown message, or is no answer, fails the whole batch; none at all fails nothing. */
function failedItems(value: unknown, messages: readonly ReceivedMessage[]): readonly string[] {
  const { batchItemFailures = [] } = { ...(value as object) } as {
    readonly batchItemFailures?: readonly { readonly itemIdentifier?: unknown }[];
  };
  const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const ids = messages.map(({ messageId }) => messageId);
  return failed.every((id) => typeof id === 'string' && ids.includes(id)) ? (failed as readonly string[]) : ids;
}
