import { describe, expect, it } from 'vitest';
import { parseCloudTrailRecord } from '../../functions/diagnosis/cloudtrail-record.ts';
import { deniedAccess } from '../../functions/diagnosis/denied-access.ts';
import type { DeniedRequest } from '../../functions/diagnosis/diagnosis.ts';

const ACCOUNT = '111122223333';
const arnOf = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const session = (name: string, of = 'orders-role') => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${of}/${name}`,
  sessionContext: { sessionIssuer: { type: 'Role', arn: role(`service-role/${of}`), userName: of } },
});
const AGENT_SESSION = 'BedrockAgents-ORDERS0001-1f4c33b8-3a69-42be-bae0-c3e8d43a231a';

const record = (fields: object): object => ({
  eventSource: 'bedrock.amazonaws.com',
  awsRegion: 'us-east-1',
  recipientAccountId: ACCOUNT,
  errorCode: 'AccessDenied',
  userIdentity: session('deployer', 'deploy'),
  requestParameters: null,
  ...fields,
});

/** The named facts of a denied request, and what was denied. */
function read(fields: object, names: readonly (keyof DeniedRequest)[]) {
  const parsed = parseCloudTrailRecord(record(fields));
  if (!('denied' in parsed)) return parsed;
  const picked = Object.fromEntries(names.map((name) => [name, parsed.denied[name]]));
  return { ...picked, access: deniedAccess(parsed.denied) };
}

describe('records of other services, made for a workload', () => {
  it.each<[name: string, fields: object, access: object]>([
    [
      'a key, by the ARN among its resources',
      {
        eventSource: 'kms.amazonaws.com',
        eventName: 'Decrypt',
        resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: arnOf('kms', 'key/0a1b') }],
      },
      { action: 'kms:Decrypt', resource: arnOf('kms', 'key/0a1b') },
    ],
    [
      'an object, of an object and its bucket',
      {
        eventSource: 's3.amazonaws.com',
        eventName: 'HeadObject',
        resources: [{ ARN: 'arn:aws:s3:::orders-docs' }, { ARN: 'arn:aws:s3:::orders-docs/a b.pdf' }],
      },
      { action: 's3:GetObject', resource: 'arn:aws:s3:::orders-docs/a b.pdf' },
    ],
    [
      'a function, whose operation has the version of its API behind its name',
      {
        eventSource: 'lambda.amazonaws.com',
        eventName: 'Invoke20150331',
        requestParameters: { functionName: arnOf('lambda', 'function:orders') },
      },
      { action: 'lambda:InvokeFunction', resource: arnOf('lambda', 'function:orders') },
    ],
    [
      'a secret',
      {
        eventSource: 'secretsmanager.amazonaws.com',
        eventName: 'GetSecretValue',
        requestParameters: { secretId: arnOf('secretsmanager', 'secret:orders-AbCdEf') },
      },
      { action: 'secretsmanager:GetSecretValue', resource: arnOf('secretsmanager', 'secret:orders-AbCdEf') },
    ],
    [
      'a secret named without its ARN',
      {
        eventSource: 'secretsmanager.amazonaws.com',
        eventName: 'GetSecretValue',
        requestParameters: { secretId: 'x' },
      },
      { action: 'secretsmanager:GetSecretValue' },
    ],
    [
      'two keys, of which one was denied',
      {
        eventSource: 'kms.amazonaws.com',
        eventName: 'Decrypt',
        resources: [{ ARN: arnOf('kms', 'key/1') }, { ARN: arnOf('kms', 'key/2') }],
      },
      { action: 'kms:Decrypt' },
    ],
    [
      'another action in the message than the call',
      {
        eventSource: 's3.amazonaws.com',
        eventName: 'GetObject',
        errorMessage: 'User: x is not authorized to perform: kms:Decrypt with an explicit deny in a session policy',
        resources: [{ ARN: 'arn:aws:s3:::orders-docs/a.pdf' }],
      },
      { action: 'kms:Decrypt' },
    ],
  ])('%s', (_name, fields, access) => {
    const identity = { ...session(AGENT_SESSION), invokedBy: 'bedrock.amazonaws.com' };
    expect(read({ userIdentity: identity, ...fields }, ['workload', 'caller', 'invokedBy'])).toEqual({
      workload: { type: 'agent', id: 'ORDERS0001', actsAs: 'itself' },
      caller: 'workload',
      invokedBy: 'bedrock.amazonaws.com',
      access,
    });
  });

  it('a role that the service could not assume', () => {
    expect(
      read(
        {
          eventSource: 'sts.amazonaws.com',
          eventName: 'AssumeRole',
          userIdentity: { type: 'AWSService', invokedBy: 'bedrock.amazonaws.com' },
          requestParameters: { roleArn: role('orders-role'), roleSessionName: AGENT_SESSION },
        },
        ['principalArn', 'workload', 'caller', 'requested'],
      ),
    ).toEqual({
      principalArn: undefined,
      workload: { type: 'agent', id: 'ORDERS0001', actsAs: 'itself' },
      caller: 'service',
      requested: { roleArn: role('orders-role') },
      access: { action: 'sts:AssumeRole', resource: role('orders-role') },
    });
  });
});

describe('who called', () => {
  it.each<[name: string, fields: object, expected: object]>([
    [
      'the caller of an agent, by an alias',
      { eventName: 'InvokeAgent', requestParameters: { agentId: 'ORDERS0001', agentAliasId: 'ALIAS00001' } },
      {
        caller: 'invoker',
        workload: { type: 'agent', id: 'ORDERS0001', aliasId: 'ALIAS00001', actsAs: 'called' },
        access: { action: 'bedrock:InvokeAgent', resource: arnOf('bedrock', 'agent-alias/ORDERS0001/ALIAS00001') },
      },
    ],
    [
      'the caller of an agent, by the ARN of a data event',
      {
        eventName: 'InvokeAgent',
        resources: [{ type: 'AWS::Bedrock::AgentAlias', ARN: arnOf('bedrock', 'agent-alias/ORDERS0001/TSTALIASID') }],
      },
      {
        caller: 'invoker',
        workload: { type: 'agent', id: 'ORDERS0001', aliasId: 'TSTALIASID', actsAs: 'called' },
        access: { action: 'bedrock:InvokeAgent', resource: arnOf('bedrock', 'agent-alias/ORDERS0001/TSTALIASID') },
      },
    ],
    [
      'the caller of a flow',
      {
        eventName: 'InvokeFlow',
        requestParameters: { flowIdentifier: 'FLOW000001', flowAliasIdentifier: 'ALIAS00001' },
      },
      {
        caller: 'invoker',
        workload: { type: 'flow', id: 'FLOW000001', aliasId: 'ALIAS00001', actsAs: 'called' },
        access: { action: 'bedrock:InvokeFlow', resource: arnOf('bedrock', 'flow/FLOW000001/alias/ALIAS00001') },
      },
    ],
    [
      'the caller of a runtime, which is denied on the runtime or its endpoint',
      {
        eventSource: 'bedrock-agentcore.amazonaws.com',
        eventName: 'InvokeAgentRuntime',
        requestParameters: { agentRuntimeArn: arnOf('bedrock-agentcore', 'runtime/orders-1'), qualifier: 'PROD' },
      },
      {
        caller: 'invoker',
        workload: { type: 'agentCoreRuntime', id: 'orders-1', aliasId: 'PROD', actsAs: 'called' },
        access: { action: 'bedrock-agentcore:InvokeAgentRuntime' },
      },
    ],
    [
      'a reader of a version',
      { eventName: 'GetAgentVersion', requestParameters: { agentId: 'ORDERS0001', agentVersion: '3' } },
      {
        caller: 'manager',
        workload: { type: 'agent', id: 'ORDERS0001', version: '3', actsAs: 'called' },
        access: { action: 'bedrock:GetAgentVersion', resource: arnOf('bedrock', 'agent/ORDERS0001') },
      },
    ],
    [
      'a list, for which no resource can be named',
      { eventName: 'ListFoundationModels' },
      {
        caller: 'manager',
        workload: undefined,
        access: { action: 'bedrock:ListFoundationModels', resource: '*' },
      },
    ],
    [
      'a session with a name of somebody else',
      { eventName: 'Converse', requestParameters: { modelId: 'us.amazon.nova-pro-v1:0' } },
      { caller: undefined, workload: undefined, access: { action: 'bedrock:InvokeModel' } },
    ],
  ])('%s', (_name, fields, expected) => {
    expect(read(fields, ['caller', 'workload'])).toEqual(expected);
  });

  it('is not who was denied, when the message names the role of the workload', () => {
    const denied = `arn:aws:sts::${ACCOUNT}:assumed-role/orders-role/BedrockAgentRetrieveSession-KB00000001`;
    const text = `User: ${denied} is not authorized to perform: bedrock:Retrieve on resource: ${arnOf('bedrock', 'knowledge-base/KB00000001')} because no identity-based policy allows the bedrock:Retrieve action`;
    expect(
      read({ eventName: 'InvokeAgent', errorMessage: text, requestParameters: { agentId: 'ORDERS0001' } }, [
        'principalArn',
        'roleArn',
        'roleName',
        'workload',
        'caller',
      ]),
    ).toEqual({
      principalArn: denied,
      roleArn: undefined,
      roleName: 'orders-role',
      workload: { type: 'knowledgeBase', id: 'KB00000001', actsAs: 'itself' },
      caller: 'workload',
      access: { action: 'bedrock:Retrieve', resource: arnOf('bedrock', 'knowledge-base/KB00000001') },
    });
  });

  it('stays the caller, with the path of the role, when the message names the same role', () => {
    const text = `User: arn:aws:sts::${ACCOUNT}:assumed-role/deploy/deployer is not authorized to perform: bedrock:CreateAgent`;
    expect(read({ eventName: 'CreateAgent', errorMessage: text }, ['roleArn', 'sessionName'])).toEqual({
      roleArn: role('service-role/deploy'),
      sessionName: 'deployer',
      access: { action: 'bedrock:CreateAgent', resource: '*' },
    });
  });
});

describe('what a request passes on', () => {
  it.each<[name: string, requestParameters: unknown, requested: object | undefined]>([
    [
      'CreateAgent',
      {
        agentName: 'orders',
        agentResourceRoleArn: role('orders-role'),
        foundationModel: 'us.amazon.nova-pro-v1:0',
        customerEncryptionKeyArn: arnOf('kms', 'key/0a1b'),
        guardrailConfiguration: { guardrailIdentifier: 'gr1', guardrailVersion: '1' },
        instruction: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
      {
        roleArn: role('orders-role'),
        models: ['us.amazon.nova-pro-v1:0'],
        kmsKey: arnOf('kms', 'key/0a1b'),
        guardrail: 'gr1',
      },
    ],
    [
      'CreateKnowledgeBase',
      {
        roleArn: role('kb-role'),
        knowledgeBaseConfiguration: {
          vectorKnowledgeBaseConfiguration: { embeddingModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/e' },
        },
        storageConfiguration: { opensearchServerlessConfiguration: { collectionArn: arnOf('aoss', 'collection/c') } },
      },
      {
        roleArn: role('kb-role'),
        models: ['arn:aws:bedrock:us-east-1::foundation-model/e'],
        vectorStores: [arnOf('aoss', 'collection/c')],
      },
    ],
    [
      'CreateAgentActionGroup',
      {
        actionGroupExecutor: { lambda: arnOf('lambda', 'function:orders') },
        apiSchema: { s3: { s3BucketName: 'schemas', s3ObjectKey: 'orders.json' } },
      },
      { functions: [arnOf('lambda', 'function:orders')], buckets: ['schemas'] },
    ],
    [
      'CreateModelInvocationJob',
      {
        roleArn: role('batch'),
        modelId: 'amazon.nova-pro-v1:0',
        inputDataConfig: { s3InputDataConfig: { s3Uri: 's3://orders-in/a.jsonl' } },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://orders-out/' } },
      },
      { roleArn: role('batch'), models: ['amazon.nova-pro-v1:0'], buckets: ['orders-in', 'orders-out'] },
    ],
    [
      'CreateAgentRuntime',
      {
        roleArn: role('runtime'),
        agentRuntimeArtifact: {
          containerConfiguration: { containerUri: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/o:1` },
        },
      },
      { roleArn: role('runtime'), containerImages: [`${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/o:1`] },
    ],
    [
      'AssociateAgentCollaborator',
      { agentDescriptor: { aliasArn: arnOf('bedrock', 'agent-alias/COLLAB0001/ALIAS00001') } },
      { agentAliasArn: arnOf('bedrock', 'agent-alias/COLLAB0001/ALIAS00001') },
    ],
    ['a role that is none', { roleArn: 'HIDDEN_DUE_TO_SECURITY_REASONS', modelId: 7 }, undefined],
    ['null', null, undefined],
  ])('%s', (_name, requestParameters, requested) => {
    const parsed = parseCloudTrailRecord(record({ eventName: 'CreateAgent', requestParameters }));
    expect('denied' in parsed ? parsed.denied.requested : parsed).toEqual(requested);
  });
});

it('reads no more of a request than a request of AWS can hold', () => {
  const deep = (depth: number): object => (depth === 0 ? { roleArn: role('deep') } : { inner: deep(depth - 1) });
  const models = Array.from({ length: 3_000 }, (_, index) => ({ modelId: `m${index}` }));
  const read = [deep(8), deep(9), { models }].map((requestParameters) => {
    const parsed = parseCloudTrailRecord(record({ eventName: 'CreateAgent', requestParameters }));
    return 'denied' in parsed ? parsed.denied.requested : parsed;
  });
  expect(read).toEqual([{ roleArn: role('deep') }, undefined, undefined]);
});

describe('denials that are not called so', () => {
  it.each<[name: string, errorCode: string | undefined, errorMessage: string, template: string]>([
    [
      'a form',
      'ResourceNotFoundException',
      'Model use case details have not been submitted for this account.',
      'use-case-form',
    ],
    [
      'a legacy model',
      'ResourceNotFoundException',
      'Access denied. This Model is marked by provider as Legacy',
      'model-legacy',
    ],
    [
      'a role',
      'ValidationException',
      'Bedrock Knowledge Base was unable to assume the given role.',
      'role-not-assumable',
    ],
    [
      'a runtime role',
      'ValidationException',
      `Role validation failed for '${role('runtime')}'. Please verify that the role exists`,
      'role-validation-failed',
    ],
    [
      'a store',
      'ValidationException',
      'The knowledge base storage configuration provided is invalid... Request failed: [security_exception] 403 Forbidden',
      'vector-store-refused',
    ],
    [
      'what another service was refused with',
      'ValidationException',
      'Some text of today. (Service: BedrockRuntime, Status Code: 403, Request ID: 0) (Service: BedrockAgentRuntime, Status Code: 400)',
      'unrecognised',
    ],
    ['a quota of zero', 'ThrottlingException', 'Too many tokens per day, please wait', 'quota-zero'],
    [
      'credentials',
      'InternalServerException',
      'Failed to obtain execution role credentials',
      'execution-role-credentials',
    ],
    [
      'a model that is not in the Region',
      'ValidationException',
      'The provided model identifier is invalid.',
      'model-id-invalid',
    ],
    ['an endpoint', 'VpceAccessDenied', 'The request was denied due to a VPC endpoint policy', 'vpc-endpoint-record'],
    ['a code in small letters', 'accessDeniedException', 'Anything', 'unrecognised'],
    ['no code', undefined, 'Access denied when calling Bedrock. Check your request permissions', 'generic-bedrock'],
  ])('%s', (_name, errorCode, errorMessage, template) => {
    const parsed = parseCloudTrailRecord(record({ eventName: 'Converse', errorCode, errorMessage }));
    expect('denied' in parsed ? parsed.denied.message.template : parsed).toBe(template);
  });

  it.each<[name: string, fields: object, ignored: string]>([
    ['a success', { errorCode: undefined, responseElements: { status: 'SUCCESS' } }, 'the call succeeded'],
    [
      'a bad body',
      { errorCode: 'ValidationException', errorMessage: 'max_tokens_to_sample: range: 1..1,000,000' },
      'the error ValidationException is no denial',
    ],
    [
      'use',
      { errorCode: 'ThrottlingException', errorMessage: 'Too many requests, please wait before trying again.' },
      'the error ThrottlingException is no denial',
    ],
    [
      'use of a model by a knowledge base',
      {
        errorCode: 'ValidationException',
        errorMessage:
          'Knowledge base role is not able to call specified bedrock embedding model: Too many requests (Service: BedrockRuntime, Status Code: 429)',
      },
      'the error ValidationException is no denial',
    ],
    [
      'the success of a tool',
      {
        errorCode: undefined,
        responseElements: { statusCode: 200, body: { result: { content: [{ text: 'denied' }] } } },
      },
      'the call succeeded',
    ],
  ])('%s is none', (_name, fields, ignored) => {
    expect(parseCloudTrailRecord(record({ eventName: 'InvokeModel', ...fields }))).toEqual({ ignored });
  });
});

describe('an AgentCore gateway', () => {
  const gateway = {
    eventSource: 'bedrock-agentcore.amazonaws.com',
    eventName: 'InvokeGateway',
    errorCode: undefined,
    userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
    recipientAccountId: undefined,
    resources: [
      {
        accountId: ACCOUNT,
        type: 'AWS::BedrockAgentCore::Gateway',
        ARN: arnOf('bedrock-agentcore', 'gateway/orders-1'),
      },
    ],
  };
  const names = ['accountId', 'errorCode', 'errorMessage', 'workload', 'token'] as const;
  const workload = { type: 'agentCoreGateway', id: 'orders-1', actsAs: 'called' };
  const access = { action: 'bedrock-agentcore:InvokeGateway', resource: gateway.resources[0]?.ARN };

  it('refuses a token inside the response, and keeps its claims', () => {
    const body = { jsonrpc: '2.0', id: 0, error: { code: -32001, message: 'Invalid Bearer token' } };
    const claims = {
      iss: 'https://issuer.example',
      sub: 'user',
      aud: ['a', 'b'],
      client_id: 'c',
      scope: 'read',
      x: {},
    };
    expect(
      read(
        { ...gateway, responseElements: { statusCode: 401, body }, additionalEventData: { jwt: { claims } } },
        names,
      ),
    ).toEqual({
      accountId: undefined,
      errorCode: 'AccessDenied',
      errorMessage: 'Invalid Bearer token',
      workload,
      token: { issuer: 'https://issuer.example', subject: 'user', audience: 'a b', clientId: 'c', scope: 'read' },
      access,
    });
  });

  it('tells of a refused tool in a response of status 200', () => {
    const text = 'InternalServerException - Failed to obtain execution role credentials';
    const body = JSON.stringify({ result: { isError: true, content: [{ type: 'text', text }] } });
    expect(read({ ...gateway, responseElements: { statusCode: 200, body } }, names)).toEqual({
      accountId: undefined,
      errorCode: undefined,
      errorMessage: text,
      workload,
      token: undefined,
      access,
    });
  });
});

it('a call with an API key, run in another Region', () => {
  expect(
    read({ eventName: 'Converse', additionalEventData: { callWithBearerToken: true, inferenceRegion: 'us-west-2' } }, [
      'withApiKey',
      'inferenceRegion',
    ]),
  ).toEqual({ withApiKey: true, inferenceRegion: 'us-west-2', access: { action: 'bedrock:InvokeModel' } });
});
