import { expect, test } from 'vitest';
import { difference, documentedNames, documentedPolicy, needsOfRoles } from './documented-difference.ts';

type Reasons = Readonly<Record<string, string>>;

interface Difference {
  /** What the documented policy grants and the configuration does not need. */
  readonly narrower?: Reasons;
  /** What the configuration needs and the documented policy does not grant. */
  readonly wider?: Reasons;
  /** What depends on a condition of the documented policy. */
  readonly open?: Reasons;
}

/** Every one of the actions on every one of the resources, for one reason. */
const each = (reason: string, actions: readonly string[], resources: readonly string[]): Reasons =>
  Object.fromEntries(
    actions.flatMap((action) => resources.map((resource) => [`${action} on ${resource}`, reason] as const)),
  );

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const FILES = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectVersionAttributes', 's3:GetObjectAttributes'];
const TOKENS = ['', 'ForJWT', 'ForUserId'].map((name) => `bedrock-agentcore:GetWorkloadAccessToken${name}`);
const bedrock = (resource: string): string => `arn:aws:bedrock:us-east-1:111122223333:${resource}`;
const agentCore = (resource: string): string => `arn:aws:bedrock-agentcore:us-east-1:111122223333:${resource}`;
const logGroup = (name: string): string => `arn:aws:logs:us-east-1:111122223333:log-group:${name}`;
const model = (id: string, region = 'us-east-1'): string => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const CLAUDE = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const IDENTITY = 'workload-identity-directory/default/workload-identity/';
const PROJECT_FILES =
  'arn:aws:s3:::${aws:PrincipalTag/DomainBucketName}/${aws:PrincipalTag/AmazonDataZoneDomain}/${aws:PrincipalTag/AmazonDataZoneProject}/*';

const EVERY_MODEL = 'wider resource: every model and profile';
const IN_THE_PROJECT = 'wider resource: whatever bears the tag of the project';
const TAGGED = 'AWS asks for a tag of the project, on the resource and on the role: no configuration tells it';
const NAMED_BY_PREFIX = 'wider resource: every identity that begins with the name; one is configured';
const CODE = 'what code calls with the role is not in its configuration: a gap';
const PREFIX = 'wider resource: the whole bucket; recordings are under one prefix';
const EVERY_LOG_GROUP = 'wider resource: every log group of the account';

const differences: Readonly<Record<string, Difference>> = {
  agent: {
    narrower: {
      ...each(
        "AWS's statement lists models as examples; these are not configured",
        ['bedrock:InvokeModel'],
        [model('anthropic.claude-instant-v1'), model('anthropic.claude-v2:1')],
      ),
      [`bedrock:GetPrompt on ${bedrock('prompt/PROMPT1234')}`]:
        'AWS names the prompt; version 2 is configured, which has an ARN of its own',
    },
  },
  'agent-inference-profile': {
    wider: each(
      "AWS's page on the role leaves out the other Regions of the profile; its page on inference profiles asks for them",
      INVOKE,
      [model(CLAUDE, 'us-east-2'), model(CLAUDE, 'us-west-2')],
    ),
  },
  'agent-provisioned-throughput': {},
  'agent-third-party-store': {
    wider: {
      'bedrock:AssociateThirdPartyKnowledgeBase on *':
        "AWS's statement is inert: the action takes no knowledge base, and the key compares a secret, not a KMS key",
    },
  },
  'agent-code-interpreter': {
    narrower: each('which files the code interpreter reads is not in the configuration: a gap', FILES, [
      'arn:aws:s3:::amzn-s3-demo-bucket/figures.csv',
    ]),
  },
  'agent-guardrail': {},
  'agent-key': {},
  'agent-collaboration': {},
  'managed-agent-of-sagemaker-studio': {
    narrower: {
      ...each(IN_THE_PROJECT, ['bedrock:ApplyGuardrail'], ['arn:aws:bedrock:*:*:guardrail/*']),
      ...each(IN_THE_PROJECT, ['bedrock:Retrieve'], ['arn:aws:bedrock:*:*:knowledge-base/*']),
      ...each(
        IN_THE_PROJECT,
        ['bedrock:GetInferenceProfile', ...INVOKE],
        ['arn:aws:bedrock:*:*:application-inference-profile/*'],
      ),
      ...each(EVERY_MODEL, INVOKE, ['arn:aws:bedrock:*::foundation-model/*']),
      ...each('no Provisioned Throughput is configured', INVOKE, ['arn:aws:bedrock:*:*:provisioned-model/*']),
      'bedrock:RetrieveAndGenerate on *': 'an agent retrieves, and generates by a model of its own',
      'lambda:InvokeFunction on arn:aws:lambda:*:*:function:amazon-bedrock*':
        "an agent calls functions as the service: it is the function's own policy that allows it",
      'kms:Decrypt on arn:aws:kms:*:*:key/${aws:PrincipalTag/KmsKeyId}': 'wider resource: the key that a tag names',
      ...each('wider resource: all files of the project, in every version', FILES, [PROJECT_FILES]),
    },
    wider: {
      [`bedrock:GetFoundationModel on ${model('amazon.nova-pro-v1:0')}`]:
        "AWS's page on the role asks for it with an inference profile; its managed policy leaves it out",
    },
    open: {
      ...each(TAGGED, ['bedrock:ApplyGuardrail'], [bedrock('guardrail/gr1a2b3c4d5e')]),
      ...each(TAGGED, ['bedrock:Retrieve'], [bedrock('knowledge-base/KB1A2B3C4D')]),
      'kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab':
        'AWS names the key by a tag of the role: no configuration tells it',
      ...each(
        TAGGED,
        ['bedrock:GetInferenceProfile', ...INVOKE],
        [bedrock('application-inference-profile/a1b2c3d4e5f6')],
      ),
      ...each(
        TAGGED,
        ['s3:GetObject'],
        ['arn:aws:s3:::amzn-s3-demo-domain/dzd_a1b2c3d4e5f6g7/p1a2b3c4d5e6f7/orders.json'],
      ),
    },
  },
  flow: {
    narrower: {
      [`bedrock:GetCustomModel on ${bedrock('custom-model/amazon.nova-lite-v1:0/a1b2c3d4e5f6')}`]:
        'a custom model is called through Provisioned Throughput or a deployment; no action calls it itself',
      'lambda:InvokeFunction on arn:aws:lambda:us-east-1:111122223333:function:classify':
        'AWS names the function; version 7 is configured, which has an ARN of its own',
    },
    wider: {
      'lambda:InvokeFunction on arn:aws:lambda:us-east-1:111122223333:function:classify:7':
        'AWS names the function; version 7 is configured, which has an ARN of its own',
    },
  },
  'agent-core-runtime': {
    narrower: {
      ...each(NAMED_BY_PREFIX, TOKENS, [agentCore(`${IDENTITY}help-*`)]),
      ...each(CODE, INVOKE, ['arn:aws:bedrock:*::foundation-model/*', bedrock('*')]),
      ...each(
        'wider resource: every repository; one image is configured',
        ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        ['arn:aws:ecr:us-east-1:111122223333:repository/*'],
      ),
      ...each(
        'wider resource: the log groups of every runtime',
        ['logs:CreateLogGroup', 'logs:DescribeLogStreams'],
        [logGroup('/aws/bedrock-agentcore/runtimes/*')],
      ),
      ...each(
        'wider resource: the log groups of every runtime',
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        [logGroup('/aws/bedrock-agentcore/runtimes/*:log-stream:*')],
      ),
    },
  },
  'agent-core-gateway': {
    wider: {
      [`bedrock-agentcore:InvokeGateway on ${agentCore('gateway/tools-abcdefghij')}`]:
        "AWS's page on outbound authorization asks for it where the role signs the call; this page does not",
    },
  },
  'agent-core-gateway-oauth': {
    narrower: each(NAMED_BY_PREFIX, ['bedrock-agentcore:GetWorkloadAccessToken'], [agentCore(`${IDENTITY}tools-*`)]),
    wider: {
      's3:GetObject on arn:aws:s3:::amzn-s3-demo-schemas/github/openapi.json':
        "it is AWS's page on the role that asks for schemas in S3; this page is about credentials",
    },
  },
  'agent-core-gateway-policy': {
    narrower: each(
      'only with temporal policies, and those are in no configuration of the gateway',
      ['bedrock-agentcore:GetWorkloadAccessToken'],
      [agentCore('workload-identity-directory/default'), agentCore(`${IDENTITY}tools-abcdefghij*`)],
    ),
  },
  'managed-agent-core-memory': {
    narrower: each(EVERY_MODEL, INVOKE, [
      'arn:aws:bedrock:*::foundation-model/*',
      'arn:aws:bedrock:*:*:inference-profile/*',
    ]),
  },
  'agent-core-browser': {
    narrower: {
      ...each(
        EVERY_LOG_GROUP,
        ['CreateLogGroup', 'CreateLogStream', 'DescribeLogStreams', 'PutLogEvents'].map((name) => `logs:${name}`),
        ['*'],
      ),
      ...each(
        PREFIX,
        ['AbortMultipartUpload', 'GetObject', 'ListMultipartUploadParts', 'PutObject'].map((name) => `s3:${name}`),
        ['arn:aws:s3:::amzn-s3-demo-recordings/*'],
      ),
    },
  },
  'agent-core-browser-of-its-other-page': {
    wider: {
      's3:GetObject on arn:aws:s3:::amzn-s3-demo-recordings/web/*':
        "AWS's two pages differ; the one on recording has it",
      's3:ListBucket on arn:aws:s3:::amzn-s3-demo-recordings': "AWS's two pages differ; the one on recording has it",
    },
  },
  'agent-core-code-interpreter': {
    narrower: each(CODE, ['s3:GetObject', 's3:PutObject'], ['arn:aws:s3:::amzn-s3-demo-artifacts/*']),
  },
  'agent-core-evaluation': {
    narrower: {
      ...each(EVERY_MODEL, INVOKE, [model('*'), bedrock('inference-profile/*')]),
      ...each(EVERY_LOG_GROUP, ['logs:GetQueryResults', 'logs:StartQuery'], ['*']),
    },
  },
};

const keys = (reasons: Reasons = {}): readonly string[] => Object.keys(reasons).toSorted();

test.each(Object.keys(differences))('where the needs differ from the policy that AWS documents: %s', (name) => {
  expect(difference(documentedPolicy(name), needsOfRoles(name))).toEqual({
    narrower: keys(differences[name]?.narrower),
    wider: keys(differences[name]?.wider),
    open: keys(differences[name]?.open),
  });
});

test('a documented policy is compared with needs, but where the code alone has them', () => {
  const withoutNeeds = Object.keys(differences).filter((name) => needsOfRoles(name).length === 0);
  expect(withoutNeeds.toSorted()).toEqual(['agent-code-interpreter', 'agent-core-code-interpreter']);
});

test('every documented policy of a role is compared', () => {
  expect(Object.keys(differences).toSorted()).toEqual(
    documentedNames.filter((name) => !name.endsWith('-access')).toSorted(),
  );
});
