import { describe, expect, it } from 'vitest';
import {
  cloudTrailEnvelope,
  policyChange,
  roleChange,
  scheduledNotification,
} from '../../functions/local-account/deliveries.ts';
import { policyRelationships, roleRelationships } from '../../functions/local-account/relationships.ts';
import { ENCODED_TRUST, LOCAL_POLICY, ROLE, SNAPSHOT } from './account-under-test.ts';

const invocation = {
  accountId: '111122223333',
  configRuleName: 'bedrock-warden-agent-role-not-shared',
  ruleParameters: { ruleId: 'agent-role-not-shared' },
  resultToken: 'token',
};
const captureTime = '2026-11-22T10:00:00.000Z';
const change = { ...invocation, captureTime };

const envelope = {
  version: '1.0',
  ruleParameters: '{"ruleId":"agent-role-not-shared"}',
  resultToken: 'token',
  eventLeftScope: false,
  executionRoleArn: 'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
  configRuleArn: 'arn:aws:config:us-east-1:111122223333:config-rule/config-rule-local1',
  configRuleName: 'bedrock-warden-agent-role-not-shared',
  configRuleId: 'config-rule-local1',
  accountId: '111122223333',
};

const roleSummary = {
  configurationItemVersion: '1.3',
  configurationItemCaptureTime: captureTime,
  configurationStateId: Date.parse(captureTime),
  awsAccountId: '111122223333',
  configurationItemStatus: 'OK',
  resourceType: 'AWS::IAM::Role',
  resourceId: ROLE.RoleId,
  resourceName: 'agent',
  ARN: ROLE.Arn,
  awsRegion: 'global',
  availabilityZone: 'Not Applicable',
  configurationStateMd5Hash: '',
  resourceCreationTime: ROLE.CreateDate,
};

const roleConfiguration = {
  path: '/service-role/',
  roleName: 'agent',
  roleId: ROLE.RoleId,
  arn: ROLE.Arn,
  createDate: ROLE.CreateDate,
  assumeRolePolicyDocument: ENCODED_TRUST,
  instanceProfileList: [],
  rolePolicyList: ROLE.RolePolicyList.map(({ PolicyName }) => ({
    policyName: PolicyName,
    policyDocument: ENCODED_TRUST,
  })),
  attachedManagedPolicies: [
    { policyName: 'Local', policyArn: LOCAL_POLICY.Arn },
    { policyName: 'AdministratorAccess', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ],
  permissionsBoundary: { permissionsBoundaryType: 'Policy', permissionsBoundaryArn: LOCAL_POLICY.Arn },
  tags: [{ key: 'team', value: 'a<b>&c' }],
  roleLastUsed: null,
};

const roleItem = {
  ...roleSummary,
  relatedEvents: [],
  relationships: [],
  configuration: roleConfiguration,
  supplementaryConfiguration: {},
  tags: { team: 'a<b>&c' },
};

const notification = {
  configurationItemDiff: null,
  configurationItem: roleItem,
  notificationCreationTime: captureTime,
  messageType: 'ConfigurationItemChangeNotification',
  recordVersion: '1.3',
};

describe('a Config rule receives', () => {
  it.each([
    [
      'a schedule',
      scheduledNotification({ ...invocation, time: captureTime }),
      {
        awsAccountId: '111122223333',
        notificationCreationTime: captureTime,
        messageType: 'ScheduledNotification',
        recordVersion: '1.0',
      },
    ],
    ['a role that changed', roleChange({ ...change, role: ROLE }), notification],
    [
      'its relationships',
      roleChange({ ...change, role: ROLE, relationships: roleRelationships(ROLE, SNAPSHOT) }),
      {
        ...notification,
        configurationItem: {
          ...roleItem,
          relationships: [
            {
              resourceType: 'AWS::IAM::Policy',
              resourceId: LOCAL_POLICY.PolicyId,
              resourceName: 'Local',
              name: 'Is attached to CustomerManagedPolicy',
            },
          ],
        },
      },
    ],
    [
      'a role that is gone',
      roleChange({ ...change, role: ROLE, status: 'ResourceDeleted' }),
      {
        ...notification,
        configurationItem: {
          ...roleItem,
          configurationItemStatus: 'ResourceDeleted',
          resourceCreationTime: ROLE.CreateDate,
          configuration: null,
        },
      },
    ],
    [
      'the summary of a role that is too large',
      roleChange({ ...change, role: ROLE, oversized: true }),
      {
        configurationItemSummary: { changeType: 'UPDATE', ...roleSummary },
        notificationCreationTime: captureTime,
        messageType: 'OversizedConfigurationItemChangeNotification',
        recordVersion: '1.0',
      },
    ],
    [
      'a policy that changed, with the roles it is attached to',
      policyChange({ ...change, policy: LOCAL_POLICY, relationships: policyRelationships(LOCAL_POLICY, SNAPSHOT) }),
      {
        ...notification,
        configurationItem: {
          ...roleItem,
          resourceType: 'AWS::IAM::Policy',
          resourceId: LOCAL_POLICY.PolicyId,
          resourceName: 'Local',
          ARN: LOCAL_POLICY.Arn,
          resourceCreationTime: null,
          tags: {},
          relationships: [
            {
              resourceType: 'AWS::IAM::Role',
              resourceId: ROLE.RoleId,
              resourceName: 'agent',
              name: 'Is attached to Role',
            },
          ],
          configuration: {
            policyName: 'Local',
            policyId: LOCAL_POLICY.PolicyId,
            arn: LOCAL_POLICY.Arn,
            defaultVersionId: 'v2',
            policyVersionList: [
              { versionId: 'v2', isDefaultVersion: true, document: ENCODED_TRUST },
              { versionId: 'v1', isDefaultVersion: false, document: ENCODED_TRUST },
            ],
          },
        },
      },
    ],
  ])('%s', (_, event, invokingEvent) => {
    expect({ ...event, invokingEvent: JSON.parse(event.invokingEvent) }).toEqual({ ...envelope, invokingEvent });
  });

  it('that the resource left its scope', () => {
    expect(roleChange({ ...change, role: ROLE, eventLeftScope: true }).eventLeftScope).toBe(true);
  });
});

const record = {
  eventID: 'e1',
  eventTime: captureTime,
  eventSource: 'bedrock.amazonaws.com',
  eventName: 'Converse',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
};

describe('a CloudTrail record', () => {
  const delivered = {
    version: '0',
    id: 'e1',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.bedrock',
    account: '111122223333',
    time: captureTime,
    region: 'eu-west-1',
    resources: [],
    detail: record,
  };

  it('comes in an envelope of EventBridge', () => {
    expect(cloudTrailEnvelope(record)).toEqual(delivered);
  });

  it('names the service that it is of', () => {
    expect(cloudTrailEnvelope({ ...record, eventSource: 'kms.amazonaws.com' }).source).toBe('aws.kms');
  });
});
