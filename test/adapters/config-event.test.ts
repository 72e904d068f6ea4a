import { describe, expect, it } from 'vitest';
import { parseConfigEvent } from '../../functions/adapters/config-event.ts';

const item = {
  configurationItemCaptureTime: '2026-11-22T10:00:00.000Z',
  configurationItemStatus: 'OK',
  resourceType: 'AWS::IAM::Role',
  resourceId: 'AROAAGENT00000000001',
  resourceName: 'agent',
  ARN: 'arn:aws:iam::111122223333:role/agent',
  awsRegion: 'global',
  relationships: [
    {
      resourceType: 'AWS::IAM::Policy',
      resourceId: 'ANPA1',
      resourceName: 'Local',
      name: 'Is attached to CustomerManagedPolicy',
    },
  ],
  configuration: { roleName: 'agent' },
};

const changeNotification = { messageType: 'ConfigurationItemChangeNotification', configurationItem: item };

const event = {
  version: '1.0',
  invokingEvent: JSON.stringify(changeNotification),
  ruleParameters: '{"ruleId":"agent-role-least-privilege"}',
  resultToken: 'token',
  eventLeftScope: false,
  executionRoleArn: 'arn:aws:iam::111122223333:role/config',
  configRuleName: 'bedrock-warden-agent-role-least-privilege',
  accountId: '111122223333',
};

const parsedItem = {
  resourceType: 'AWS::IAM::Role',
  resourceId: 'AROAAGENT00000000001',
  resourceName: 'agent',
  captureTime: '2026-11-22T10:00:00.000Z',
  relationships: [{ resourceType: 'AWS::IAM::Policy', resourceId: 'ANPA1', resourceName: 'Local' }],
  configuration: { roleName: 'agent' },
};

const parsed = {
  ruleId: 'agent-role-least-privilege',
  configRuleName: 'bedrock-warden-agent-role-least-privilege',
  accountId: '111122223333',
  resultToken: 'token',
  notification: { kind: 'change', inScope: true, item: parsedItem },
};

function withItem(change: object): object {
  return {
    ...event,
    invokingEvent: JSON.stringify({ ...changeNotification, configurationItem: { ...item, ...change } }),
  };
}

describe('a change', () => {
  it('is read', () => {
    expect(parseConfigEvent(event)).toEqual(parsed);
  });

  it.each([
    ['OK', true],
    ['ResourceDiscovered', true],
    ['ResourceDeleted', false],
    ['ResourceDeletedNotRecorded', false],
    ['ResourceNotRecorded', false],
    ['', false],
  ])('with the status %j is in scope: %s', (configurationItemStatus, inScope) => {
    expect(parseConfigEvent(withItem({ configurationItemStatus }))).toEqual({
      ...parsed,
      notification: { kind: 'change', inScope, item: parsedItem },
    });
  });

  it('that left the scope is not in it', () => {
    expect(parseConfigEvent({ ...event, eventLeftScope: true }).notification).toEqual({
      kind: 'change',
      inScope: false,
      item: parsedItem,
    });
  });

  it.each([
    ['no relationships', { relationships: undefined }, { relationships: [] }],
    ['relationships that are none', { relationships: [null, 'x', {}] }, { relationships: [{ resourceType: '' }] }],
    [
      'a relationship without a name',
      { relationships: [{ resourceType: 'AWS::IAM::Role', resourceId: 'AROA1' }] },
      { relationships: [{ resourceType: 'AWS::IAM::Role', resourceId: 'AROA1' }] },
    ],
    ['no configuration', { configuration: null }, { configuration: null }],
  ])('with %s', (_, change, read) => {
    expect(parseConfigEvent(withItem(change)).notification).toEqual({
      kind: 'change',
      inScope: true,
      item: { ...parsedItem, ...read },
    });
  });
});

it('an oversized change has a summary', () => {
  const { configuration, relationships, ...summary } = item;
  const invokingEvent = JSON.stringify({
    messageType: 'OversizedConfigurationItemChangeNotification',
    configurationItemSummary: { changeType: 'UPDATE', ...summary },
  });
  expect(parseConfigEvent({ ...event, invokingEvent }).notification).toEqual({
    kind: 'oversized',
    inScope: true,
    item: { ...parsedItem, relationships: [], configuration: undefined },
  });
});

it('a schedule has the time at which it was due', () => {
  const invokingEvent = JSON.stringify({
    awsAccountId: '111122223333',
    notificationCreationTime: '2026-11-22T10:00:00.000Z',
    messageType: 'ScheduledNotification',
    recordVersion: '1.0',
  });
  expect(parseConfigEvent({ ...event, invokingEvent }).notification).toEqual({
    kind: 'scheduled',
    time: '2026-11-22T10:00:00.000Z',
  });
});

describe('what cannot be read is named', () => {
  const cases: readonly [name: string, event: unknown, reason: string][] = [
    ['no event', null, 'the event is not an object'],
    ['no parameters', { ...event, ruleParameters: undefined }, 'ruleParameters names no ruleId'],
    ['parameters without a rule', { ...event, ruleParameters: '{}' }, 'ruleParameters names no ruleId'],
    ['parameters that are no JSON', { ...event, ruleParameters: '{' }, 'ruleParameters is not JSON'],
    [
      'parameters that are no object',
      { ...event, ruleParameters: '[]' },
      'ruleParameters is not the text of a JSON object',
    ],
    ['no token', { ...event, resultToken: '' }, 'resultToken is missing'],
    ['no account', { ...event, accountId: undefined }, 'accountId is missing'],
    [
      'an invoking event that is an object',
      { ...event, invokingEvent: {} },
      'invokingEvent is not the text of a JSON object',
    ],
    [
      'another message',
      { ...event, invokingEvent: '{"messageType":"ConfigurationSnapshotDeliveryCompleted"}' },
      'the messageType is ConfigurationSnapshotDeliveryCompleted',
    ],
    [
      'no item',
      { ...event, invokingEvent: '{"messageType":"ConfigurationItemChangeNotification"}' },
      'the invokingEvent has no configuration item',
    ],
    ['no resource', withItem({ resourceId: null }), 'resourceId is missing'],
    [
      'a time that is none',
      withItem({ configurationItemCaptureTime: 'today' }),
      'configurationItemCaptureTime is not a time',
    ],
  ];

  it.each(cases)('%s', (_, broken, reason) => {
    expect(() => parseConfigEvent(broken)).toThrow(`AWS Config sent an event that cannot be read: ${reason}`);
  });
});
