import { expect, it } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import { accessElsewhere } from '../../functions/remediation/access-elsewhere.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { ACCOUNT, agentRole, ROLE, request } from '../diagnosis/agent-role-fixture.ts';
import { parsed } from './decided-by.ts';

const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:orders`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;

const invoke = (changes: Partial<RequiredRequest> = {}) =>
  request({
    action: 'lambda:InvokeFunction',
    resource: FUNCTION,
    kind: 'function',
    heldBy: 'functionPolicy',
    principal: 'bedrock.amazonaws.com',
    ...changes,
  });
const use = (action: string, changes: Partial<RequiredRequest> = {}) =>
  request({
    action,
    resource: KEY,
    kind: 'encryptionKey',
    heldBy: 'keyPolicy',
    principal: ROLE,
    context: { 'aws:ResourceAccount': ACCOUNT, 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
    ...changes,
  });
const elsewhere = (...accessHeldElsewhere: readonly RequiredRequest[]) =>
  accessElsewhere(agentRole({ accessHeldElsewhere }), new Map([['abc123', 'vectors']]));
const nothing = {
  functionPolicies: [],
  keyPolicies: [],
  resourcePolicies: [],
  dataAccess: [],
  oncePerAccount: [],
  otherAccounts: [],
};

it('lets the service invoke a function for the workload alone', () => {
  const statement = {
    Sid: 'InvokedForAGENT00001',
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: ['lambda:InvokeFunction'],
    Resource: FUNCTION,
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnEquals: { 'aws:SourceArn': AGENT } },
  };
  const found = elsewhere(invoke(), invoke());
  expect(found).toEqual({ ...nothing, functionPolicies: [{ resource: FUNCTION, statement }] });

  const policy = parsed(
    { Version: '2012-10-17', Statement: found.functionPolicies.map((one) => one.statement) },
    'resource',
  );
  const decided = (sourceArn: string) =>
    decide(
      {
        action: 'lambda:InvokeFunction',
        resource: FUNCTION,
        principal: 'bedrock.amazonaws.com',
        context: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': sourceArn },
      },
      { resource: policy },
    ).decision;
  expect([decided(AGENT), decided(`${AGENT}X`)]).toEqual(['allowed', 'implicitDeny']);
});

it('lets the role use a key as its request is known to be', () => {
  expect(elsewhere(use('kms:GenerateDataKey'), use('kms:Decrypt'))).toEqual({
    ...nothing,
    keyPolicies: [
      {
        resource: KEY,
        statement: {
          Sid: 'UsedForSupportAgentRole',
          Effect: 'Allow',
          Principal: { AWS: ROLE },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
        },
      },
    ],
  });
});

it('is the role that uses a key when nobody else is named', () => {
  const [found] = elsewhere(request({ action: 'kms:Decrypt', resource: KEY, heldBy: 'keyPolicy' })).keyPolicies;
  expect(found?.statement).toMatchObject({ Principal: { AWS: ROLE } });
  expect(found?.statement).not.toHaveProperty('Condition');
});

it('gives statements that meet in one policy names of their own', () => {
  const context = { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' };
  const { keyPolicies } = elsewhere(use('kms:Decrypt'), use('kms:Decrypt', { context }));
  expect(keyPolicies.map(({ statement }) => statement.Sid)).toEqual([
    'UsedForSupportAgentRole',
    'UsedForSupportAgentRole2',
  ]);
});

it('names indexes and collections for a data access policy', () => {
  const allow = (action: string, resource: string) =>
    request({ action, resource, heldBy: 'dataAccessPolicy', kind: 'vectorStore' });
  expect(
    elsewhere(
      allow('aoss:WriteDocument', `arn:aws:aoss:us-east-1:${ACCOUNT}:index/abc123/manuals`),
      allow('aoss:ReadDocument', `arn:aws:aoss:us-east-1:${ACCOUNT}:index/abc123/manuals`),
      allow('aoss:DescribeCollectionItems', `arn:aws:aoss:us-east-1:${ACCOUNT}:collection/abc123`),
      allow('aoss:DescribeCollectionItems', `arn:aws:aoss:us-east-1:${ACCOUNT}:collection/unread`),
    ),
  ).toEqual({
    ...nothing,
    dataAccess: [
      { ResourceType: 'collection', Resource: ['collection/vectors'], Permission: ['aoss:DescribeCollectionItems'] },
      {
        ResourceType: 'index',
        Resource: ['index/vectors/manuals'],
        Permission: ['aoss:ReadDocument', 'aoss:WriteDocument'],
      },
    ],
  });
});

it('tells what the account needs once', () => {
  const subscribe = request({
    action: 'aws-marketplace:Subscribe',
    resource: '*',
    heldBy: 'account',
    necessity: 'oncePerAccount',
  });
  const { action, resource, capability, source } = subscribe;
  expect(elsewhere(subscribe, subscribe)).toEqual({
    ...nothing,
    oncePerAccount: [{ action, resource, principal: ROLE, capability, source }],
  });
});

const theirs = (action: string, resource: string, context = {}) =>
  request({ action, resource, heldBy: 'resourcePolicy', principal: ROLE, context });
const accessFor = (Action: readonly string[], Resource?: string, more = {}) => ({
  Sid: 'AccessForSupportAgentRole',
  Effect: 'Allow',
  Principal: { AWS: ROLE },
  Action,
  ...(Resource === undefined ? {} : { Resource }),
  ...more,
});
const BUCKET = 'arn:aws:s3:::theirs';
const REPOSITORY = 'arn:aws:ecr:us-east-1:444455556666:repository/agents/help';
const SECRET = 'arn:aws:secretsmanager:us-east-1:444455556666:secret:token-AbCdEf';
const theirPolicies: readonly [string, readonly RequiredRequest[], readonly unknown[]][] = [
  [
    "a bucket's policy, of the bucket and of its objects",
    [
      theirs('s3:GetObject', `${BUCKET}/docs/*`, { 'aws:ResourceAccount': '444455556666' }),
      theirs('s3:ListBucket', BUCKET, { 'aws:ResourceAccount': '444455556666' }),
    ],
    [
      { resource: BUCKET, statement: accessFor(['s3:ListBucket'], BUCKET) },
      {
        resource: BUCKET,
        statement: accessFor(['s3:GetObject'], `${BUCKET}/docs/*`, { Sid: 'AccessForSupportAgentRole2' }),
      },
    ],
  ],
  [
    "a secret's policy",
    [theirs('secretsmanager:GetSecretValue', SECRET)],
    [{ resource: SECRET, statement: accessFor(['secretsmanager:GetSecretValue'], SECRET) }],
  ],
  [
    "a repository's policy, which takes no resource",
    [theirs('ecr:GetDownloadUrlForLayer', REPOSITORY), theirs('ecr:BatchGetImage', REPOSITORY)],
    [{ resource: REPOSITORY, statement: accessFor(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']) }],
  ],
];

it.each(theirPolicies)('asks of another account %s', (_what, requests, resourcePolicies) => {
  expect(elsewhere(...requests)).toEqual({ ...nothing, resourcePolicies });
});

it('tells what another account has to allow', () => {
  const foreign = request({
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::theirs/*',
    heldBy: 'account',
    principal: ROLE,
  });
  const { action, resource, capability, source } = foreign;
  expect(elsewhere(foreign)).toEqual({
    ...nothing,
    otherAccounts: [{ action, resource, principal: ROLE, capability, source }],
  });
});

it('asks of a key for no condition that the service is not known to meet', () => {
  const context = { 'kms:EncryptionContext:aws:bedrock:arn': AGENT };
  const [found] = elsewhere(use('kms:Decrypt', { principal: 'bedrock.amazonaws.com', context })).keyPolicies;
  expect(found?.statement).toMatchObject({
    Principal: { Service: 'bedrock.amazonaws.com' },
    Condition: { StringEquals: context },
  });
});

it('has nothing of what is optional', () => {
  expect(elsewhere(invoke({ necessity: 'optional' }), use('kms:Decrypt', { necessity: 'optional' }))).toEqual(nothing);
});
