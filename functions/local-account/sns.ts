import { randomUUID } from 'node:crypto';
import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import type { MessageAttribute } from './topic-store.ts';

const MAX_MESSAGE_BYTES = 262_144;

const PROTOCOLS = 'default http https email email-json sms sqs application lambda firehose'.split(' ');

export const sns: Operations = {
  CreateTopic({ Name }, account) {
    const name = String(Name ?? '');
    if (!/^[\w-]{1,256}$/.test(name) && !/^[\w-]{1,251}\.fifo$/.test(name)) {
      throw invalid('Invalid parameter: Topic Name');
    }
    const arn = topicArn(name, account);
    account.topics.createTopic(arn);
    return { TopicArn: arn };
  },

  /** Limits: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  Publish(input, account) {
    const { TopicArn, TargetArn, Subject: subject, MessageStructure: structure } = input;
    const arn = String(TopicArn ?? TargetArn ?? '');
    const message = String(input.Message ?? '');
    const messageAttributes = parseAttributes(input);

    if (!/^arn:[^:]+:sns:[^:]+:\d{12}:[\w.-]+$/.test(arn)) throw invalid('Invalid parameter: TopicArn');
    if (message === '') throw invalid('Invalid parameter: Empty message');
    if (subject !== undefined) refuseSubject(String(subject));
    if (structure !== undefined) refuseStructure(String(structure), message);
    if (bytesOf(message, messageAttributes) > MAX_MESSAGE_BYTES) throw invalid('Invalid parameter: Message too long');
    if (!account.topics.hasTopic(arn)) throw new AwsError('NotFound', 404, 'Topic does not exist');

    const messageId = randomUUID();
    account.topics.publish({
      messageId,
      topicArn: arn,
      message,
      messageAttributes,
      ...(subject !== undefined && { subject: String(subject) }),
      ...(structure !== undefined && { messageStructure: String(structure) }),
    });
    return { MessageId: messageId };
  },
};

export function topicArn(name: string, { snapshot }: Pick<Account, 'snapshot'>): string {
  return `arn:${snapshot.partition ?? 'aws'}:sns:${snapshot.region}:${snapshot.accountId}:${name}`;
}

/** Fewer than 100 characters, no line breaks, no control characters. */
function refuseSubject(subject: string): void {
  const length = [...subject].length;
  if (length === 0 || length >= 100 || /\p{Cc}|[\u2028\u2029]/u.test(subject)) {
    throw invalid('Invalid parameter: Subject');
  }
}

function refuseStructure(structure: string, message: string): void {
  if (structure !== 'json') throw invalid('Invalid parameter: MessageStructure');
  let bodies: unknown;
  try {
    bodies = JSON.parse(message);
  } catch {
    throw invalid('Invalid parameter: Message Structure - JSON message body failed to parse');
  }
  if (typeof bodies !== 'object' || bodies === null || Array.isArray(bodies) || !('default' in bodies)) {
    throw invalid('Invalid parameter: Message Structure - No default entry in JSON message body');
  }
  const broken = Object.entries(bodies).find(([key, body]) => PROTOCOLS.includes(key) && typeof body !== 'string');
  if (broken !== undefined) {
    throw invalid(`Invalid parameter: Message Structure - the entry ${broken[0]} is not a string`);
  }
}

/** `MessageAttributes.entry.1.Name`, `MessageAttributes.entry.1.Value.DataType`, … */
function parseAttributes(input: Input): Readonly<Record<string, MessageAttribute>> {
  const attributes: [string, MessageAttribute][] = [];
  for (let index = 1; ; index += 1) {
    const entry = `MessageAttributes.entry.${index}`;
    const name = input[`${entry}.Name`];
    if (name === undefined) return Object.fromEntries(attributes);
    const dataType = String(input[`${entry}.Value.DataType`] ?? '');
    const value = input[`${entry}.Value.${dataType.startsWith('Binary') ? 'BinaryValue' : 'StringValue'}`];
    if (!/^[\w.-]{1,256}$/.test(String(name)) || !/^(String|Number|Binary)(\..+)?$/.test(dataType)) {
      throw invalid(`Invalid parameter: the message attribute '${name}' has an invalid name or type`);
    }
    if (value === undefined || value === '') {
      throw new AwsError(
        'ParameterValueInvalid',
        400,
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${dataType}'.`,
      );
    }
    attributes.push([String(name), { dataType, value: String(value) }]);
  }
}

/** Attributes count: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function bytesOf(message: string, attributes: Readonly<Record<string, MessageAttribute>>): number {
  return Object.entries(attributes)
    .flatMap(([name, { dataType, value }]) => [name, dataType, value])
    .concat(message)
    .reduce((total, text) => total + Buffer.byteLength(text), 0);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameter', 400, message);
}
