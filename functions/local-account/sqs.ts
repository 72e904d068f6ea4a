import { createHash } from 'node:crypto';
import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html: a message has at most 1 MiB. */
const MAX_BYTES = 1_048_576;

export const sqs: Operations = {
  SendMessage(input, account) {
    const name = queueName(input, account);
    const body = String(input.MessageBody ?? '');
    if (body === '') throw new AwsError('MissingParameter', 400, 'The request must contain the parameter MessageBody.');
    if (Buffer.byteLength(body) > MAX_BYTES)
      throw new AwsError(
        'InvalidParameterValue',
        400,
        'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
      );
    return {
      MessageId: account.queues.send(name, body),
      MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
    };
  },

  ReceiveMessage(input, account) {
    const most = Number(input.MaxNumberOfMessages ?? 1);
    if (!(most >= 1 && most <= 10))
      throw new AwsError(
        'InvalidParameterValue',
        400,
        `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
      );
    const received = account.queues.receive(queueName(input, account), most);
    return {
      Messages: received.map(({ messageId, receiptHandle, body, md5OfBody, sentAt, receives }) => ({
        MessageId: messageId,
        ReceiptHandle: receiptHandle,
        MD5OfBody: md5OfBody,
        Body: body,
        Attributes: { SentTimestamp: String(sentAt), ApproximateReceiveCount: String(receives) },
      })),
    };
  },

  DeleteMessage(input, account) {
    account.queues.delete(queueName(input, account), String(input.ReceiptHandle ?? ''));
    return {};
  },

  GetQueueUrl({ QueueName }, account) {
    const name = existing(String(QueueName ?? ''), account);
    return { QueueUrl: `https://sqs.${account.snapshot.region}.amazonaws.com/${account.snapshot.accountId}/${name}` };
  },

  GetQueueAttributes(input, account) {
    const name = queueName(input, account);
    return {
      Attributes: {
        QueueArn: queueArn(name, account),
        ApproximateNumberOfMessages: String(account.queues.depth(name)),
      },
    };
  },
};

export const queueArn = (name: string, { snapshot }: Pick<Account, 'snapshot'>): string =>
  `arn:${snapshot.partition ?? 'aws'}:sqs:${snapshot.region}:${snapshot.accountId}:${name}`;

const queueName = ({ QueueUrl }: Input, account: Account): string =>
  existing(
    String(QueueUrl ?? '')
      .split('/')
      .at(-1) ?? '',
    account,
  );

function existing(name: string, { queues }: Account): string {
  if (queues.has(name)) return name;
  throw new AwsError('QueueDoesNotExist', 400, 'The specified queue does not exist.');
}
