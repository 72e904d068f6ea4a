import { CreateTopicCommand, PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { answerOf, clientConfig, EMPTY } from './account-under-test.ts';

let account: LocalAccount;
let client: SNSClient;

beforeEach(async () => {
  account = await startLocalAccount(EMPTY);
  client = new SNSClient(clientConfig(account.endpoint));
  account.createTopic('alerts');
});

afterEach(() => account.close());

const TopicArn = 'arn:aws:sns:us-east-1:111122223333:alerts';
const good: PublishCommandInput = { TopicArn, Message: 'text', Subject: 'Denied' };
const bodies = { default: 'text', https: '{"version":"1.0"}' };
const json = { ...good, MessageStructure: 'json', Message: JSON.stringify(bodies) };
const invalid = { error: 'InvalidParameterException' };

describe('Publish', () => {
  it('keeps what it accepted', async () => {
    const sent = await client.send(
      new PublishCommand({
        ...json,
        MessageAttributes: {
          severity: { DataType: 'String', StringValue: 'high & <higher>' },
          bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
        },
      }),
    );
    expect(account.published).toEqual([
      {
        messageId: sent.MessageId,
        topicArn: TopicArn,
        subject: 'Denied',
        message: JSON.stringify(bodies),
        messageStructure: 'json',
        messageAttributes: {
          severity: { dataType: 'String', value: 'high & <higher>' },
          bytes: { dataType: 'Binary', value: 'AQI=' },
        },
      },
    ]);
  });

  const accepted = { MessageId: expect.stringMatching(/./) };
  it.each([
    ['a good message', good, accepted],
    ['no subject', { TopicArn, Message: 'text' }, accepted],
    ['a topic that is not there', { ...good, TopicArn: `${TopicArn}2` }, { error: 'NotFoundException' }],
    ['what is no topic', { ...good, TopicArn: 'alerts' }, invalid],
    ['no message', { ...good, Message: '' }, invalid],
    ['a subject of 99 characters', { ...good, Subject: 'é'.repeat(99) }, accepted],
    ['a subject of 100', { ...good, Subject: 'a'.repeat(100) }, invalid],
    ['a subject with a line break', { ...good, Subject: 'a\nb' }, invalid],
    ['a subject with a control character', { ...good, Subject: 'a\u0007b' }, invalid],
    ['262,144 bytes', { ...good, Message: 'a'.repeat(262_144) }, accepted],
    ['262,145 bytes', { ...good, Message: 'a'.repeat(262_145) }, invalid],
    ['262,144 characters of two bytes', { ...good, Message: 'é'.repeat(262_144) }, invalid],
    ['json', json, accepted],
    ['json that is none', { ...json, Message: 'text' }, invalid],
    ['json without a default', { ...json, Message: '{"email":"text"}' }, invalid],
    ['json whose https body is an object', { ...json, Message: '{"default":"","https":{}}' }, invalid],
    ['another structure', { ...good, MessageStructure: 'xml' }, invalid],
    [
      'an empty attribute',
      { ...good, MessageAttributes: { severity: { DataType: 'String', StringValue: '' } } },
      { error: 'InvalidParameterValueException' },
    ],
  ])('%s', async (_, input, answer) => {
    expect(await answerOf(client.send(new PublishCommand(input)))).toEqual(answer);
    expect(account.published.length).toBe(answer === accepted ? 1 : 0);
  });
});

describe('CreateTopic', () => {
  it.each([
    ['alerts-2', { TopicArn: `${TopicArn}-2` }],
    ['alerts.fifo', { TopicArn: `${TopicArn}.fifo` }],
    ['not a name', invalid],
  ])('%s', async (Name, answer) => {
    expect(await answerOf(client.send(new CreateTopicCommand({ Name })))).toEqual(answer);
  });

  it('can be published to', async () => {
    const { TopicArn: created } = await client.send(new CreateTopicCommand({ Name: 'made' }));
    await client.send(new PublishCommand({ TopicArn: created, Message: 'text' }));
    expect(account.published.map(({ topicArn }) => topicArn)).toEqual([created]);
  });
});
