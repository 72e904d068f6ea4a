import { describe, expect, it } from 'vitest';
import { matchesPattern } from './event-pattern.ts';
import { readFragment, resourcesOf } from './fragment.ts';

const fragment = readFragment('workload-change');
const rules = resourcesOf(fragment, 'AWS::Events::Rule');

const event = {
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.bedrock',
  detail: {
    eventSource: 'bedrock.amazonaws.com',
    eventName: 'UpdateAgent',
    eventCategory: 'Management',
    readOnly: false,
  },
};

function rulesThatMatch(detail: object): readonly string[] {
  const changed = { ...event, detail: { ...event.detail, ...detail } };
  return Object.entries(rules)
    .filter(([, { Properties }]) => matchesPattern(Properties.EventPattern, changed))
    .map(([id]) => id);
}

describe('which changes reach the queue', () => {
  it.each<[name: string, detail: object, rules: readonly string[]]>([
    ...[
      ...['CreateAgent', 'UpdateAgent', 'DeleteAgent', 'PrepareAgent', 'CreateAgentActionGroup', 'UpdateAgentAlias'],
      ...['AssociateAgentKnowledgeBase', 'DisassociateAgentKnowledgeBase', 'AssociateAgentCollaborator'],
      ...[
        'CreateFlow',
        'UpdateFlow',
        'PrepareFlow',
        'CreateFlowVersion',
        'UpdateGuardrail',
        'PutUseCaseForModelAccess',
      ],
    ].map((eventName): [string, object, readonly string[]] => [eventName, { eventName }, ['WorkloadChangedRule']]),
    [
      'AgentCore',
      { eventSource: 'bedrock-agentcore.amazonaws.com', eventName: 'UpdateAgentRuntime' },
      ['WorkloadChangedRule'],
    ],
    ['a read', { eventName: 'GetAgent', readOnly: true }, []],
    ['a model call that is recorded as a write', { eventName: 'InvokeModel' }, []],
    ['an event that code puts into a memory', { eventName: 'CreateEvent', eventCategory: 'Data' }, []],
    ['a change that was refused', { errorCode: 'AccessDeniedException' }, []],
    [
      'a permission of a function',
      { eventSource: 'lambda.amazonaws.com', eventName: 'AddPermission20150331v2' },
      ['DependencyChangedRule'],
    ],
    [
      'a permission taken away',
      { eventSource: 'lambda.amazonaws.com', eventName: 'RemovePermission20150331v2' },
      ['DependencyChangedRule'],
    ],
    ['the code of a function', { eventSource: 'lambda.amazonaws.com', eventName: 'UpdateFunctionCode20150331v2' }, []],
    ['the policy of a key', { eventSource: 'kms.amazonaws.com', eventName: 'PutKeyPolicy' }, ['DependencyChangedRule']],
    ['another service', { eventSource: 'ec2.amazonaws.com' }, []],
  ])('%s', (_, detail, expected) => {
    expect(rulesThatMatch(detail)).toEqual(expected);
  });

  it.each(Object.keys(rules))('%s has a pattern within the quota of 2,048 characters', (id) => {
    expect(JSON.stringify(rules[id]?.Properties.EventPattern).length).toBeLessThanOrEqual(2048);
  });
});

describe('the queue', () => {
  it('gathers what one edit is made of, and tries three times', () => {
    const { WorkloadChangeQueue, WorkloadChangeEventSource } = fragment.Resources;
    expect([WorkloadChangeQueue?.Properties, WorkloadChangeEventSource?.Properties]).toEqual([
      {
        QueueName: 'bedrock-warden-workload-changes',
        MessageRetentionPeriod: 24 * 60 * 60,
        VisibilityTimeout: 6 * 120,
        SqsManagedSseEnabled: true,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': ['WorkloadChangeDeadLetterQueue', 'Arn'] },
          maxReceiveCount: 3,
        },
      },
      {
        EventSourceArn: { 'Fn::GetAtt': ['WorkloadChangeQueue', 'Arn'] },
        FunctionName: { 'Fn::GetAtt': ['WorkloadChangeLambdaFunction', 'Arn'] },
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 20,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    ]);
  });

  it.each(['WorkloadChangeQueue', 'WorkloadChangeDeadLetterQueue'])(
    '%s lets in EventBridge for these rules only',
    (id) => {
      expect(fragment.Resources[`${id}Policy`]?.Properties).toMatchObject({
        Queues: [{ Ref: id }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': [id, 'Arn'] },
              Condition: {
                ArnEquals: { 'aws:SourceArn': Object.keys(rules).map((rule) => ({ 'Fn::GetAtt': [rule, 'Arn'] })) },
              },
            },
          ],
        },
      });
    },
  );

  it('is the target of every rule, and loses nothing', () => {
    const targets = Object.values(rules).map(({ Properties }) => [Properties.State, Properties.Targets]);
    expect(targets).toEqual(
      targets.map(() => [
        'ENABLED',
        [
          {
            Id: 'workload-change',
            Arn: { 'Fn::GetAtt': ['WorkloadChangeQueue', 'Arn'] },
            RetryPolicy: { MaximumEventAgeInSeconds: 21600, MaximumRetryAttempts: 185 },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['WorkloadChangeDeadLetterQueue', 'Arn'] } },
          },
        ],
      ]),
    );
  });
});

it('what running the rules again may take has a default for every frequency of the sweep', () => {
  const frequencies = readFragment('config-rules').Parameters?.SweepFrequency?.AllowedValues;
  expect(Object.keys((fragment.Mappings?.RunAgain ?? {}) as object)).toEqual(frequencies);
});
