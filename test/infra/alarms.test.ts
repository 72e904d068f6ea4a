import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fragmentNames, readFragment, resourcesOf } from './fragment.ts';

const fragment = readFragment('alarms');
const alarms = resourcesOf(fragment, 'AWS::CloudWatch::Alarm');
const failures = { Statistic: 'Sum', EvaluationPeriods: 1, DatapointsToAlarm: 1 };
const waiting = (periods: number) => ({ Statistic: 'Sum', EvaluationPeriods: periods, DatapointsToAlarm: periods });
const depth = { Statistic: 'Maximum', EvaluationPeriods: 1, DatapointsToAlarm: 1 };
/** Of a schedule that must not fall silent: with no data the alarm is where it began. */
const silent = (hours: number) => ({
  Statistic: 'Sum',
  Period: 3600,
  EvaluationPeriods: hours,
  DatapointsToAlarm: hours,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'missing',
  InsufficientDataActions: [{ Ref: 'MonitorTopic' }],
});
const hour = { ...depth, Threshold: 3600 };
const quarter = { ...depth, Threshold: 900 };
const ofFunction = (id: string) => ({ Name: 'FunctionName', Value: { Ref: id } });
const ofQueue = (id: string) => ({ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } });
const ofTopic = (id: string) => ({ Name: 'TopicName', Value: { 'Fn::GetAtt': [id, 'TopicName'] } });
const ofRule = (id: string) => ({ Name: 'RuleName', Value: { Ref: id } });

type Row = readonly [name: string, namespace: string, metric: string, dimension: object, when: object];

const visible = 'ApproximateNumberOfMessagesVisible';
const lost = 'InvocationsFailedToBeSentToDlq';
const expected: readonly Row[] = [
  ['config-rule-errors', 'AWS/Lambda', 'Errors', ofFunction('ConfigRuleLambdaFunction'), failures],
  ['config-rule-throttles', 'AWS/Lambda', 'Throttles', ofFunction('ConfigRuleLambdaFunction'), waiting(12)],
  ['config-rule-missed', 'AWS/Lambda', 'Invocations', ofFunction('ConfigRuleLambdaFunction'), silent(25)],
  ['access-denied-errors', 'AWS/Lambda', 'Errors', ofFunction('AccessDeniedLambdaFunction'), failures],
  ['denials-age', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', ofQueue('AccessDeniedQueue'), quarter],
  ['incident-sweep-errors', 'AWS/Lambda', 'Errors', ofFunction('IncidentSweepLambdaFunction'), failures],
  ['incident-sweep-failed', 'AWS/Events', 'FailedInvocations', ofRule('IncidentSweepSchedule'), failures],
  ['incident-sweep-missed', 'AWS/Lambda', 'Invocations', ofFunction('IncidentSweepLambdaFunction'), silent(3)],
  ['alerts-undelivered', 'AWS/SNS', 'NumberOfNotificationsFailed', ofTopic('AlertTopic'), failures],
  ['monitor-undelivered', 'AWS/SNS', 'NumberOfNotificationsFailed', ofTopic('MonitorTopic'), failures],
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
        ...(name === 'config-rule-missed' && { Condition: 'HasConfigRules' }),
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

  it('miss no queue, no event rule and no topic, wherever they stand, and all go to one topic', () => {
    const everywhere = fragmentNames.map(readFragment);
    const ofType = (type: string) => everywhere.flatMap((each) => Object.entries(resourcesOf(each, type)));
    const all = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const watched = JSON.stringify(all.map(({ Dimensions }) => Dimensions));
    const toWatch = ['AWS::SQS::Queue', 'AWS::Events::Rule', 'AWS::SNS::Topic'].flatMap((type) =>
      ofType(type).map(([id]) => id),
    );
    expect(toWatch).toHaveLength(22);
    expect(toWatch.filter((id) => !watched.includes(`"${id}"`))).toEqual([]);
    expect(new Set(all.map(({ AlarmActions }) => JSON.stringify(AlarmActions)))).toEqual(
      new Set(['[{"Ref":"MonitorTopic"}]']),
    );
  });
});

/** Every alarm of the deployment. */
const everyAlarm = () =>
  fragmentNames.flatMap((name) => Object.entries(resourcesOf(readFragment(name), 'AWS::CloudWatch::Alarm')));

describe('every alarm', () => {
  it('is in the reference, which says what to do about it, and what all of them cost', () => {
    const page = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
    const rows = page.slice(page.indexOf('## When an alarm comes')).split('\n## ')[0] ?? '';
    const told = new Set([...rows.matchAll(/`([a-z…-]+)`/g)].map(([, name = '']) => name));
    const names = everyAlarm().map(([, { Properties }]) => String(Properties.AlarmName).replace('bedrock-warden-', ''));
    const isTold = (name: string) =>
      [...told].some((each) => each === name || (each.startsWith('…') && name.endsWith(each.slice(1))));
    expect(names.filter((name) => !isTold(name))).toEqual([]);
    expect(/(\d+) × \$0\.10/.exec(page)?.[1]).toBe(String(names.length));
  });

  it('looks back no further than CloudWatch lets it', () => {
    const tooFar = everyAlarm().filter(([, { Properties }]) => {
      const { Period, EvaluationPeriods } = Properties as { Period: number; EvaluationPeriods: number };
      return Period * EvaluationPeriods > (Period < 3600 ? 86_400 : 604_800);
    });
    expect(tooFar).toEqual([]);
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
