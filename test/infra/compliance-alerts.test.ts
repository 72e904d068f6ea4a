import { describe, expect, it } from 'vitest';
import { matchesPattern } from './event-pattern.ts';
import { readFragment, resourcesOf } from './fragment.ts';

const fragment = readFragment('compliance-alerts');
const { Resources } = fragment;

/** https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
const event = {
  source: 'aws.config',
  'detail-type': 'Config Rules Compliance Change',
  detail: {
    messageType: 'ComplianceChangeNotification',
    configRuleName: 'bedrock-warden-agent-role-least-privilege',
    resourceType: 'AWS::IAM::Role',
    resourceId: 'AROAAGENT00000000001',
    newEvaluationResult: { complianceType: 'NON_COMPLIANT' },
  },
};

describe('which events reach the queue', () => {
  it.each<[name: string, changed: object, isHeard: boolean]>([
    ['a change of one of our rules', event, true],
    ['of another rule', { ...event, detail: { ...event.detail, configRuleName: 's3-bucket-level' } }, false],
    ['another message', { ...event, detail: { ...event.detail, messageType: 'ConfigurationItemChange' } }, false],
    ['another source', { ...event, source: 'my.app' }, false],
    ['another kind', { ...event, 'detail-type': 'Config Rules Re-evaluation Status' }, false],
  ])('%s', (_name, changed, isHeard) => {
    expect(matchesPattern(Resources.ComplianceChangedRule?.Properties.EventPattern, changed)).toBe(isHeard);
  });
});

it('only the two rules may send to the queues', () => {
  const statements = Object.values(resourcesOf(fragment, 'AWS::SQS::QueuePolicy')).map(
    ({ Properties }) => Properties.PolicyDocument,
  );
  const condition = {
    ArnEquals: {
      'aws:SourceArn': [
        { 'Fn::GetAtt': ['ComplianceChangedRule', 'Arn'] },
        { 'Fn::GetAtt': ['ComplianceSettleSchedule', 'Arn'] },
      ],
    },
  };
  expect(statements).toMatchObject([
    { Statement: [{ Action: 'sqs:SendMessage', Condition: condition }] },
    { Statement: [{ Action: 'sqs:SendMessage', Condition: condition }] },
  ]);
});

it('the queue hides a message for six times the timeout of the function, and gives it up to another', () => {
  expect(Resources.ComplianceChangeQueue?.Properties).toMatchObject({
    VisibilityTimeout: 6 * 150,
    SqsManagedSseEnabled: true,
    RedrivePolicy: {
      deadLetterTargetArn: { 'Fn::GetAtt': ['ComplianceChangeDeadLetterQueue', 'Arn'] },
      maxReceiveCount: 5,
    },
  });
  expect(Resources.ComplianceChangeEventSource?.Properties).toMatchObject({
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});

it('its failures are told where those of the monitor are', () => {
  const alarms = {
    ...resourcesOf(fragment, 'AWS::CloudWatch::Alarm'),
    ...resourcesOf(readFragment('digest'), 'AWS::CloudWatch::Alarm'),
  };
  expect(Object.values(alarms).map(({ Properties }) => [Properties.AlarmName, Properties.AlarmActions])).toEqual(
    [
      'compliance-change-errors',
      'compliance-change-dead-letters',
      'compliance-change-age',
      'compliance-changed-rule-failed',
      'compliance-changed-rule-lost',
      'compliance-settle-rule-failed',
      'compliance-settle-rule-lost',
      'compliance-settle-missed',
      'digest-errors',
      'digest-failed',
    ].map((name) => [`bedrock-warden-${name}`, [{ Ref: 'MonitorTopic' }]]),
  );
});

it('a digest is scheduled only where one is asked for', () => {
  const { Resources: ofDigest } = readFragment('digest');
  const { DigestSchedule, DigestPermission, DigestScheduleFailedAlarm } = ofDigest;
  expect([DigestSchedule, DigestPermission, DigestScheduleFailedAlarm].map((each) => each?.Condition)).toEqual([
    'HasDigest',
    'HasDigest',
    'HasDigest',
  ]);
});
