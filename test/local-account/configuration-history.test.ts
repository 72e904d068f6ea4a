import { ConfigServiceClient, GetResourceConfigHistoryCommand } from '@aws-sdk/client-config-service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { clientConfig, ENCODED_TRUST, LOCAL_POLICY, ROLE, SNAPSHOT } from './account-under-test.ts';

let account: LocalAccount;
let client: ConfigServiceClient;

beforeEach(async () => {
  account = await startLocalAccount(SNAPSHOT);
  client = new ConfigServiceClient(clientConfig(account.endpoint));
});

afterEach(() => account.close());

describe('GetResourceConfigHistory', () => {
  const role = { resourceType: 'AWS::IAM::Role', resourceId: ROLE.RoleId } as const;
  const changed = { ...ROLE, RolePolicyList: [] };

  beforeEach(() => {
    account.replaceSnapshot({
      ...SNAPSHOT,
      takenAt: '2026-11-22T12:00:00Z',
      iam: { RoleDetailList: [changed], Policies: [LOCAL_POLICY] },
    });
  });

  it.each([
    ['the latest first', {}, ['2026-11-22T12:00:00.000Z', '2026-11-22T10:00:00.000Z']],
    [
      'the oldest first when asked',
      { chronologicalOrder: 'Forward' },
      ['2026-11-22T10:00:00.000Z', '2026-11-22T12:00:00.000Z'],
    ],
    ['up to and with a time', { laterTime: new Date('2026-11-22T10:00:00Z'), limit: 1 }, ['2026-11-22T10:00:00.000Z']],
    ['from a time', { earlierTime: new Date('2026-11-22T11:00:00Z') }, ['2026-11-22T12:00:00.000Z']],
  ] as const)('%s', async (_, input, times) => {
    const { configurationItems } = await client.send(new GetResourceConfigHistoryCommand({ ...role, ...input }));
    expect(configurationItems?.map((item) => item.configurationItemCaptureTime?.toISOString())).toEqual(times);
  });

  it('a policy that did not change has one item', async () => {
    const { configurationItems } = await client.send(
      new GetResourceConfigHistoryCommand({ resourceType: 'AWS::IAM::Policy', resourceId: LOCAL_POLICY.PolicyId }),
    );
    expect(configurationItems?.map((item) => item.relationships)).toEqual([
      [
        {
          resourceType: 'AWS::IAM::Role',
          resourceId: ROLE.RoleId,
          resourceName: 'agent',
          relationshipName: 'Is attached to Role',
        },
      ],
    ]);
  });

  it('spells an item as the API does, its configuration a JSON string', async () => {
    const { configurationItems } = await client.send(new GetResourceConfigHistoryCommand({ ...role, limit: 1 }));
    const [item] = JSON.parse(JSON.stringify(configurationItems));
    expect({ ...item, configuration: JSON.parse(item.configuration) }).toEqual({
      version: '1.3',
      accountId: '111122223333',
      configurationItemCaptureTime: '2026-11-22T12:00:00.000Z',
      configurationItemStatus: 'OK',
      configurationStateId: String(Date.parse('2026-11-22T12:00:00Z')),
      configurationItemMD5Hash: '',
      arn: ROLE.Arn,
      resourceType: 'AWS::IAM::Role',
      resourceId: ROLE.RoleId,
      resourceName: 'agent',
      awsRegion: 'global',
      availabilityZone: 'Not Applicable',
      resourceCreationTime: '2026-01-02T03:04:05.000Z',
      tags: { team: 'a<b>&c' },
      relatedEvents: [],
      relationships: [
        {
          resourceType: 'AWS::IAM::Policy',
          resourceId: LOCAL_POLICY.PolicyId,
          resourceName: 'Local',
          relationshipName: 'Is attached to CustomerManagedPolicy',
        },
      ],
      supplementaryConfiguration: {},
      configuration: {
        path: '/service-role/',
        roleName: 'agent',
        roleId: ROLE.RoleId,
        arn: ROLE.Arn,
        createDate: ROLE.CreateDate,
        assumeRolePolicyDocument: ENCODED_TRUST,
        instanceProfileList: [],
        rolePolicyList: [],
        attachedManagedPolicies: [
          { policyName: 'Local', policyArn: LOCAL_POLICY.Arn },
          { policyName: 'AdministratorAccess', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        ],
        permissionsBoundary: { permissionsBoundaryType: 'Policy', permissionsBoundaryArn: LOCAL_POLICY.Arn },
        tags: [{ key: 'team', value: 'a<b>&c' }],
        roleLastUsed: null,
      },
    });
  });
});
