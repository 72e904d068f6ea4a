import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCloudTrailRecord } from '../../functions/diagnosis/cloudtrail-record.ts';

const file = new URL('../fixtures/cloudtrail/converse-denied.json', import.meta.url);
const record = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;

const SESSION = 'BedrockAgents-AGENT00001-1f4c33b8-3a69-42be-bae0-c3e8d43a231a';
const denied = {
  eventId: '6b2b9d0e-0000-4000-8000-000000000001',
  eventTime: '2026-11-20T10:00:00Z',
  region: 'us-east-1',
  accountId: '111122223333',
  eventSource: 'bedrock.amazonaws.com',
  eventName: 'Converse',
  errorCode: 'AccessDenied',
  errorMessage: 'Access denied when calling Bedrock. Check your request permissions and retry the request.',
  principalArn: `arn:aws:sts::111122223333:assumed-role/SupportAgentRole/${SESSION}`,
  roleArn: 'arn:aws:iam::111122223333:role/service-role/SupportAgentRole',
  roleName: 'SupportAgentRole',
  sessionName: SESSION,
  workload: { type: 'agent', id: 'AGENT00001', actsAs: 'itself' },
  modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
  caller: 'workload',
  invokedBy: 'bedrock.amazonaws.com',
  requested: { models: ['anthropic.claude-haiku-4-5-20251001-v1:0'] },
  message: { template: 'generic-bedrock' },
};

const without = (object: object, ...names: readonly string[]): object =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

test('a denied model call of an agent', () => {
  expect(parseCloudTrailRecord(record)).toEqual({ denied });
});

test.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Client.UnauthorizedOperation'])(
  '%s is a denial',
  (errorCode) => {
    expect(parseCloudTrailRecord({ ...record, errorCode })).toEqual({ denied: { ...denied, errorCode } });
  },
);

test.each([
  [
    'a message that is missing',
    without(record, 'errorMessage'),
    { ...without(denied, 'errorMessage'), message: { template: 'absent' } },
  ],
  ['parameters that are null', { ...record, requestParameters: null }, without(denied, 'modelId', 'requested')],
  [
    'a hidden parameter',
    { ...record, requestParameters: { modelId: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
    without(denied, 'modelId', 'requested'),
  ],
  [
    'a session of which only the name of the role is known',
    { ...record, userIdentity: { arn: denied.principalArn } },
    without(denied, 'roleArn', 'invokedBy'),
  ],
  [
    'a refusal under another error code',
    {
      ...record,
      errorCode: 'ResourceNotFoundException',
      errorMessage: 'This model version has reached the end of its life',
    },
    {
      ...denied,
      errorCode: 'ResourceNotFoundException',
      errorMessage: 'This model version has reached the end of its life',
      message: { template: 'model-end-of-life' },
    },
  ],
  [
    'a denial by a VPC endpoint',
    {
      ...record,
      errorCode: 'VpceAccessDenied',
      vpcEndpointId: 'vpce-1',
      errorMessage: 'The request was denied due to a VPC endpoint policy',
    },
    {
      ...denied,
      errorCode: 'VpceAccessDenied',
      vpcEndpointId: 'vpce-1',
      errorMessage: 'The request was denied due to a VPC endpoint policy',
      message: { template: 'vpc-endpoint-record', layer: 'vpcEndpoint' },
    },
  ],
])('%s', (_, input, expected) => {
  expect(parseCloudTrailRecord(input)).toEqual({ denied: expected });
});

const as = (sessionName: string): object => ({
  ...record,
  userIdentity: { arn: `arn:aws:sts::111122223333:assumed-role/R/${sessionName}` },
});

test.each([
  ['BedrockAgentRetrieveSession-KB00000001', { type: 'knowledgeBase', id: 'KB00000001', actsAs: 'itself' }],
  ['DocumentLoaderTask-KB00000001', { type: 'knowledgeBase', id: 'KB00000001', actsAs: 'itself' }],
  ['BedrockAgentCore-468eedc9-f2d1-4ad2-8d95-9e93daff68be', { type: 'agentCoreRuntime', actsAs: 'itself' }],
  ['BedrockAgents-TOOLONGFORANID-1f4c33b8', undefined],
  ['somebody', undefined],
])('the session %s', (sessionName, workload) => {
  const parsed = parseCloudTrailRecord(as(sessionName));
  expect('denied' in parsed ? parsed.denied.workload : parsed).toEqual(workload);
});

test('a caller of an agent is not the agent', () => {
  const parsed = parseCloudTrailRecord({
    ...as('somebody'),
    eventName: 'InvokeAgent',
    requestParameters: { agentId: 'AGENT00001', agentAliasId: 'ALIAS00001' },
  });
  expect('denied' in parsed ? parsed.denied.workload : parsed).toEqual({
    type: 'agent',
    id: 'AGENT00001',
    aliasId: 'ALIAS00001',
    actsAs: 'called',
  });
});

test('a gateway answers inside the response', () => {
  const parsed = parseCloudTrailRecord({
    eventSource: 'bedrock-agentcore.amazonaws.com',
    eventName: 'InvokeGateway',
    responseElements: { statusCode: 403, body: 'Insufficient scope' },
  });
  expect(parsed).toEqual({
    denied: {
      eventSource: 'bedrock-agentcore.amazonaws.com',
      eventName: 'InvokeGateway',
      errorCode: 'AccessDenied',
      errorMessage: 'Insufficient scope',
      caller: 'invoker',
      message: { template: 'bearer-token-refused' },
    },
  });
});

test.each([
  ['a success', without(record, 'errorCode', 'errorMessage'), { ignored: 'the call succeeded' }],
  [
    'another error',
    { ...record, errorCode: 'ThrottlingException', errorMessage: 'Too many requests' },
    { ignored: 'the error ThrottlingException is no denial' },
  ],
  ['text', 'AccessDenied', { malformed: 'not an object' }],
  ['nothing', null, { malformed: 'not an object' }],
  [
    'some object',
    { Version: '2012-10-17' },
    { malformed: 'neither eventSource and eventName nor errorMessage: not a CloudTrail record' },
  ],
])('%s is no denial', (_, input, expected) => {
  expect(parseCloudTrailRecord(input)).toEqual(expected);
});

test('any value is read without an exception', () => {
  fc.assert(fc.property(fc.anything(), (value) => typeof parseCloudTrailRecord(value) === 'object'));
  const names = fc.constantFrom(...Object.keys(record));
  fc.assert(
    fc.property(
      names,
      fc.anything(),
      (name, value) => typeof parseCloudTrailRecord({ ...record, [name]: value }) === 'object',
    ),
  );
});
