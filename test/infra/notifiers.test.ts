import { describe, expect, it } from 'vitest';
import { readFragment, resourcesOf } from './fragment.ts';

const fragment = readFragment('notifiers');
const { Resources, Parameters, Conditions } = fragment;

interface Role {
  readonly Properties: {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly object[] } }[];
  };
}

const channels = [
  {
    name: 'Slack',
    items: ['delivered#slack#*', 'thread#slack#*'],
  },
  { name: 'Webhook', items: ['delivered#webhook#*'] },
] as const;

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

describe.each(channels)('$name', ({ name, items }) => {
  const secret = {
    'Fn::If': [
      `Has${name}`,
      { Ref: `${name}SecretArn` },
      {
        'Fn::Sub': 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:bedrock-warden-none',
      },
    ],
  };

  it('may read its secret, remember what it delivered, write its log and keep what failed, and nothing else', () => {
    const role = Resources[`${name}NotifierRole`] as unknown as Role;
    expect(role.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)).toEqual([
      { Sid: 'ReadSecret', Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [secret] },
      {
        Sid: 'DecryptSecret',
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*' }],
        Condition: {
          StringEquals: {
            'kms:EncryptionContext:SecretARN': secret,
            'kms:ViaService': { 'Fn::Sub': 'secretsmanager.${AWS::Region}.amazonaws.com' },
          },
        },
      },
      {
        Sid: 'RememberDeliveries',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        Resource: [arn('IncidentsTable')],
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': items },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      {
        Sid: 'KeepFailedInvocations',
        Effect: 'Allow',
        Action: ['sqs:SendMessage'],
        Resource: [arn('NotifierFailureQueue')],
      },
      {
        Sid: 'WriteOwnLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [arn(`${name}NotifierLogGroup`)],
      },
    ]);
  });

  it.each([
    ['', 'AlertTopic'],
    ['Monitor', 'MonitorTopic'],
  ])('hears, by its %sSubscription, the %s only when it has a secret', (prefix, topic) => {
    expect([Resources[`${name}${prefix}Subscription`], Resources[`${name}${prefix}Permission`]]).toEqual([
      {
        Type: 'AWS::SNS::Subscription',
        Condition: `Has${name}`,
        Properties: {
          Protocol: 'lambda',
          Endpoint: arn(`${name}NotifierLambdaFunction`),
          TopicArn: { Ref: topic },
        },
      },
      {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: arn(`${name}NotifierLambdaFunction`),
          Principal: 'sns.amazonaws.com',
          SourceArn: { Ref: topic },
        },
      },
    ]);
    expect(Conditions?.[`Has${name}`]).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: `${name}SecretArn` }, ''] }],
    });
    expect(Parameters?.[`${name}SecretArn`]).toMatchObject({ Type: 'String' });
  });
});

it('an alert that no chat took is kept, and told of', () => {
  expect(Object.keys(resourcesOf(fragment, 'AWS::SQS::Queue'))).toEqual(['NotifierFailureQueue']);
  expect(Resources.NotifierFailuresAlarm?.Properties).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['NotifierFailureQueue', 'QueueName'] } }],
    Threshold: 0,
    AlarmActions: [{ Ref: 'MonitorTopic' }],
  });
});
