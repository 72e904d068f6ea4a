import { describe, expect, it } from 'vitest';
import { readFragment, resourcesOf } from './fragment.ts';

const alarms = readFragment('alarms').Resources;
const failures = { Statistic: 'Sum', EvaluationPeriods: 1, DatapointsToAlarm: 1 };
const waiting = (periods: number) => ({ Statistic: 'Sum', EvaluationPeriods: periods, DatapointsToAlarm: periods });
const depth = { Statistic: 'Maximum', EvaluationPeriods: 1, DatapointsToAlarm: 1 };
const hour = { ...depth, Threshold: 3600 };
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
  ['access-denied-throttles', 'AWS/Lambda', 'Throttles', ofFunction('AccessDeniedLambdaFunction'), waiting(3)],
  ['config-rule-failures', 'AWS/SQS', visible, ofQueue('ConfigRuleFailureQueue'), depth],
  ['access-denied-failures', 'AWS/SQS', visible, ofQueue('AccessDeniedFailureQueue'), depth],
  ['access-denied-dead-letters', 'AWS/SQS', visible, ofQueue('AccessDeniedDeadLetterQueue'), depth],
  ['access-denied-rule-failed', 'AWS/Events', 'FailedInvocations', ofRule('AccessDeniedRule'), failures],
  ['access-denied-rule-lost', 'AWS/Events', lost, ofRule('AccessDeniedRule'), failures],
  ['model-refused-rule-failed', 'AWS/Events', 'FailedInvocations', ofRule('ModelRefusedRule'), failures],
  ['model-refused-rule-lost', 'AWS/Events', lost, ofRule('ModelRefusedRule'), failures],
  ['dependency-denied-rule-failed', 'AWS/Events', 'FailedInvocations', ofRule('DependencyDeniedRule'), failures],
  ['dependency-denied-rule-lost', 'AWS/Events', lost, ofRule('DependencyDeniedRule'), failures],
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
          AlarmActions: [{ Ref: 'AlertTopic' }],
          ...when,
        },
      })),
    );
  });

  it('miss no queue and no event rule', () => {
    const watched = JSON.stringify(Object.values(alarms).map(({ Properties }) => Properties.Dimensions));
    const fragments = [readFragment('config-rules'), readFragment('access-denied'), readFragment('workload-change')];
    const toWatch = fragments.flatMap((fragment) =>
      ['AWS::SQS::Queue', 'AWS::Events::Rule'].flatMap((type) => Object.keys(resourcesOf(fragment, type))),
    );
    expect(toWatch).toHaveLength(10);
    expect(toWatch.filter((id) => !watched.includes(`"${id}"`))).toEqual([]);
  });
});
