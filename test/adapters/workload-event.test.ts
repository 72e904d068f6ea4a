import { expect, it } from 'vitest';
import { parseWorkloadEvent } from '../../functions/adapters/workload-event.ts';

const record = {
  eventID: '11111111-2222-3333-4444-555555555555',
  eventName: 'UpdateAgent',
  eventTime: '2026-11-22T10:00:00Z',
  awsRegion: 'us-east-1',
  userIdentity: { arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice' },
  requestParameters: { agentId: 'AGENT00001', foundationModel: 'amazon.nova-lite-v1:0', agentResourceRoleArn: 'x' },
  responseElements: { agent: { agentId: 'AGENT00001' } },
};

it('a change is who did what to which resource, and when', () => {
  expect(parseWorkloadEvent(record)).toEqual({
    eventId: record.eventID,
    eventName: 'UpdateAgent',
    eventTime: '2026-11-22T10:00:00Z',
    region: 'us-east-1',
    by: 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
    ids: ['AGENT00001'],
  });
});

it.each<[name: string, change: object, ids: readonly string[]]>([
  ['what only the answer names', { requestParameters: { agentName: 'a' } }, ['AGENT00001']],
  [
    'an ARN',
    {
      requestParameters: { agentArn: 'arn:aws:bedrock:us-east-1:111122223333:agent/AGENT00002' },
      responseElements: null,
    },
    ['AGENT00002'],
  ],
  [
    'the ARN of an alias',
    {
      requestParameters: { agentAliasArn: 'arn:aws:bedrock:us-east-1:1:agent-alias/AGENT00002/ALIAS00001' },
      responseElements: null,
    },
    ['AGENT00002'],
  ],
  ['a function by its name', { requestParameters: { functionName: 'orders' }, responseElements: null }, ['orders']],
  [
    'a function with a qualifier',
    { requestParameters: { functionName: 'orders:live' }, responseElements: null },
    ['orders'],
  ],
  [
    'a function by its ARN',
    {
      requestParameters: { functionName: 'arn:aws:lambda:us-east-1:111122223333:function:orders:live' },
      responseElements: null,
    },
    ['orders'],
  ],
  [
    'a change of the account',
    { eventName: 'PutUseCaseForModelAccess', requestParameters: { formData: 'x' }, responseElements: null },
    [],
  ],
])('%s is found', (_, change, ids) => {
  expect(parseWorkloadEvent({ ...record, ...change })?.ids).toEqual(ids);
});

it('the version of an API is no part of a name', () => {
  expect(parseWorkloadEvent({ ...record, eventName: 'AddPermission20150331v2' })?.eventName).toBe('AddPermission');
});

it.each<[name: string, value: unknown]>([
  ['nothing', null],
  ['text', 'UpdateAgent'],
  ['a call that failed', { ...record, errorCode: 'AccessDeniedException' }],
  ['no name', { ...record, eventName: undefined }],
  ['no word of what changed', { ...record, requestParameters: null, responseElements: null }],
  ['values that are none', { ...record, requestParameters: { agentId: 7 }, responseElements: { agent: ['x'] } }],
])('%s is no change', (_, value) => {
  expect(parseWorkloadEvent(value)).toBeUndefined();
});

it('a time that is none is none', () => {
  expect(parseWorkloadEvent({ ...record, eventTime: 'now' })?.eventTime).toBeNull();
});
