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
  arn: 'arn:aws:iam::111122223333:role/agent',
  captureTime: '2026-11-22T10:00:00.000Z',
  relationships: [{ resourceType: 'AWS::IAM::Policy', resourceId: 'ANPA1', resourceName: 'Local' }],
  configuration: { roleName: 'agent' },
};

const parsed = {
  ruleId: 'agent-role-least-privilege',
  parameters: {},
  configRuleName: 'bedrock-warden-agent-role-least-privilege',
  accountId: '111122223333',
  resultToken: 'token',
  notification: { kind: 'change', inScope: true, isDeleted: false, item: parsedItem },
  continuation: { count: 0 },
  event,
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
    ['OK', true, false, {}],
    ['ResourceDiscovered', true, false, { isNew: true }],
    ['ResourceDeleted', false, true, {}],
    ['ResourceDeletedNotRecorded', false, true, {}],
    ['ResourceNotRecorded', false, false, {}],
    ['', false, false, {}],
  ])('with the status %j is in scope: %s, deleted: %s', (configurationItemStatus, inScope, isDeleted, more) => {
    const changed = withItem({ configurationItemStatus });
    expect(parseConfigEvent(changed)).toEqual({
      ...parsed,
      notification: { kind: 'change', inScope, isDeleted, item: { ...parsedItem, ...more } },
      event: changed,
    });
  });

  it('that left the scope is not in it', () => {
    expect(parseConfigEvent({ ...event, eventLeftScope: true }).notification).toEqual({
      kind: 'change',
      inScope: false,
      isDeleted: false,
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
    ['tags', { tags: { team: 'orders', odd: 1 } }, { tags: { team: 'orders' } }],
    ['no name', { resourceName: null, ARN: null }, { resourceName: undefined, arn: undefined }],
  ])('with %s', (_, change, read) => {
    expect(parseConfigEvent(withItem(change)).notification).toEqual({
      kind: 'change',
      inScope: true,
      isDeleted: false,
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
    isDeleted: false,
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

describe('the parameters', () => {
  it.each<[name: string, ruleParameters: unknown, expected: object]>([
    ['are text', '{"ruleId":"one","warnDaysAhead":"30"}', { ruleId: 'one', parameters: { warnDaysAhead: '30' } }],
    [
      'may be values that are no text',
      '{"ruleId":"one","days":30,"on":true,"no":null}',
      { ruleId: 'one', parameters: { days: '30', on: 'true' } },
    ],
    ['may be absent: the name tells the rule', undefined, { ruleId: 'agent-role-least-privilege', parameters: {} }],
    ['may name no rule', '{"days":"1"}', { ruleId: 'agent-role-least-privilege', parameters: { days: '1' } }],
  ])('%s', (_, ruleParameters, expected) => {
    expect(parseConfigEvent({ ...event, ruleParameters })).toMatchObject(expected);
  });
});

it.each([
  [
    { count: 3, state: 'packed' },
    { count: 3, state: 'packed' },
  ],
  [{ count: 3 }, { count: 3 }],
  [{ count: '3' }, { count: 0 }],
  [3, { count: 0 }],
])('a sweep that goes on says how often it did, and what it knows: %j', (continuation, expected) => {
  expect(parseConfigEvent({ ...event, continuation }).continuation).toEqual(expected);
});

describe('what cannot be read is named', () => {
  const cases: readonly [name: string, event: unknown, reason: string][] = [
    ['no event', null, 'the event is not an object'],
    [
      'no rule in parameters or name',
      { ...event, ruleParameters: undefined, configRuleName: 'mine' },
      'ruleParameters names no ruleId, and the name of the rule does not tell it',
    ],
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
