import { describe, expect, it } from 'vitest';
import { fragmentNames, readFragment, resourcesOf } from './fragment.ts';

const fragment = readFragment('alarms');
const alarms = resourcesOf(fragment, 'AWS::CloudWatch::Alarm');
const failures = { Statistic: 'Sum', EvaluationPeriods: 1, DatapointsToAlarm: 1 };
const waiting = (periods: number) => ({ Statistic: 'Sum', EvaluationPeriods: periods, DatapointsToAlarm: periods });
const depth = { Statistic: 'Maximum', EvaluationPeriods: 1, DatapointsToAlarm: 1 };
const hour = { ...depth, Threshold: 3600 };
const quarter = { ...depth, Threshold: 900 };
const ofFunction = (id: string) => ({ Name: 'FunctionName', Value: { Ref: id } });
const ofQueue = (id: string) => ({ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } });
const ofRule = (id: string) => ({ Name: 'RuleName', Value: { Ref: id } });

type Row = readonly [name: string, namespace: string, metric: string, dimension: object, when: object];

const visible = 'ApproximateNumberOfMessagesVisible';
const lost = 'InvocationsFailedToBeSentToDlq';
const expected: readonly Row[] = [
  ['config-rule-errors', 'AWS/Lambda', 'Errors', ofFunction('ConfigRuleLambdaFunction'), failures],
  ['config-rule-throttles', 'AWS/Lambda', 'Throttles', ofFunction('ConfigRuleLambdaFunction'), waiting(12)],
  ['access-denied-errors', 'AWS/Lambda', 'Errors', ofFunction('AccessDeniedLambdaFunction'), failures],
  ['denials-age', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', ofQueue('AccessDeniedQueue'), quarter],
  ['incident-sweep-errors', 'AWS/Lambda', 'Errors', ofFunction('IncidentSweepLambdaFunction'), failures],
  ['incident-sweep-failed', 'AWS/Events', 'FailedInvocations', ofRule('IncidentSweepSchedule'), failures],
  ['config-rule-failures', 'AWS/SQS', visible, ofQueue('ConfigRuleFailureQueue'), depth],
  ['denials-dead-letters', 'AWS/SQS', visible, ofQueue('AccessDeniedDeadLetterQueue'), depth],
  ...['AccessDenied', 'ModelRefused', 'DenialTold', 'RoleRefused', 'GatewayRefused', 'DependencyDenied'].flatMap(
    (id): readonly Row[] => {
      const name = id.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
      return [
        [`${name}-rule-failed`, 'AWS/Events', 'FailedInvocations', ofRule(`${id}Rule`), failures],
        [`${name}-rule-lost`, 'AWS/Events', lost, ofRule(`${id}Rule`), failures],
      ];
    },
  ),
  ['workload-change-errors', 'AWS/Lambda', 'Errors', ofFunction('WorkloadChangeLambdaFunction'), failures],
  ['workload-change-age', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', ofQueue('WorkloadChangeQueue'), hour],
  ['workload-change-dead-letters', 'AWS/SQS', visible, ofQueue('WorkloadChangeDeadLetterQueue'), depth],
  ['workload-changed-rule-failed', 'AWS/Events', 'FailedInvocations', ofRule('WorkloadChangedRule'), failures],
  ['workload-changed-rule-lost', 'AWS/Events', lost, ofRule('WorkloadChangedRule'), failures],
  ['dependency-changed-rule-failed', 'AWS/Events', 'FailedInvocations', ofRule('DependencyChangedRule'), failures],
  ['dependency-changed-rule-lost', 'AWS/Events', lost, ofRule('DependencyChangedRule'), failures],
];

describe('the alarms', () => {
  it('are these', () => {
    expect(Object.values(alarms)).toEqual(
      expected.map(([name, Namespace, MetricName, dimension, when]) => ({
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: `bedrock-warden-${name}`,
          AlarmDescription: expect.any(String),
          Namespace,
          MetricName,
          Dimensions: [dimension],
          Period: 300,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
          AlarmActions: [{ Ref: 'MonitorTopic' }],
          ...when,
        },
      })),
    );
  });

  it('miss no queue and no event rule, wherever they stand, and all go to one topic', () => {
    const everywhere = fragmentNames.map(readFragment);
    const ofType = (type: string) => everywhere.flatMap((each) => Object.entries(resourcesOf(each, type)));
    const all = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const watched = JSON.stringify(all.map(({ Dimensions }) => Dimensions));
    const toWatch = ['AWS::SQS::Queue', 'AWS::Events::Rule'].flatMap((type) => ofType(type).map(([id]) => id));
    expect(toWatch).toHaveLength(20);
    expect(toWatch.filter((id) => !watched.includes(`"${id}"`))).toEqual([]);
    expect(new Set(all.map(({ AlarmActions }) => JSON.stringify(AlarmActions)))).toEqual(
      new Set(['[{"Ref":"MonitorTopic"}]']),
    );
  });
});

describe('the topic of the alarms', () => {
  it('is one of its own, to which only alarms of this account publish', () => {
    expect(fragment.Resources.MonitorTopic?.Properties).toEqual({
      TopicName: 'bedrock-warden-monitor',
      DisplayName: 'Bedrock Warden itself',
      KmsMasterKeyId: { 'Fn::GetAtt': ['AlertKey', 'Arn'] },
    });
    expect(fragment.Resources.MonitorTopicPolicy?.Properties).toEqual({
      Topics: [{ Ref: 'MonitorTopic' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AlarmsPublish',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: 'MonitorTopic' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
  });

  it('reaches the address of the alerts, where it has none of its own', () => {
    expect([fragment.Resources.MonitorEmailSubscription, fragment.Conditions]).toEqual([
      {
        Type: 'AWS::SNS::Subscription',
        Condition: 'HasMonitorAddress',
        Properties: {
          Protocol: 'email',
          Endpoint: { 'Fn::If': ['HasMonitorEmail', { Ref: 'MonitorEmail' }, { Ref: 'AlertEmail' }] },
          TopicArn: { Ref: 'MonitorTopic' },
        },
      },
      {
        HasMonitorEmail: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'MonitorEmail' }, ''] }] },
        HasMonitorAddress: { 'Fn::Or': [{ Condition: 'HasMonitorEmail' }, { Condition: 'HasAlertEmail' }] },
      },
    ]);
  });
});
