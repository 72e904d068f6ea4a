import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  BatchGetCollectionCommand,
  GetAccessPolicyCommand,
  ListAccessPoliciesCommand,
  ListSecurityPoliciesCommand,
  OpenSearchServerlessClient,
} from '@aws-sdk/client-opensearchserverless';
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { GetBucketEncryptionCommand, GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { answerOf, clientConfig, EMPTY } from './account-under-test.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:orders';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:wiki-AbCdEf';
const POLICY = { Version: '2012-10-17', Statement: [{ Sid: 'a<b>&c' }] };
const TEXT = JSON.stringify(POLICY);

const SNAPSHOT: Snapshot = {
  ...EMPTY,
  resourcePolicies: {
    [FUNCTION]: POLICY,
    [`${FUNCTION}:live`]: null,
    [KEY]: TEXT,
    'arn:aws:s3:::documents': POLICY,
    'arn:aws:s3:::plain': null,
  },
  bucketEncryption: {
    'arn:aws:s3:::documents': {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }],
    },
    'arn:aws:s3:::plain': {},
  },
  secrets: { [SECRET]: { ARN: SECRET, KmsKeyId: KEY, ...{ CreatedDate: '2026-01-02T03:04:05.000Z' } } },
  openSearchServerless: {
    collections: [{ id: 'abc123', name: 'vectors' }],
    dataAccessPolicies: [{ type: 'data', name: 'readers', policyVersion: 'MTY', policy: [{ Rules: [] }] }],
  },
  organization: { serviceControlPolicies: [[POLICY], [], [POLICY, TEXT, {}]], resourceControlPolicies: [] },
  vpcEndpointPolicies: { 'vpce-1': POLICY, 'vpce-2': TEXT },
};

let account: LocalAccount;
beforeEach(async () => {
  account = await startLocalAccount(SNAPSHOT, { emptyPages: false });
});
afterEach(() => account.close());

const denied = { error: 'AccessDeniedException' };
const config = () => clientConfig(account.endpoint);

describe('the policy of a resource', () => {
  const lambda = (FunctionName: string, Qualifier?: string) =>
    new LambdaClient(config()).send(
      new GetPolicyCommand({ FunctionName, ...(Qualifier !== undefined && { Qualifier }) }),
    );
  const kms = (KeyId: string) =>
    new KMSClient(config()).send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
  const s3 = (Bucket: string) => new S3Client(config()).send(new GetBucketPolicyCommand({ Bucket }));

  it.each([
    ['of a function', () => lambda(FUNCTION), { Policy: TEXT, RevisionId: expect.any(String) }],
    ['of an alias that has none', () => lambda(FUNCTION, 'live'), { error: 'ResourceNotFoundException' }],
    ['of a function that nobody knows', () => lambda(`${FUNCTION}-2`), denied],
    ['of a key', () => kms(KEY), { Policy: TEXT, PolicyName: 'default' }],
    ['of a key that nobody knows', () => kms(`${KEY}0`), denied],
    ['of a bucket', () => s3('documents'), { Policy: TEXT }],
    ['of a bucket that has none', () => s3('plain'), { error: 'NoSuchBucketPolicy' }],
    ['of a bucket that nobody knows', () => s3('others'), { error: 'AccessDenied' }],
  ])('%s', async (_, send, answer) => {
    expect(await answerOf(send())).toEqual(answer);
  });
});

describe('what encrypts', () => {
  const bucket = (Bucket: string) => new S3Client(config()).send(new GetBucketEncryptionCommand({ Bucket }));
  const secret = (SecretId: string) => new SecretsManagerClient(config()).send(new DescribeSecretCommand({ SecretId }));

  it.each([
    [
      'a bucket',
      () => bucket('documents'),
      {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }],
        },
      },
    ],
    ['a bucket: nothing', () => bucket('plain'), { error: 'ServerSideEncryptionConfigurationNotFoundError' }],
    ['a bucket that nobody knows', () => bucket('others'), { error: 'AccessDenied' }],
    ['a secret', () => secret(SECRET), { ARN: SECRET, KmsKeyId: KEY, CreatedDate: '2026-01-02T03:04:05.000Z' }],
    ['a secret that nobody knows', () => secret(`${SECRET}x`), denied],
  ])('%s', async (_, send, answer) => {
    expect(await answerOf(send())).toEqual(answer);
  });

  it('a bucket, and nothing of it that is not asked for by its name', async () => {
    const { status } = await fetch(`${account.endpoint}/documents`, {
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20261124/us-east-1/s3/aws4_request' },
    });
    expect(status).toBe(404);
  });
});

describe('OpenSearch Serverless', () => {
  const client = () => new OpenSearchServerlessClient(config());
  it.each([
    [
      'the collections that are asked for',
      new BatchGetCollectionCommand({ ids: ['abc123', 'xyz789'] }),
      {
        collectionDetails: [{ id: 'abc123', name: 'vectors' }],
        collectionErrorDetails: [{ id: 'xyz789', errorCode: 'NOT_FOUND', errorMessage: 'not found' }],
      },
    ],
    [
      'policies in short',
      new ListAccessPoliciesCommand({ type: 'data' }),
      { accessPolicySummaries: [{ type: 'data', name: 'readers', policyVersion: 'MTY' }] },
    ],
    [
      'a policy',
      new GetAccessPolicyCommand({ type: 'data', name: 'readers' }),
      { accessPolicyDetail: { type: 'data', name: 'readers', policyVersion: 'MTY', policy: [{ Rules: [] }] } },
    ],
    ['no such policy', new GetAccessPolicyCommand({ type: 'data', name: 'x' }), { error: 'ResourceNotFoundException' }],
    ['a list that nobody knows', new ListSecurityPoliciesCommand({ type: 'network' }), denied],
  ])('%s', async (_, command, answer) => {
    expect(await answerOf(client().send(command as ListAccessPoliciesCommand))).toEqual(answer);
  });
});

describe('an organization of as many levels as the snapshot has', () => {
  const send = (command: unknown) => answerOf(new OrganizationsClient(config()).send(command as ListRootsCommand));

  it('is walked from the account up', async () => {
    const unit = 'ou-loca-unit0000';
    expect(await send(new ListParentsCommand({ ChildId: '111122223333' }))).toEqual({
      Parents: [{ Id: unit, Type: 'ORGANIZATIONAL_UNIT' }],
    });
    expect(await send(new ListParentsCommand({ ChildId: unit }))).toEqual({
      Parents: [{ Id: 'r-loca', Type: 'ROOT' }],
    });
    expect(await send(new ListParentsCommand({ ChildId: 'r-loca' }))).toEqual({ error: 'ChildNotFoundException' });
  });

  it('has one policy for each text, attached wherever it stands', async () => {
    const ids = async (TargetId: string) => {
      const command = new ListPoliciesForTargetCommand({ TargetId, Filter: 'SERVICE_CONTROL_POLICY' });
      const { Policies } = (await send(command)) as { Policies: { Id: string }[] };
      return Policies.map(({ Id }) => Id);
    };
    const [root] = await ids('r-loca');
    expect([await ids('ou-loca-unit0000'), await ids('111122223333')]).toEqual([[], [root, root, 'p-servicecontrol1']]);
    expect(await send(new DescribePolicyCommand({ PolicyId: root }))).toEqual({
      Policy: { PolicySummary: { Id: root }, Content: TEXT },
    });
    expect(await send(new DescribePolicyCommand({ PolicyId: 'p-12345678' }))).toEqual({
      error: 'PolicyNotFoundException',
    });
  });

  it('has enabled what it has levels of', async () => {
    expect(await send(new ListRootsCommand({}))).toEqual({
      Roots: [{ Id: 'r-loca', Name: 'Root', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }],
    });
  });

  it('has the account below a root at least, and the one level at both', async () => {
    account.replaceSnapshot({
      ...EMPTY,
      organization: { serviceControlPolicies: [[POLICY]], resourceControlPolicies: [] },
    });
    expect(await send(new ListParentsCommand({ ChildId: '111122223333' }))).toEqual({
      Parents: [{ Id: 'r-loca', Type: 'ROOT' }],
    });
    for (const TargetId of ['r-loca', '111122223333']) {
      const command = new ListPoliciesForTargetCommand({ TargetId, Filter: 'SERVICE_CONTROL_POLICY' });
      expect(await send(command)).toMatchObject({ Policies: [{ Id: 'p-servicecontrol0' }] });
    }
  });

  it.each([
    [
      'is none when nothing is above',
      { serviceControlPolicies: [], resourceControlPolicies: [] },
      'AWSOrganizationsNotInUseException',
    ],
    ['is hidden when nobody knows it', undefined, 'AccessDeniedException'],
  ])('%s', async (_, organization, error) => {
    account.replaceSnapshot({ ...EMPTY, ...(organization !== undefined && { organization }) });
    expect(await send(new DescribeOrganizationCommand({}))).toEqual({ error });
  });
});

describe('VPC endpoints', () => {
  const send = () => answerOf(new EC2Client(config()).send(new DescribeVpcEndpointsCommand({})));

  it('have the policies of the snapshot', async () => {
    expect(await send()).toMatchObject({
      VpcEndpoints: [
        { VpcEndpointId: 'vpce-1', PolicyDocument: TEXT },
        { VpcEndpointId: 'vpce-2', PolicyDocument: TEXT },
      ],
    });
  });

  it('are none, or not known', async () => {
    account.replaceSnapshot({ ...EMPTY, vpcEndpointPolicies: {} });
    expect(await send()).toEqual({ VpcEndpoints: [] });
    account.replaceSnapshot(EMPTY);
    expect(await send()).toEqual({ error: 'UnauthorizedOperation' });
  });
});

describe('each service words its own errors', () => {
  const calls = {
    'lambda:GetPolicy': () => new LambdaClient(config()).send(new GetPolicyCommand({ FunctionName: FUNCTION })),
    'kms:GetKeyPolicy': () => new KMSClient(config()).send(new GetKeyPolicyCommand({ KeyId: KEY })),
    's3:GetBucketPolicy': () => new S3Client(config()).send(new GetBucketPolicyCommand({ Bucket: 'documents' })),
    'secretsmanager:DescribeSecret': () =>
      new SecretsManagerClient(config()).send(new DescribeSecretCommand({ SecretId: SECRET })),
    'organizations:ListRoots': () => new OrganizationsClient(config()).send(new ListRootsCommand({})),
    'aoss:ListAccessPolicies': () =>
      new OpenSearchServerlessClient(config()).send(new ListAccessPoliciesCommand({ type: 'data' })),
    'ec2:DescribeVpcEndpoints': () => new EC2Client(config()).send(new DescribeVpcEndpointsCommand({})),
  };

  it.each([
    ['lambda:GetPolicy', 'throttle', 'TooManyRequestsException'],
    ['lambda:GetPolicy', 'expired', 'ExpiredTokenException'],
    ['kms:GetKeyPolicy', 'throttle', 'ThrottlingException'],
    ['kms:GetKeyPolicy', 'fail', 'KMSInternalException'],
    ['s3:GetBucketPolicy', 'throttle', 'SlowDown'],
    ['s3:GetBucketPolicy', 'deny', 'AccessDenied'],
    ['s3:GetBucketPolicy', 'expired', 'ExpiredToken'],
    ['secretsmanager:DescribeSecret', 'fail', 'InternalServiceError'],
    ['secretsmanager:DescribeSecret', 'deny', 'AccessDeniedException'],
    ['organizations:ListRoots', 'throttle', 'TooManyRequestsException'],
    ['organizations:ListRoots', 'deny', 'AccessDeniedException'],
    ['aoss:ListAccessPolicies', 'fail', 'InternalServerException'],
    ['ec2:DescribeVpcEndpoints', 'throttle', 'RequestLimitExceeded'],
    ['ec2:DescribeVpcEndpoints', 'deny', 'UnauthorizedOperation'],
    ['ec2:DescribeVpcEndpoints', 'expired', 'RequestExpired'],
  ] as const)('%s: %s', async (operation, kind, error) => {
    account.fault(operation, { kind });
    expect(await answerOf(calls[operation]())).toEqual({ error });
  });
});
