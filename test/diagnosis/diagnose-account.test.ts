import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parseCloudTrailRecord } from '../../functions/diagnosis/cloudtrail-record.ts';
import { diagnose } from '../../functions/diagnosis/diagnose.ts';
import type { DeniedRequest, Diagnosis } from '../../functions/diagnosis/diagnosis.ts';
import { findRole } from '../../functions/diagnosis/find-role.ts';
import { buildRemediation } from '../../functions/remediation/build-remediation.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { changeBase } from '../accuracy/change-base.ts';

/** An account in which everything is in order: agents, knowledge bases, a runtime, a gateway, and roles that call them. */
const base: unknown = JSON.parse(
  readFileSync(new URL('../fixtures/accuracy/bases/workloads.json', import.meta.url), 'utf8'),
);

const ACCOUNT = '111122223333';
const role = (name: string): string => `/iam/RoleDetailList/${name}`;
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const policies = (...statements: readonly unknown[]) => [
  { PolicyName: 'Permissions', PolicyDocument: { Version: '2012-10-17', Statement: statements } },
];
const allow = (action: unknown, resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const trust = (service: string, condition: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', ...condition }],
});
const CLOSED_KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/9876fedc-ba98-4654-b210-fedcba987654`;
const keyPolicy = (...denials: readonly object[]) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
    ...denials,
  ],
});
const SUPPORT = 'AmazonBedrockExecutionRoleForAgents_SUPPORT';
const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const AT = '2026-11-22T09:41:07Z';
const GENERIC = 'Access denied when calling Bedrock. Check your request permissions and retry the request.';

/** A record of somebody who calls: the chat handler, unless told. */
function record(changes: Readonly<Record<string, unknown>>, name = 'chat-handler-role', session = 'chat'): unknown {
  return {
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
      accountId: ACCOUNT,
      sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn(name), userName: name } },
    },
    eventTime: AT,
    eventSource: 'bedrock.amazonaws.com',
    awsRegion: 'us-east-1',
    errorCode: 'AccessDenied',
    recipientAccountId: ACCOUNT,
    ...changes,
  };
}

function explain(event: unknown, changes: Readonly<Record<string, unknown>> = {}): Diagnosis {
  const without = Object.keys(changes).filter((pointer) => changes[pointer] === null);
  const kept = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null));
  const account = changeBase(base, kept, without) as Snapshot;
  const parsed = parseCloudTrailRecord(event);
  if (!('denied' in parsed)) throw new Error('the record is no denial');
  const denied: DeniedRequest = parsed.denied;
  const { roles, gaps } = buildAgentRoles(account);
  return diagnose(denied, findRole(denied, roles), gaps, [account]);
}

const top = ({ causes: [first] }: Diagnosis): string => (first === undefined ? '' : `${first.code} ${first.certainty}`);

const invokeAgent = (alias = 'LIVEALIAS1') =>
  record({
    eventName: 'InvokeAgent',
    errorMessage: GENERIC,
    requestParameters: { agentId: 'SUPPORT001', agentAliasId: alias },
  });
const createKnowledgeBase = (errorMessage: string) =>
  record(
    {
      eventName: 'CreateKnowledgeBase',
      errorCode: 'ValidationException',
      errorMessage,
      requestParameters: {
        roleArn: roleArn('service-role/NewKnowledgeBase'),
        knowledgeBaseConfiguration: {
          vectorKnowledgeBaseConfiguration: {
            embeddingModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
          },
        },
        storageConfiguration: {
          s3VectorsConfiguration: { indexArn: `arn:aws:s3vectors:us-east-1:${ACCOUNT}:bucket/help/index/help` },
        },
      },
    },
    'deploy-role',
  );
const NOT_ASSUMABLE = 'Bedrock Knowledge Base was unable to assume the given role.';
const newRole = (changes: Readonly<Record<string, unknown>>) => ({
  [role('-')]: {
    RoleName: 'NewKnowledgeBase',
    RoleId: 'AROAEXAMPLE0000000099',
    Arn: roleArn('service-role/NewKnowledgeBase'),
    CreateDate: '2026-02-01T00:00:00Z',
    AssumeRolePolicyDocument: trust('bedrock.amazonaws.com'),
    RolePolicyList: policies(
      allow('bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0'),
      allow('s3vectors:*', `arn:aws:s3vectors:us-east-1:${ACCOUNT}:bucket/help/index/help`),
    ),
    AttachedManagedPolicies: [],
    ...changes,
  },
});

type Row = readonly [string, unknown, Readonly<Record<string, unknown>>, string];

const said = (action: string, resource: string, reason = ''): string =>
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/chat-handler-role/chat is not authorized to perform: ${action} on resource: ${resource}${reason}`;
const NO_POLICY = (action: string): string => ` because no identity-based policy allows the ${action} action`;
const ALIAS = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent-alias/SUPPORT001/LIVEALIAS1`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:lookup-order`;
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

const everybody = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};
const denyServices = (condition: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*', Condition: condition }],
});
const OF_ANOTHER_ORGANIZATION = { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-exampleorg' } };
const assumedByBedrock = {
  userIdentity: { type: 'AWSService', invokedBy: 'bedrock.amazonaws.com' },
  eventTime: AT,
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  awsRegion: 'us-east-1',
  errorCode: 'AccessDenied',
  recipientAccountId: ACCOUNT,
  requestParameters: {
    roleArn: roleArn(`service-role/${SUPPORT}`),
    roleSessionName: 'BedrockAgents-SUPPORT001-1f4c33b8-3a69-42be-bae0-c3e8d43a231a',
  },
};
const MODEL_ARN = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';
const saidBySupport = (resource: string): string =>
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/${SUPPORT}/BedrockAgents-SUPPORT001-1f4c33b8 is not authorized to perform: bedrock:InvokeModel on resource: ${resource}`;
const callOfSupport = (eventTime = AT) =>
  record({
    eventName: 'Converse',
    eventTime,
    errorMessage: saidBySupport(MODEL_ARN),
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${SUPPORT}/BedrockAgents-SUPPORT001-1f4c33b8`,
      accountId: ACCOUNT,
    },
  });

const rows: readonly Row[] = [
  // Who may become the role.
  [
    'a role that trusts another service',
    invokeAgent(),
    { [`${role(SUPPORT)}/AssumeRolePolicyDocument`]: trust('lambda.amazonaws.com') },
    'TRUST_POLICY proven',
  ],
  [
    'a role that trusts the service for another agent',
    invokeAgent(),
    {
      [`${role(SUPPORT)}/AssumeRolePolicyDocument`]: trust('bedrock.amazonaws.com', {
        Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/OTHER00001` } },
      }),
    },
    'CONFUSED_DEPUTY_CONDITION_MISMATCH proven',
  ],
  [
    'a trust that hangs on what nobody sees',
    invokeAgent(),
    {
      [`${role(SUPPORT)}/AssumeRolePolicyDocument`]: trust('bedrock.amazonaws.com', {
        Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      }),
    },
    '',
  ],
  ['a role that IAM does not have', invokeAgent(), { [role(SUPPORT)]: null }, 'RESOURCE_DOES_NOT_EXIST proven'],
  // The state of the agent.
  [
    'a draft that was not prepared',
    invokeAgent('TSTALIASID'),
    { '/agents/SUPPORT001/agent/agentStatus': 'NOT_PREPARED' },
    'AGENT_NOT_PREPARED likely',
  ],
  ['an alias that is gone', invokeAgent('GONEALIAS1'), {}, 'RESOURCE_DOES_NOT_EXIST likely'],
  // Versions.
  [
    'the draft lacks its model, and a version was called',
    invokeAgent(),
    { '/agents/SUPPORT001/agent/foundationModel': 'amazon.nova-pro-v1:0' },
    '',
  ],
  [
    'the draft lacks its model, and the draft was called',
    invokeAgent('TSTALIASID'),
    { '/agents/SUPPORT001/agent/foundationModel': 'amazon.nova-pro-v1:0' },
    'RESOURCE_ARN_MISMATCH proven',
  ],
  // A call that was to make a workload.
  ['a new knowledge base in order', createKnowledgeBase(NOT_ASSUMABLE), newRole({}), 'IAM_PROPAGATION possible'],
  [
    'a new knowledge base whose role may not use its index',
    createKnowledgeBase(NOT_ASSUMABLE),
    newRole({
      RolePolicyList: policies(
        allow('bedrock:InvokeModel', '*'),
        allow('s3vectors:*', `arn:aws:s3vectors:us-east-1:${ACCOUNT}:bucket/help`),
      ),
    }),
    'S3_VECTORS_PERMISSION proven',
  ],
  [
    'a role made seconds before',
    createKnowledgeBase(NOT_ASSUMABLE),
    newRole({ CreateDate: '2026-11-22T09:40:40Z' }),
    'IAM_PROPAGATION likely',
  ],
  [
    'a role made days before',
    createKnowledgeBase(NOT_ASSUMABLE),
    newRole({ CreateDate: '2026-11-20T09:40:40Z' }),
    'IAM_PROPAGATION possible',
  ],
  ['a role that does not exist', createKnowledgeBase(NOT_ASSUMABLE), {}, 'RESOURCE_DOES_NOT_EXIST proven'],
  [
    'a new role that trusts nobody of Bedrock',
    createKnowledgeBase(NOT_ASSUMABLE),
    newRole({ AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }),
    'TRUST_POLICY proven',
  ],
  [
    'a trust that names one knowledge base, and a new one has no id yet',
    createKnowledgeBase(NOT_ASSUMABLE),
    newRole({
      AssumeRolePolicyDocument: trust('bedrock.amazonaws.com', {
        Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/KB00000001` } },
      }),
    }),
    'CONFUSED_DEPUTY_CONDITION_MISMATCH likely',
  ],
  // Callers that are no agent roles.
  [
    'the action is missing',
    record({
      eventName: 'InvokeAgent',
      errorMessage: said('bedrock:InvokeAgent', ALIAS, NO_POLICY('bedrock:InvokeAgent')),
    }),
    { [`${role('chat-handler-role')}/RolePolicyList`]: policies(allow('s3:GetObject', '*')) },
    'IDENTITY_POLICY_MISSING_ACTION proven',
  ],
  [
    'the agent is allowed, and its alias is asked for',
    record({ eventName: 'InvokeAgent', errorMessage: said('bedrock:InvokeAgent', ALIAS) }),
    {
      [`${role('chat-handler-role')}/RolePolicyList`]: policies(
        allow('bedrock:InvokeAgent', `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/*`),
      ),
    },
    'RESOURCE_ARN_MISMATCH proven',
  ],
  [
    'the name of an SDK client',
    record({ eventName: 'InvokeAgent', errorMessage: said('bedrock:InvokeAgent', ALIAS) }),
    { [`${role('chat-handler-role')}/RolePolicyList`]: policies(allow('bedrock-agent-runtime:InvokeAgent', '*')) },
    'INVALID_ACTION_NAME proven',
  ],
  [
    'a condition on the guardrail',
    record({
      eventName: 'Converse',
      requestParameters: { modelId: HAIKU },
      errorMessage: said(
        'bedrock:InvokeModel',
        `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/${HAIKU}`,
        NO_POLICY('bedrock:InvokeModel'),
      ),
    }),
    {
      [`${role('chat-handler-role')}/RolePolicyList`]: policies(
        allow('bedrock:InvokeModel', '*', {
          Condition: {
            StringEquals: {
              'bedrock:GuardrailIdentifier': `arn:aws:bedrock:us-east-1:${ACCOUNT}:guardrail/9xk2m4q7w1ab`,
            },
          },
        }),
      ),
    },
    'POLICY_CONDITION_NOT_MET likely',
  ],
  [
    'the profile is allowed, and the policies allow the call now',
    record({
      eventName: 'Converse',
      requestParameters: { modelId: HAIKU },
      errorMessage: said(
        'bedrock:InvokeModel',
        `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/${HAIKU}`,
        NO_POLICY('bedrock:InvokeModel'),
      ),
    }),
    {},
    'IAM_PROPAGATION likely',
  ],
  [
    'an agent of the other Region',
    record({
      eventName: 'InvokeAgent',
      awsRegion: 'eu-west-1',
      errorMessage: said(
        'bedrock:InvokeAgent',
        ALIAS.replace('us-east-1', 'eu-west-1'),
        NO_POLICY('bedrock:InvokeAgent'),
      ),
    }),
    { [`${role('chat-handler-role')}/RolePolicyList`]: policies(allow('bedrock:InvokeAgent', ALIAS)) },
    'WRONG_CREDENTIALS_OR_REGION likely',
  ],
  [
    'a model that the account has in the Region that was read',
    record({
      eventName: 'Converse',
      awsRegion: 'ap-south-1',
      requestParameters: { modelId: 'amazon.nova-pro-v1:0' },
      errorMessage: "You don't have access to the model with the specified model ID.",
    }),
    {},
    'WRONG_CREDENTIALS_OR_REGION likely',
  ],
  [
    'the same in the Region that was read, where the account has the model: it lags behind',
    record({
      eventName: 'Converse',
      requestParameters: { modelId: 'amazon.nova-pro-v1:0' },
      errorMessage: "You don't have access to the model with the specified model ID.",
    }),
    {},
    'WRONG_CREDENTIALS_OR_REGION possible',
  ],
  [
    'a knowledge base that is not there, asked for by an administrator',
    record({ eventName: 'GetKnowledgeBase', requestParameters: { knowledgeBaseId: 'GONEKB0001' } }, 'deploy-role'),
    {},
    'RESOURCE_DOES_NOT_EXIST likely',
  ],
  [
    'a role that may be passed to another service only',
    record(
      {
        eventName: 'CreateAgent',
        errorMessage: said('iam:PassRole', roleArn(`service-role/${SUPPORT}`), NO_POLICY('iam:PassRole')),
      },
      'deploy-role',
    ),
    {
      [`${role('deploy-role')}/RolePolicyList`]: policies(
        allow('bedrock:*', '*'),
        allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }),
      ),
    },
    'PASSROLE_MISSING proven',
  ],
  [
    'no text, and a guardrail that the caller may not apply',
    record({
      eventName: 'Converse',
      requestParameters: { modelId: HAIKU, guardrailConfig: { guardrailIdentifier: '9xk2m4q7w1ab' } },
    }),
    {},
    'GUARDRAIL_PERMISSION likely',
  ],
  [
    'an object that is not there, of a bucket that may not be listed',
    record(
      {
        eventSource: 's3.amazonaws.com',
        eventName: 'HeadObject',
        errorMessage: 'Access Denied',
        requestParameters: { bucketName: 'docs-111122223333', key: 'handbook.pdf' },
      },
      'service-role/AmazonBedrockExecutionRoleForKnowledgeBase_docs',
    ),
    {
      [`${role('AmazonBedrockExecutionRoleForKnowledgeBase_docs')}/RolePolicyList`]: policies(
        allow('s3:GetObject', 'arn:aws:s3:::docs-111122223333/*'),
      ),
    },
    'RESOURCE_DOES_NOT_EXIST possible',
  ],
  [
    'no text, and a key whose policy denies the caller to use it',
    record(
      {
        eventName: 'CreateAgent',
        requestParameters: {
          agentResourceRoleArn: roleArn(`service-role/${SUPPORT}`),
          customerEncryptionKeyArn: CLOSED_KEY,
        },
      },
      'deploy-role',
    ),
    {
      [`/resourcePolicies/${CLOSED_KEY.replace('/', '~1')}`]: keyPolicy({
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:Decrypt',
        Resource: '*',
      }),
      [`${role('deploy-role')}/RolePolicyList`]: policies(allow(['bedrock:*', 'kms:*', 'iam:PassRole'], '*')),
    },
    'KMS_KEY_POLICY likely',
  ],
  // Whom a service was to become is whose trust is asked.
  [
    'a service that a condition on the account keeps out',
    record({
      userIdentity: { type: 'AWSService', invokedBy: 'bedrock.amazonaws.com' },
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      errorMessage: `User: bedrock.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${roleArn(`service-role/${SUPPORT}`)}`,
    }),
    {
      [`${role(SUPPORT)}/AssumeRolePolicyDocument`]: trust('bedrock.amazonaws.com', {
        Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } },
      }),
    },
    'CONFUSED_DEPUTY_CONDITION_MISMATCH proven',
  ],
  [
    'a service that the trust policy does not name, as AWS says',
    record({
      userIdentity: { type: 'AWSService', invokedBy: 'bedrock.amazonaws.com' },
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      errorMessage: `User: bedrock.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${roleArn(`service-role/${SUPPORT}`)} because no role trust policy allows the sts:AssumeRole action`,
    }),
    { [`${role(SUPPORT)}/AssumeRolePolicyDocument`]: trust('lambda.amazonaws.com') },
    'TRUST_POLICY proven',
  ],
  // What others hold.
  [
    'a function whose policy names another agent',
    record({
      eventName: 'InvokeAgent',
      errorMessage: `Access denied while invoking Lambda function ${FUNCTION}.`,
      requestParameters: { agentId: 'SUPPORT001', agentAliasId: 'LIVEALIAS1' },
    }),
    {
      [`/resourcePolicies/${FUNCTION}/Statement/0/Condition`]: {
        ArnLike: { 'AWS:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/OTHER00001` },
      },
    },
    'LAMBDA_RESOURCE_POLICY proven',
  ],
  [
    'a function whose policy lets the agent in: it may be gone',
    record({
      eventName: 'InvokeAgent',
      errorMessage: `Access denied while invoking Lambda function ${FUNCTION}.`,
      requestParameters: { agentId: 'SUPPORT001', agentAliasId: 'LIVEALIAS1' },
    }),
    {},
    'RESOURCE_DOES_NOT_EXIST possible',
  ],
  [
    'a vector store whose data access policy names somebody else',
    record({
      eventName: 'InvokeAgent',
      errorMessage: 'Access denied when calling Bedrock KnowledgeBase retrieve.',
      requestParameters: { agentId: 'SUPPORT001', agentAliasId: 'LIVEALIAS1' },
    }),
    { '/openSearchServerless/dataAccessPolicies': [] },
    'AOSS_DATA_ACCESS_POLICY proven',
  ],
  [
    'a bucket whose policy denies',
    record(
      {
        eventSource: 's3.amazonaws.com',
        eventName: 'GetObject',
        errorMessage: said('s3:GetObject', 'arn:aws:s3:::docs-111122223333/a.pdf'),
      },
      'deploy-role',
    ),
    {
      [`${role('deploy-role')}/RolePolicyList`]: policies(allow('s3:*', '*')),
      '/resourcePolicies/arn:aws:s3:::docs-111122223333': {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::docs-111122223333/*' }],
      },
    },
    'S3_ACCESS proven',
  ],
  [
    'an endpoint whose policy was read, and a text without a reason',
    record({
      eventName: 'Converse',
      vpcEndpointId: 'vpce-0a1b2c3d',
      requestParameters: { modelId: HAIKU },
      errorMessage: said('bedrock:InvokeModel', `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/${HAIKU}`),
    }),
    {
      '/vpcEndpointPolicies/vpce-0a1b2c3d': {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'bedrock:Converse', Resource: '*' }],
      },
    },
    'VPC_ENDPOINT_POLICY proven',
  ],
  [
    'a session of the enhanced flow of Amazon Cognito',
    record(
      {
        eventName: 'Converse',
        requestParameters: { modelId: HAIKU },
        errorMessage: said('bedrock:InvokeModel', `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/${HAIKU}`),
      },
      'chat-handler-role',
      'CognitoIdentityCredentials',
    ),
    {},
    'SESSION_POLICY likely',
  ],
  [
    'a session with tags, and a trust policy without sts:TagSession',
    record({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      errorMessage: said('sts:TagSession', roleArn('chat-task-role')),
    }),
    {
      [`${role('chat-handler-role')}/RolePolicyList`]: policies(
        allow(['sts:AssumeRole', 'sts:TagSession'], roleArn('chat-task-role')),
      ),
      [`${role('chat-task-role')}/AssumeRolePolicyDocument`]: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: roleArn('chat-handler-role') }, Action: 'sts:AssumeRole' }],
      },
    },
    'TRUST_POLICY proven',
  ],
  // What the organization says of the service that wants the role.
  [
    'an organization that keeps services from its roles',
    invokeAgent(),
    {
      '/organization/resourceControlPolicies': [
        [everybody, denyServices({ Bool: { 'aws:PrincipalIsAWSService': 'true' } })],
      ],
    },
    'RCP_DENY proven',
  ],
  [
    'an organization that keeps the services of others from its roles, and a text that is about more',
    invokeAgent(),
    { '/organization/resourceControlPolicies': [[everybody, denyServices(OF_ANOTHER_ORGANIZATION)]] },
    '',
  ],
  [
    'an organization that keeps the services of others from its roles, and a record of the service',
    assumedByBedrock,
    { '/organization/resourceControlPolicies': [[everybody, denyServices(OF_ANOTHER_ORGANIZATION)]] },
    'RCP_DENY possible',
  ],
  // What was read is not what the call met.
  [
    'a role that was made after the call, and lacks the action',
    callOfSupport('2022-01-01T00:00:00Z'),
    { [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('s3:GetObject', '*')) },
    'IDENTITY_POLICY_MISSING_ACTION likely',
  ],
  [
    'the same role, made before',
    callOfSupport(),
    { [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('s3:GetObject', '*')) },
    'IDENTITY_POLICY_MISSING_ACTION proven',
  ],
  [
    'a Deny of a role that was made after the call',
    callOfSupport('2022-01-01T00:00:00Z'),
    { [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('*', '*'), { ...allow('bedrock:*', '*'), Effect: 'Deny' }) },
    'EXPLICIT_DENY_IDENTITY likely',
  ],
  [
    'a message that may hold half of a model',
    { errorMessage: saidBySupport(MODEL_ARN.slice(0, -6)) },
    { [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('bedrock:InvokeModel', MODEL_ARN)) },
    'RESOURCE_ARN_MISMATCH likely',
  ],
  [
    'a message that may hold half of a model, and no action at all',
    { errorMessage: saidBySupport(MODEL_ARN.slice(0, -6)) },
    { [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('s3:GetObject', '*')) },
    'IDENTITY_POLICY_MISSING_ACTION proven',
  ],
  [
    'a Deny that hangs on an endpoint',
    callOfSupport(),
    {
      [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('*', '*'), {
        ...allow('bedrock:*', '*', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } } }),
        Effect: 'Deny',
      }),
    },
    'EXPLICIT_DENY_IDENTITY possible',
  ],
  [
    'an organization whose Deny hangs on a tag',
    callOfSupport(),
    {
      [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('*', '*')),
      '/organization/serviceControlPolicies': [
        [
          { Version: '2012-10-17', Statement: [allow('*', '*')] },
          {
            Version: '2012-10-17',
            Statement: [
              {
                ...allow('bedrock:*', '*', { Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'ai' } } }),
                Effect: 'Deny',
              },
            ],
          },
        ],
      ],
    },
    'SCP_DENY possible',
  ],
  [
    'a message that stops before it names the policy',
    { errorMessage: `${saidBySupport(MODEL_ARN)} with an explicit deny in` },
    { [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('s3:GetObject', '*')) },
    'SCP_DENY possible',
  ],
  [
    'a session of a role of the same name in another partition',
    {
      errorMessage: `User: arn:aws-cn:sts::${ACCOUNT}:assumed-role/${SUPPORT}/s is not authorized to perform: bedrock:InvokeModel on resource: ${MODEL_ARN.replace('arn:aws:', 'arn:aws-cn:')}${NO_POLICY('bedrock:InvokeModel')}`,
    },
    {},
    'IDENTITY_POLICY_MISSING_ACTION likely',
  ],
  [
    'a knowledge base that the role may retrieve from, and that is gone',
    record({
      eventName: 'Retrieve',
      errorMessage: said('bedrock:Retrieve', `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/GONE000001`),
    }),
    { [`${role('chat-handler-role')}/RolePolicyList`]: policies(allow('bedrock:Retrieve', '*')) },
    'RESOURCE_DOES_NOT_EXIST likely',
  ],
];

test.each(rows)('%s', (_, event, changes, expected) => {
  expect(top(explain(event, changes))).toBe(expected);
});

describe('what is next', () => {
  const missing = { [`${role(SUPPORT)}/RolePolicyList`]: policies(allow('s3:GetObject', '*')) };
  const denyAll = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'bedrock:InvokeModel', Resource: '*' }],
  };
  const allowAll = { Version: '2012-10-17', Statement: [allow('*', '*')] };

  it('is nothing when nothing else stands in the way', () => {
    expect(explain(invokeAgent(), missing)).not.toHaveProperty('next');
  });

  it('is the layer behind the first', () => {
    const { next } = explain(invokeAgent(), {
      ...missing,
      '/organization/serviceControlPolicies': [[allowAll, denyAll]],
    });
    expect(next?.code).toBe('SCP_DENY');
  });

  it('is the model that the account does not have', () => {
    const { causes, next } = explain(invokeAgent(), {
      ...missing,
      [`/bedrock/modelAvailability/${SONNET}/authorizationStatus`]: 'NOT_AUTHORIZED',
    });
    expect([causes[0]?.code, next?.code]).toEqual(['IDENTITY_POLICY_MISSING_ACTION', 'MODEL_ACCESS_NOT_GRANTED']);
  });
});

describe('a bare message', () => {
  const explainText = (errorMessage: string, changes: Readonly<Record<string, unknown>> = {}): Diagnosis =>
    explain({ errorMessage }, changes);
  const refused = (name: string) => ({ [`${role(name)}/RolePolicyList`]: policies(allow('s3:GetObject', '*')) });

  it('is about the only workload that it can be about', () => {
    const one = { '/agents/SUPERV0001': null, ...refused(SUPPORT) };
    expect(top(explainText(GENERIC, one))).toBe('IDENTITY_POLICY_MISSING_ACTION proven');
  });

  it('proves nothing of one among several', () => {
    expect(explainText(GENERIC, refused(SUPPORT)).causes.filter(({ certainty }) => certainty === 'proven')).toEqual([]);
  });
});

describe('policies that were written in answer to a denial', () => {
  it('are told to change nothing, where the cause is the account', () => {
    const { causes } = explain(invokeAgent(), {
      '/bedrock/useCaseForModelAccess/submitted': false,
      [`/bedrock/modelAvailability/${SONNET}/agreementAvailability/status`]: 'NOT_AVAILABLE',
      [`${role(SUPPORT)}/RolePolicyList`]: policies(
        allow(['bedrock:*', 'bedrock:QueryKnowledgeBase', 'bedrock-agent-runtime:InvokeAgent'], '*'),
      ),
    });
    expect(causes[0]).toMatchObject({ code: 'USE_CASE_FORM_NOT_SUBMITTED', certainty: 'proven' });
    expect(
      causes[0]?.evidence.filter(({ source }) => source === 'policies of the role').map(({ says }) => says),
    ).toEqual([
      'inline policy Permissions, statement 0: `bedrock:QueryKnowledgeBase` is not an action; it changes nothing',
      'inline policy Permissions, statement 0: AWS has no service prefix `bedrock-agent-runtime`, so `bedrock-agent-runtime:InvokeAgent` stands for no action; it changes nothing',
    ]);
  });
});

describe('what has to change', () => {
  const closed = { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
  const createAgent = record(
    {
      eventName: 'CreateAgent',
      requestParameters: {
        agentResourceRoleArn: roleArn(`service-role/${SUPPORT}`),
        customerEncryptionKeyArn: CLOSED_KEY,
      },
    },
    'deploy-role',
  );
  const changeFor = (denial: object) =>
    explain(createAgent, {
      [`/resourcePolicies/${CLOSED_KEY.replace('/', '~1')}`]: keyPolicy(denial),
      [`${role('deploy-role')}/RolePolicyList`]: policies(allow(['bedrock:*', 'kms:*', 'iam:PassRole'], '*')),
    }).causes[0];

  it('of a key that denies the caller is its policy, proven for the caller', () => {
    const cause = changeFor(closed);
    if (cause === undefined) throw new Error('no cause');
    const { policy, proof } = buildRemediation(cause.change, cause.role);
    expect(proof).toEqual({ before: 'explicitDeny', after: 'allowed', minimal: true, stillBlockedBy: [] });
    expect(policy?.Statement[1]?.Condition).toEqual({ ArnNotEquals: { 'aws:PrincipalArn': roleArn('deploy-role') } });
  });

  it('where grants are denied too, is told in words, with the statement', () => {
    const cause = changeFor({ ...closed, Action: 'kms:*' });
    expect(cause?.change).toEqual({
      kind: 'steps',
      who: `an administrator of account ${ACCOUNT}`,
      steps: [
        `Ask why the Deny of policy of ${CLOSED_KEY}, statement 1 stands there; if whoever makes the resource is not meant by it, except the caller from it, for exactly kms:CreateGrant, kms:Decrypt, kms:GenerateDataKey, kms:DescribeKey. No Allow outweighs a Deny.`,
      ],
    });
  });
});

describe('an allow-list above the account, a Deny in it and a Deny in a boundary are worded as what they are', () => {
  const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${SONNET}`;
  const firstStep = (reason: string, changes: Readonly<Record<string, unknown>> = {}): string | undefined => {
    const event = record(
      { eventName: 'InvokeModel', errorMessage: `${saidBySupport(PROFILE)}${reason}` },
      `service-role/${SUPPORT}`,
    );
    const [cause] = explain(event, changes).causes;
    return cause?.change.kind === 'steps' ? cause.change.steps[0] : undefined;
  };
  const scp = (...Statement: readonly object[]) => ({
    '/organization/serviceControlPolicies': [[{ Version: '2012-10-17', Statement }]],
  });

  it.each([
    ['an allow-list', '', scp(allow('s3:*', '*')), 'Allow the call in the policies of every level: '],
    [
      'a Deny',
      '',
      scp(allow('*', '*'), { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' }),
      'Except the call from the policy: ',
    ],
    [
      'a Deny that AWS names',
      ' with an explicit deny in a service control policy',
      {},
      'Except the call from the policy: ',
    ],
    [
      'a boundary that denies',
      ' with an explicit deny in a permissions boundary',
      {},
      'Narrow the Deny of the permissions boundary ',
    ],
    [
      'a boundary that lacks it',
      ' because no permissions boundary allows the bedrock:InvokeModel action',
      {},
      'Widen the permissions boundary ',
    ],
  ])('%s', (_name, reason, changes, begins) => {
    expect(firstStep(reason, changes)?.slice(0, begins.length)).toBe(begins);
  });
});
