import { describe, expect, it } from 'vitest';
import denied from '../fixtures/infra/invoke-model-denied.json' with { type: 'json' };
import { matchesPattern } from './event-pattern.ts';
import { type Resource, readFragment, resourcesOf } from './fragment.ts';

const fragment = readFragment('access-denied');
const eventRules = resourcesOf(fragment, 'AWS::Events::Rule');
const rules = {
  AccessDeniedRule: 'access-denied',
  ModelRefusedRule: 'model-refused',
  DenialToldRule: 'denial-told',
  RoleRefusedRule: 'role-refused',
  GatewayRefusedRule: 'gateway-refused',
  DependencyDeniedRule: 'dependency-denied',
};
const ids = Object.keys(rules);

const arnOf = (id: string): object => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** Which rules would queue this event. */
function rulesThatMatch(detail: object, envelope: object = {}): readonly string[] {
  const event = { ...denied, ...envelope, detail: { ...denied.detail, ...detail } };
  return Object.entries(eventRules)
    .filter(([, { Properties }]) => matchesPattern(Properties.EventPattern, event))
    .map(([id]) => id);
}

const aPerson = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice' };
const session = (name: string): object => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::111122223333:assumed-role/support-agent/${name}`,
});

describe('which events reach the queue', () => {
  it.each<[name: string, detail: object, rules: readonly string[]]>([
    ['a model that IAM denies to an agent', {}, ['AccessDeniedRule']],
    ['the other spelling of the code', { errorCode: 'AccessDeniedException' }, ['AccessDeniedRule']],
    ['the EC2 spelling', { errorCode: 'Client.UnauthorizedOperation' }, ['AccessDeniedRule']],
    ['the short EC2 spelling', { errorCode: 'UnauthorizedOperation' }, ['AccessDeniedRule']],
    ['a denial without a message', { errorMessage: undefined, eventName: 'GetKnowledgeBase' }, ['AccessDeniedRule']],
    ['a denial recorded as a write', { readOnly: false }, ['AccessDeniedRule']],
    ['a denial to a person', { userIdentity: aPerson, eventName: 'InvokeAgent' }, ['AccessDeniedRule']],
    ['AgentCore', { eventSource: 'bedrock-agentcore.amazonaws.com' }, ['AccessDeniedRule']],
    ['bedrock-mantle', { eventSource: 'bedrock-mantle.amazonaws.com' }, ['AccessDeniedRule']],
    ['bedrock-runtime', { eventSource: 'bedrock-runtime.amazonaws.com' }, ['AccessDeniedRule']],
    [
      'the use-case form',
      {
        errorCode: 'ResourceNotFoundException',
        errorMessage:
          'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model.',
      },
      ['ModelRefusedRule'],
    ],
    [
      'a legacy model',
      {
        errorCode: 'ResourceNotFoundException',
        errorMessage:
          'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days.',
      },
      ['ModelRefusedRule'],
    ],
    [
      'a retired model',
      {
        errorCode: 'ResourceNotFoundException',
        errorMessage: 'This model version has reached the end of its life. Please refer to the AWS documentation.',
      },
      ['ModelRefusedRule'],
    ],
    [
      'a payment method, under the code of a bad request',
      {
        errorCode: 'ValidationException',
        errorMessage:
          'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.',
      },
      ['ModelRefusedRule'],
    ],
    [
      'the same under its usual code, once',
      { errorCode: 'AccessDenied', errorMessage: 'Model access is denied due to IAM user or service role' },
      ['AccessDeniedRule'],
    ],
    [
      'a key denied to Bedrock on behalf of a role',
      { eventSource: 'kms.amazonaws.com', eventName: 'Decrypt', errorCode: 'AccessDenied' },
      ['DependencyDeniedRule'],
    ],
    [
      'a key denied to AgentCore',
      {
        eventSource: 'kms.amazonaws.com',
        userIdentity: { ...aPerson, invokedBy: 'bedrock-agentcore.amazonaws.com' },
      },
      ['DependencyDeniedRule'],
    ],
    [
      'a bucket denied to code in an AgentCore runtime, which nobody invoked on its behalf',
      {
        eventSource: 's3.amazonaws.com',
        userIdentity: session('BedrockAgentCore-468eedc9-f2d1-4ad2-8d95-9e93daff68be'),
      },
      ['DependencyDeniedRule'],
    ],
    [
      'a function denied to an agent',
      {
        eventSource: 'lambda.amazonaws.com',
        errorCode: 'AccessDeniedException',
        userIdentity: session('BedrockAgents-ABCDEFGHIJ-1f4c33b8-3a69-42be-bae0-c3e8d43a231a'),
      },
      ['DependencyDeniedRule'],
    ],
    [
      'a secret denied to the retrieval of a knowledge base',
      {
        eventSource: 'secretsmanager.amazonaws.com',
        errorCode: 'AccessDeniedException',
        userIdentity: session('BedrockAgentRetrieveSession-KBKBKBKBKB'),
      },
      ['DependencyDeniedRule'],
    ],
    [
      'a bucket denied to an ingestion job',
      { eventSource: 's3.amazonaws.com', userIdentity: session('DocumentLoaderTask-KBKBKBKBKB') },
      ['DependencyDeniedRule'],
    ],
    ...(
      [
        [
          'Access to Anthropic models is not allowed from unsupported countries, regions, or territories.',
          'ValidationException',
        ],
        ['Operation not allowed', 'ValidationException'],
        ['Your account is not authorized to invoke this API operation.', 'ValidationException'],
        ['Too many tokens per day, please wait before trying again.', 'ThrottlingException'],
        [
          'Role validation failed. Verify that the IAM permissions associated with the role are correct.',
          'ValidationException',
        ],
        ['You do not have sufficient permissions to use the custom model.', 'ValidationException'],
        ['Failed creating service linked role', 'InternalServerException'],
        ['Failed to obtain execution role credentials', 'ValidationException'],
        ['Failed to create OpenAPI 3 model from the JSON/YAML object that you provided', 'ValidationException'],
        [
          'Access denied when calling Bedrock. Check your request permissions and retry the request.',
          'ValidationException',
        ],
        ['Access denied while invoking Lambda function', 'InternalServerException'],
      ] as const
    ).map(([errorMessage, errorCode]): [string, object, readonly string[]] => [
      errorMessage,
      { errorCode, errorMessage },
      ['ModelRefusedRule'],
    ]),
    [
      'a key that a knowledge base may not use, told by Bedrock',
      {
        errorCode: 'ValidationException',
        errorMessage:
          'Knowledge base storage configuration is invalid: User: arn:aws:sts::111122223333:assumed-role/kb/x is not authorized to perform: aoss:APIAccessAll',
      },
      ['DenialToldRule'],
    ],
    [
      'a vector store that answered 403',
      {
        errorCode: 'ValidationException',
        errorMessage:
          'Request failed: [security_exception] 403 Forbidden (Service: OpenSearch, Status Code: 403, Request ID: null)',
      },
      ['DenialToldRule'],
    ],
    [
      'a role that Bedrock cannot assume',
      {
        errorCode: 'ValidationException',
        errorMessage:
          'Bedrock Knowledge Base was unable to assume the given role. Provide the proper permissions and retry the request.',
      },
      ['RoleRefusedRule'],
    ],
    [
      'an embedding model that Bedrock cannot call',
      {
        errorCode: 'ValidationException',
        errorMessage: 'The knowledge base is not able to call the specified embedding model: You are not authorized',
      },
      ['RoleRefusedRule'],
    ],
    ...[401, 403].map((statusCode): [string, object, readonly string[]] => [
      `a gateway that answered ${statusCode}`,
      {
        eventSource: 'bedrock-agentcore.amazonaws.com',
        eventName: 'InvokeGateway',
        errorCode: undefined,
        errorMessage: undefined,
        responseElements: { statusCode },
      },
      ['GatewayRefusedRule'],
    ]),
    ...[200, 404, 500].map((statusCode): [string, object, readonly string[]] => [
      `a gateway that answered ${statusCode}`,
      {
        eventSource: 'bedrock-agentcore.amazonaws.com',
        eventName: 'InvokeGateway',
        errorCode: undefined,
        errorMessage: undefined,
        responseElements: { statusCode },
      },
      [],
    ]),
    ...['sts', 'aoss', 's3vectors', 'ecr'].map((service): [string, object, readonly string[]] => [
      `${service} that was denied to an agent`,
      { eventSource: `${service}.amazonaws.com`, errorCode: 'AccessDeniedException' },
      ['DependencyDeniedRule'],
    ]),
    [
      'a key that AWS KMS denied under its own code',
      { eventSource: 'kms.amazonaws.com', errorCode: 'KMSAccessDeniedException' },
      ['DependencyDeniedRule'],
    ],
    ['a success', { errorCode: undefined, errorMessage: undefined }, []],
    ['a throttled request', { errorCode: 'ThrottlingException', errorMessage: 'Too many requests' }, []],
    [
      'a bad request',
      { errorCode: 'ValidationException', errorMessage: 'The provided model identifier is invalid.' },
      [],
    ],
    ['a missing agent', { errorCode: 'ResourceNotFoundException', errorMessage: 'Failed to retrieve resource' }, []],
    ['a denial of a service no agent touches', { eventSource: 'ec2.amazonaws.com' }, []],
    ['a key denied to a person', { eventSource: 'kms.amazonaws.com', userIdentity: aPerson }, []],
    [
      'a bucket denied to a person whose role is named like an agent',
      {
        eventSource: 's3.amazonaws.com',
        userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/BedrockAgentRole/alice' },
      },
      [],
    ],
    ['a key that Bedrock could use', { eventSource: 'kms.amazonaws.com', errorCode: undefined }, []],
  ])('%s', (_name, detail, rules) => {
    expect(rulesThatMatch(detail)).toEqual(rules);
  });

  it.each<[name: string, envelope: object, detail: object, rules: readonly string[]]>([
    ['a source that no page documents', { source: 'aws.bedrock-agentcore' }, {}, ['AccessDeniedRule']],
    [
      'a denial by a VPC endpoint policy',
      { 'detail-type': 'AWS Network Activity Event via CloudTrail' },
      { errorCode: 'VpceAccessDenied', errorMessage: 'The request was denied due to a VPC endpoint policy' },
      ['AccessDeniedRule'],
    ],
    ['an event of the service itself', { 'detail-type': 'AWS Service Event via CloudTrail' }, {}, []],
    ['a job that changed its state', { 'detail-type': 'Model Customization Job State Change' }, {}, []],
  ])('%s', (_name, envelope, detail, rules) => {
    expect(rulesThatMatch(detail, envelope)).toEqual(rules);
  });
});

describe('the event rules', () => {
  it('are these, on the default bus, each with a target that loses nothing', () => {
    expect(eventRules).toEqual(
      Object.fromEntries(
        Object.entries(rules).map(([id, name]) => [
          id,
          {
            Type: 'AWS::Events::Rule',
            Properties: {
              Name: `bedrock-warden-${name}`,
              Description: expect.any(String),
              State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
              EventPattern: {
                'detail-type': ['AWS API Call via CloudTrail', 'AWS Network Activity Event via CloudTrail'],
                detail: expect.any(Object),
              },
              Targets: [
                {
                  Id: 'access-denied',
                  Arn: arnOf('AccessDeniedQueue'),
                  RetryPolicy: { MaximumEventAgeInSeconds: 21600, MaximumRetryAttempts: 185 },
                  DeadLetterConfig: { Arn: arnOf('AccessDeniedDeadLetterQueue') },
                },
              ],
            },
          },
        ]),
      ),
    );
  });

  it.each(ids)('%s has a pattern within the quota of 2,048 characters', (id) => {
    const pattern = JSON.stringify(eventRules[id]?.Properties.EventPattern);
    expect(pattern.length).toBeGreaterThan(150);
    expect(pattern.length).toBeLessThanOrEqual(2048);
  });

  it('stay far from the 30 rules with wildcards that a bus takes, three wildcards in each at most', () => {
    const wildcards = Object.values(eventRules).map(
      ({ Properties }) => JSON.stringify(Properties.EventPattern).match(/"wildcard"/g)?.length ?? 0,
    );
    expect([wildcards.filter((number) => number > 0).length, Math.max(...wildcards)]).toEqual([3, 3]);
  });
});

const keptForTwoWeeks = { MessageRetentionPeriod: 14 * 24 * 60 * 60, SqsManagedSseEnabled: true };

describe('the queues', () => {
  it('are standard and encrypted; what is given up is kept for 14 days', () => {
    const queues = ['config-rules', 'access-denied'] as const;
    const found = Object.assign({}, ...queues.map((name) => resourcesOf(readFragment(name), 'AWS::SQS::Queue')));
    expect(
      Object.fromEntries(Object.entries(found).map(([id, queue]) => [id, (queue as Resource).Properties])),
    ).toEqual({
      ConfigRuleFailureQueue: { QueueName: 'bedrock-warden-config-rule-failures', ...keptForTwoWeeks },
      AccessDeniedQueue: {
        QueueName: 'bedrock-warden-denials',
        MessageRetentionPeriod: 4 * 24 * 60 * 60,
        VisibilityTimeout: 6 * 60,
        SqsManagedSseEnabled: true,
        RedrivePolicy: { deadLetterTargetArn: arnOf('AccessDeniedDeadLetterQueue'), maxReceiveCount: 5 },
      },
      AccessDeniedDeadLetterQueue: { QueueName: 'bedrock-warden-denials-dead-letters', ...keptForTwoWeeks },
    });
  });

  it.each(['AccessDeniedQueue', 'AccessDeniedDeadLetterQueue'])('%s lets in EventBridge for these rules only', (id) => {
    expect(fragment.Resources[`${id}Policy`]).toEqual({
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: id }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: expect.any(String),
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: arnOf(id),
              Condition: { ArnEquals: { 'aws:SourceArn': ids.map(arnOf) } },
            },
          ],
        },
      },
    });
  });

  it('are the only way to the function: nobody invokes it but Lambda’s poller', () => {
    expect(resourcesOf(fragment, 'AWS::Lambda::Permission')).toEqual({});
    expect(fragment.Resources.AccessDeniedEventSource?.Properties).toEqual({
      EventSourceArn: arnOf('AccessDeniedQueue'),
      FunctionName: arnOf('AccessDeniedLambdaFunction'),
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});
