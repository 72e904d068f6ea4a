import { describe, expect, it } from 'vitest';
import { crowdKey } from '../../../functions/alerts/incidents/crowd.ts';
import { incidentKey } from '../../../functions/alerts/incidents/incident-key.ts';
import { resourcePattern } from '../../../functions/alerts/incidents/resource-pattern.ts';
import { parseCloudTrailRecord } from '../../../functions/diagnosis/cloudtrail-record.ts';

const ACCOUNT = '111122223333';
const home = { accountId: ACCOUNT, region: 'us-east-1' };
const session = (name: string, role = 'agent', path = '') => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
  accountId: ACCOUNT,
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/${path}${role}`, userName: role },
  },
});

const MODEL = 'amazon.nova-pro-v1:0';
const says = (region: string, action = 'bedrock:InvokeModel', name = 'one') =>
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/agent/${name} is not authorized to perform: ${action} on resource: arn:aws:bedrock:${region}::foundation-model/${MODEL} because no identity-based policy allows the ${action} action`;

const record = {
  eventVersion: '1.11',
  eventID: 'event-1',
  eventTime: '2026-11-22T10:00:00Z',
  eventSource: 'bedrock.amazonaws.com',
  eventName: 'InvokeModel',
  awsRegion: 'us-east-1',
  recipientAccountId: ACCOUNT,
  errorCode: 'AccessDenied',
  errorMessage: says('us-east-1'),
  requestID: 'request-1',
  requestParameters: { modelId: 'us.amazon.nova-pro-v1:0' },
  userIdentity: session('one'),
};

function keyOf(change: object) {
  const parsed = parseCloudTrailRecord({ ...record, ...change });
  if (!('denied' in parsed)) throw new Error('no denial');
  return incidentKey(parsed.denied, home);
}

const called = {
  eventName: 'InvokeAgent',
  errorMessage: 'Access denied when calling Bedrock. Check your request permissions and retry the request.',
  requestParameters: { agentId: 'AGENT00001', agentAliasId: 'TSTALIASID' },
};

describe('one incident are', () => {
  it.each<[name: string, one: object, other: object]>([
    ['two events', {}, { eventID: 'event-2', requestID: 'request-2', eventTime: '2026-11-23T10:00:00Z' }],
    [
      'two sessions',
      {},
      { userIdentity: session('two'), errorMessage: says('us-east-1', 'bedrock:InvokeModel', 'two') },
    ],
    ['two destinations of a profile', {}, { errorMessage: says('us-west-2') }],
    ['two spellings of the code', {}, { errorCode: 'AccessDeniedException' }],
    ['a role with its path and without', {}, { userIdentity: session('one', 'agent', 'service-role/') }],
    [
      'two callers of an agent that was refused',
      { ...called, userIdentity: session('a', 'web') },
      { ...called, userIdentity: session('b', 'mobile') },
    ],
    [
      'another reason for the same',
      {},
      {
        errorMessage: says('us-east-1').replace('no identity-based policy allows', 'no service control policy allows'),
      },
    ],
  ])('%s', (_name, one, other) => {
    expect(keyOf(other).id).toBe(keyOf(one).id);
  });
});

describe('two incidents are', () => {
  it.each<[name: string, other: object]>([
    [
      'two roles',
      { userIdentity: session('one', 'other'), errorMessage: says('us-east-1').replace('/agent/', '/other/') },
    ],
    [
      'two actions',
      {
        eventName: 'InvokeModelWithResponseStream',
        errorMessage: says('us-east-1', 'bedrock:InvokeModelWithResponseStream'),
      },
    ],
    ['two models', { errorMessage: says('us-east-1').replaceAll('nova-pro', 'nova-lite') }],
    ['two Regions', { awsRegion: 'eu-west-1' }],
    ['two accounts', { recipientAccountId: '444455556666' }],
    ['an agent that was refused and its caller', { ...called }],
  ])('%s', (_name, other) => {
    expect(keyOf(other).id).not.toBe(keyOf({}).id);
  });
});

it('an incident keeps its id from one version of the product to the next', () => {
  expect(keyOf({})).toEqual({
    id: '1cf179f036fc2fec997c',
    actor: '9c3a94a7ea11fe7dc815',
    accountId: ACCOUNT,
    region: 'us-east-1',
    resource: `arn:aws:bedrock:*::foundation-model/${MODEL}`,
  });
});

it.each<[name: string, other: object, isSame: boolean]>([
  ['another action', { errorMessage: says('us-east-1', 'bedrock:Retrieve') }, true],
  ['another model', { errorMessage: says('us-east-1').replaceAll('nova-pro', 'nova-lite') }, true],
  [
    'another role',
    { userIdentity: session('one', 'other'), errorMessage: says('us-east-1').replace('/agent/', '/other/') },
    false,
  ],
  ['another Region', { awsRegion: 'eu-west-1' }, false],
  ['the agent that somebody called', called, false],
])('a crowd is of one actor: %s', (_name, other, isSame) => {
  const { actor } = keyOf({});
  expect([keyOf(other).actor === actor, crowdKey(keyOf(other))]).toEqual([
    isSame,
    { ...keyOf(other), id: keyOf(other).actor, resource: null },
  ]);
  expect(keyOf(other).id).not.toBe(actor);
});

it('a record that says nothing of its account is of the account that got it', () => {
  expect(keyOf({ recipientAccountId: undefined, awsRegion: undefined, userIdentity: undefined })).toMatchObject(home);
});

it.each([
  [`arn:aws:bedrock:us-west-2::foundation-model/${MODEL}`, `arn:aws:bedrock:*::foundation-model/${MODEL}`],
  ['arn:aws:s3:::bucket/a/b.json', 'arn:aws:s3:::bucket/*'],
  ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket'],
  [
    `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/a:log-stream:x/[1]y`,
    `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/a:log-stream:*`,
  ],
  [`arn:aws:sts::${ACCOUNT}:assumed-role/r/session`, `arn:aws:sts::${ACCOUNT}:assumed-role/r/*`],
  [`arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`, `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`],
  [
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:model-invocation-job/abc123`,
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:model-invocation-job/*`,
  ],
  [
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:session/1f4c33b8-3a69-42be-bae0-c3e8d43a231a`,
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:session/*`,
  ],
  [
    `arn:aws:kms:us-east-1:${ACCOUNT}:key/1f4c33b8-3a69-42be-bae0-c3e8d43a231a`,
    `arn:aws:kms:us-east-1:${ACCOUNT}:key/1f4c33b8-3a69-42be-bae0-c3e8d43a231a`,
  ],
  ['arn:', 'arn:'],
  ['*', '*'],
  ['x'.repeat(600), 'x'.repeat(512)],
])('%s is of the pattern %s', (resource, pattern) => {
  expect(resourcePattern(resource)).toBe(pattern);
});
