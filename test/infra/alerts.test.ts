import { expect, it } from 'vitest';
import { readFragment } from './fragment.ts';

const { Resources, Parameters, Conditions } = readFragment('alerts');
const thisAccount = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };

it('the topic is a standard one, encrypted with the key of this stack', () => {
  expect(Resources.AlertTopic).toEqual({
    Type: 'AWS::SNS::Topic',
    Properties: {
      TopicName: 'bedrock-warden-alerts',
      DisplayName: 'Bedrock Warden',
      KmsMasterKeyId: { 'Fn::GetAtt': ['AlertKey', 'Arn'] },
    },
  });
});

it('the key serves its account and the alarms of its account', () => {
  expect(Resources.AlertKey).toEqual({
    Type: 'AWS::KMS::Key',
    Properties: {
      Description: expect.any(String),
      EnableKeyRotation: true,
      PendingWindowInDays: 7,
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AccountManagesKey',
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
            Action: 'kms:*',
            Resource: '*',
          },
          {
            Sid: 'AlarmsUseKey',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: '*',
            Condition: thisAccount,
          },
        ],
      },
    },
  });
});

it('an address is subscribed only when one is given', () => {
  expect([Resources.AlertEmailSubscription, Parameters?.AlertEmail, Conditions]).toEqual([
    {
      Type: 'AWS::SNS::Subscription',
      Condition: 'HasAlertEmail',
      Properties: { Protocol: 'email', Endpoint: { Ref: 'AlertEmail' }, TopicArn: { Ref: 'AlertTopic' } },
    },
    { Type: 'String', Default: '${param:alertEmail}', Description: expect.any(String) },
    { HasAlertEmail: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlertEmail' }, ''] }] } },
  ]);
});

it('nothing else stands among the alerts', () => {
  expect(Object.keys(Resources)).toEqual(['AlertKey', 'AlertKeyAlias', 'AlertTopic', 'AlertEmailSubscription']);
});
