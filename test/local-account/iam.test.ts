import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandInput,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import {
  AWS_POLICY,
  answerOf,
  clientConfig,
  EMPTY,
  ENCODED_TRUST,
  LOCAL_POLICY,
  ROLE,
  SNAPSHOT,
} from './account-under-test.ts';

let account: LocalAccount | undefined;

async function iamOf(snapshot: Snapshot, options?: Parameters<typeof startLocalAccount>[1]): Promise<IAMClient> {
  account = await startLocalAccount(snapshot, options);
  return new IAMClient(clientConfig(account.endpoint));
}

afterEach(() => account?.close());

const { RolePolicyList, AttachedManagedPolicies, ...role } = ROLE;
const { PolicyVersionList, ...policy } = LOCAL_POLICY;
const ROLE_ANSWER = {
  ...role,
  CreateDate: '2026-01-02T03:04:05.000Z',
  AssumeRolePolicyDocument: ENCODED_TRUST,
};
const { PermissionsBoundary, Tags, ...ROLE_SUMMARY } = ROLE_ANSWER;

const RoleName = 'agent';
const PolicyArn = LOCAL_POLICY.Arn;
const localUnread: Snapshot = {
  ...SNAPSHOT,
  unread: [{ part: `iam.Policies.${PolicyArn}`, error: 'ServiceFailure', message: 'later' }],
};

describe('IAM answers', () => {
  it.each([
    ['a role', new GetRoleCommand({ RoleName }), { Role: ROLE_ANSWER }],
    ['a role that is not there', new GetRoleCommand({ RoleName: 'other' }), { error: 'NoSuchEntityException' }],
    ['roles, in short', new ListRolesCommand({}), { Roles: [ROLE_SUMMARY], IsTruncated: false }],
    ['roles below a path', new ListRolesCommand({ PathPrefix: '/other/' }), { Roles: [], IsTruncated: false }],
    [
      'the names of inline policies',
      new ListRolePoliciesCommand({ RoleName }),
      { PolicyNames: ['object', 'json', 'encoded'], IsTruncated: false },
    ],
    ...RolePolicyList.map(
      ({ PolicyName }) =>
        [
          `an inline policy that the snapshot spells as ${PolicyName}`,
          new GetRolePolicyCommand({ RoleName, PolicyName }),
          { RoleName, PolicyName, PolicyDocument: ENCODED_TRUST },
        ] as const,
    ),
    [
      'an inline policy that is not there',
      new GetRolePolicyCommand({ RoleName, PolicyName: 'x' }),
      { error: 'NoSuchEntityException' },
    ],
    [
      'attached policies',
      new ListAttachedRolePoliciesCommand({ RoleName }),
      {
        AttachedPolicies: [
          AttachedManagedPolicies[0],
          { PolicyName: 'AdministratorAccess', PolicyArn: AWS_POLICY.Arn },
        ],
        IsTruncated: false,
      },
    ],
    ['a managed policy', new GetPolicyCommand({ PolicyArn }), { Policy: policy }],
    ['no such policy', new GetPolicyCommand({ PolicyArn: `${PolicyArn}X` }), { error: 'NoSuchEntityException' }],
    [
      'a version of a policy',
      new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }),
      { PolicyVersion: { VersionId: 'v2', IsDefaultVersion: true, Document: ENCODED_TRUST } },
    ],
    [
      'no such version',
      new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v9' }),
      { error: 'NoSuchEntityException' },
    ],
  ] as const)('%s', async (_, command, answer) => {
    const client = await iamOf(SNAPSHOT);
    expect(await answerOf(client.send(command as GetRoleCommand))).toEqual(answer);
  });

  it.each([
    ['the whole part is absent', EMPTY, { error: 'AccessDenied' }],
    ['its list is absent', { ...EMPTY, iam: { Policies: [] } }, { error: 'AccessDenied' }],
    ['its list is empty', { ...EMPTY, iam: { RoleDetailList: [] } }, { error: 'NoSuchEntityException' }],
    ['IAM was unread', { ...SNAPSHOT, unread: [{ part: 'iam', error: 'ExpiredToken' }] }, { error: 'ExpiredToken' }],
    [
      'this role was unread',
      { ...SNAPSHOT, unread: [{ part: 'iam.RoleDetailList.agent', error: 'AccessDenied' }] },
      { error: 'AccessDenied' },
    ],
    [
      'a role of a similar name was unread',
      { ...SNAPSHOT, unread: [{ part: 'iam.RoleDetailList.agen', error: 'AccessDenied' }] },
      { Role: ROLE_ANSWER },
    ],
  ])('GetRole when %s', async (_, snapshot, answer) => {
    const client = await iamOf(snapshot);
    expect(await answerOf(client.send(new GetRoleCommand({ RoleName })))).toEqual(answer);
  });

  it('a policy that was unread with its own error', async () => {
    const client = await iamOf(localUnread);
    expect(await answerOf(client.send(new GetPolicyCommand({ PolicyArn })))).toEqual({
      error: 'ServiceFailureException',
    });
  });

  it.each([
    ['RolePolicyList', new ListRolePoliciesCommand({ RoleName })],
    ['AttachedManagedPolicies', new ListAttachedRolePoliciesCommand({ RoleName })],
  ])('that a role without %s is not known to have none', async (part, command) => {
    const client = await iamOf({ ...EMPTY, iam: { RoleDetailList: [{ ...ROLE, [part]: undefined }] } });
    expect(await answerOf(client.send(command as ListRolePoliciesCommand))).toEqual({ error: 'AccessDenied' });
  });
});

describe('GetAccountAuthorizationDetails', () => {
  const many: Snapshot = {
    ...SNAPSHOT,
    iam: {
      RoleDetailList: [ROLE, { ...ROLE, RoleName: 'second', RolePolicyList: [], PermissionsBoundary: null }],
      Policies: [LOCAL_POLICY, AWS_POLICY],
    },
  };

  async function pagesOf(client: IAMClient, input: GetAccountAuthorizationDetailsCommandInput) {
    const pages: unknown[] = [];
    let Marker: string | undefined;
    do {
      const page = await client.send(
        new GetAccountAuthorizationDetailsCommand({ ...input, ...(Marker && { Marker }) }),
      );
      pages.push([page.RoleDetailList?.map((role) => role.RoleName), page.Policies?.map((one) => one.PolicyName)]);
      expect(page.IsTruncated).toBe(page.Marker !== undefined);
      Marker = page.Marker;
    } while (Marker !== undefined);
    return pages;
  }

  it.each([
    [
      'an empty page first',
      {},
      {},
      [
        [[], []],
        [
          ['agent', 'second'],
          ['Local', 'AdministratorAccess'],
        ],
      ],
    ],
    [
      'no empty page when told so',
      { emptyPages: false },
      {},
      [
        [
          ['agent', 'second'],
          ['Local', 'AdministratorAccess'],
        ],
      ],
    ],
    [
      'both kinds mixed on each page',
      { emptyPages: false, pageSize: 2 },
      {},
      [
        [['agent'], ['Local']],
        [['second'], ['AdministratorAccess']],
      ],
    ],
    [
      'MaxItems',
      { emptyPages: false },
      { MaxItems: 3 },
      [
        [['agent', 'second'], ['Local']],
        [[], ['AdministratorAccess']],
      ],
    ],
    ['roles only', { emptyPages: false }, { Filter: ['Role'] }, [[['agent', 'second'], []]]],
    [
      'AWS managed policies only',
      { emptyPages: false },
      { Filter: ['AWSManagedPolicy'] },
      [[[], ['AdministratorAccess']]],
    ],
    [
      'two kinds',
      { emptyPages: false },
      { Filter: ['Role', 'LocalManagedPolicy'] },
      [[['agent', 'second'], ['Local']]],
    ],
  ] as const)('%s', async (_, options, input, pages) => {
    const client = await iamOf(many, options);
    expect(await pagesOf(client, input as GetAccountAuthorizationDetailsCommandInput)).toEqual(pages);
  });

  it('answers whole details, every document encoded', async () => {
    const client = await iamOf(many, { emptyPages: false });
    const { RoleDetailList, Policies } = await client.send(new GetAccountAuthorizationDetailsCommand({}));
    expect(JSON.parse(JSON.stringify(RoleDetailList))).toEqual([
      {
        ...ROLE_ANSWER,
        RolePolicyList: RolePolicyList.map(({ PolicyName }) => ({ PolicyName, PolicyDocument: ENCODED_TRUST })),
        AttachedManagedPolicies: [
          AttachedManagedPolicies[0],
          { PolicyName: 'AdministratorAccess', PolicyArn: AWS_POLICY.Arn },
        ],
      },
      {
        ...ROLE_SUMMARY,
        RoleName: 'second',
        Tags,
        RolePolicyList: [],
        AttachedManagedPolicies: expect.any(Array),
      },
    ]);
    expect(Policies?.[0]?.PolicyVersionList).toEqual([
      { VersionId: 'v2', IsDefaultVersion: true, Document: ENCODED_TRUST },
      { VersionId: 'v1', IsDefaultVersion: false, Document: ENCODED_TRUST },
    ]);
  });

  it.each([
    ['policies are unknown', { ...EMPTY, iam: { RoleDetailList: [ROLE] } }, {}, { error: 'AccessDenied' }],
    [
      'policies are unknown and not asked for',
      { ...EMPTY, iam: { RoleDetailList: [] } },
      { Filter: ['Role'] },
      { RoleDetailList: [], Policies: [], UserDetailList: [], GroupDetailList: [], IsTruncated: false },
    ],
    [
      'a role was unread',
      { ...SNAPSHOT, unread: [{ part: 'iam.RoleDetailList.other', error: 'AccessDenied' }] },
      {},
      { error: 'AccessDenied' },
    ],
    ['the marker is not its own', SNAPSHOT, { Marker: 'x' }, { error: 'ValidationError' }],
  ] as const)('when %s', async (_, snapshot, input, answer) => {
    const client = await iamOf(snapshot);
    const command = new GetAccountAuthorizationDetailsCommand(input as GetAccountAuthorizationDetailsCommandInput);
    expect(await answerOf(client.send(command))).toEqual(answer);
  });
});

it('replaceSnapshot changes what is answered', async () => {
  const client = await iamOf(SNAPSHOT);
  account?.replaceSnapshot({ ...SNAPSHOT, iam: { RoleDetailList: [] } });
  expect(await answerOf(client.send(new GetRoleCommand({ RoleName })))).toEqual({ error: 'NoSuchEntityException' });
});

it('STS says whose account it is', async () => {
  account = await startLocalAccount({ ...EMPTY, partition: 'aws-us-gov' });
  const client = new STSClient(clientConfig(account.endpoint));
  expect(await answerOf(client.send(new GetCallerIdentityCommand({})))).toEqual({
    Account: '111122223333',
    Arn: 'arn:aws-us-gov:sts::111122223333:assumed-role/local-account/caller',
    UserId: 'AROALOCALACCOUNT00000:caller',
  });
});
