import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-least-privilege.ts';
import {
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  KNOWLEDGE_BASE_ARN,
  MODEL,
  modelArn,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  PROFILE_ARN,
  statements,
  summaryOf,
  trustStatement,
} from './plain-account.ts';

const allow =
  (Action: unknown, Resource: unknown, more: Draft = {}) =>
  (draft: Draft): void => {
    statements(draft).push({ Effect: 'Allow', Action, Resource, ...more });
  };
const attach =
  (PolicyArn: string) =>
  (draft: Draft): void => {
    draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyArn });
  };
const needsUnknown = (draft: Draft): void => {
  draft.agents[0].agent.guardrailConfiguration = { guardrailIdentifier: 'gr0123456789' };
};
const anySource = (draft: Draft): void => {
  delete trustStatement(draft).Condition.ArnLike;
};
const withSchema = (draft: Draft): void => {
  const s3 = { s3BucketName: 'help-schemas', s3ObjectKey: 'help.json' };
  draft.agents[0].actionGroups.push({ actionGroupName: 'help', apiSchema: { s3 } });
  allow('s3:GetObject', 'arn:aws:s3:::help-schemas/help.json')(draft);
};
const queriedBase = (draft: Draft): void => {
  draft.knowledgeBases.push({
    knowledgeBase: {
      knowledgeBaseId: 'HELPBASE01',
      name: 'help-base',
      knowledgeBaseArn: KNOWLEDGE_BASE_ARN,
      roleArn: 'arn:aws:iam::210987654321:role/help-base-role',
      status: 'ACTIVE',
      knowledgeBaseConfiguration: {
        type: 'VECTOR',
        vectorKnowledgeBaseConfiguration: { embeddingModelArn: modelArn('us-east-1', 'amazon.titan-embed-text-v2:0') },
      },
      storageConfiguration: {
        type: 'S3_VECTORS',
        s3VectorsConfiguration: { indexArn: 'arn:aws:s3vectors:us-east-1:210987654321:bucket/help/index/help' },
      },
    },
    dataSources: [
      {
        dataSourceId: 'HELPDATA01',
        name: 'documents',
        dataSourceConfiguration: { type: 'S3', s3Configuration: { bucketArn: 'arn:aws:s3:::help-documents' } },
      },
    ],
  });
};
const boundary =
  (Statement: readonly Draft[]) =>
  (draft: Draft): void => {
    const Arn = 'arn:aws:iam::210987654321:policy/Boundary';
    draft.iam.RoleDetailList[0].PermissionsBoundary = { PermissionsBoundaryArn: Arn };
    draft.iam.Policies.push({
      Arn,
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', Document: { Version: '2012-10-17', Statement } }],
    });
  };
/** The other statements hold under conditions, so that none of them surely allows what is needed. */
const besideConditions =
  (change: (draft: Draft) => void) =>
  (draft: Draft): void => {
    for (const statement of statements(draft)) statement.Condition = { Bool: { 'aws:SecureTransport': 'true' } };
    change(draft);
  };
const KEY = 'arn:aws:kms:us-east-1:210987654321:key/0a1b2c3d-0000-4000-8000-000000000001';
const OTHER_KEY = 'arn:aws:kms:us-east-1:210987654321:key/0a1b2c3d-0000-4000-8000-000000000002';
const underKey = (draft: Draft, KMSMasterKeyID: string): void => {
  draft.bucketEncryption = {
    'arn:aws:s3:::help-schemas': { Rules: [{ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID } }] },
  };
};
const ELSEWHERE = 'the workloads in eu-west-1, which the role trusts as well, were not read';
const UNKNOWN = 'the guardrail gr0123456789 was not read';

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['a Deny is added', (draft) => statements(draft).push({ Effect: 'Deny', Action: '*', Resource: '*' }), COMPLIANT],
  [
    'AdministratorAccess is attached',
    attach('arn:aws:iam::aws:policy/AdministratorAccess'),
    nonCompliant('administrator-access critical'),
  ],
  ['everything is allowed', allow('*', '*'), nonCompliant('administrator-access critical')],
  [
    'everything is allowed, in other words',
    allow(['s3:GetObject', '*:*'], ['*', '*']),
    nonCompliant('administrator-access critical'),
  ],
  [
    'everything is allowed to another role',
    allow('*', '*', { Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::210987654321:role/admin' } } }),
    COMPLIANT,
  ],
  [
    'the account is a placeholder',
    allow('bedrock:Retrieve', 'arn:aws:bedrock:us-east-1:<account-id>:knowledge-base/HELPBASE01'),
    COMPLIANT,
  ],
  [
    'writing logs, traces and metrics',
    allow(['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTraceSegments', 'cloudwatch:PutMetricData'], '*'),
    nonCompliant('action-not-needed low'),
  ],
  [
    'an action that takes no resource',
    allow('bedrock:RetrieveAndGenerate', '*'),
    nonCompliant('action-not-needed medium'),
  ],
  ['a whole service is allowed', allow('s3:*', '*'), nonCompliant('all-actions-of-a-service high')],
  ['the whole of IAM is allowed', allow('iam:*', '*'), nonCompliant('all-actions-of-a-service critical')],
  ['all of a kind', allow('bedrock:*', 'arn:aws:bedrock:*:*:agent/*'), nonCompliant('all-actions-of-a-service high')],
  [
    'a service on one bucket',
    allow('s3:*', 'arn:aws:s3:::help-files/*'),
    nonCompliant('all-actions-of-a-service high'),
  ],
  ['a service on one object', allow('s3:*', 'arn:aws:s3:::help-files/a.txt'), nonCompliant('action-not-needed high')],
  [
    'an action more',
    allow('bedrock:InvokeAgent', 'arn:aws:bedrock:us-east-1:210987654321:agent-alias/SALEAGENT1/SALEALIAS1'),
    nonCompliant('action-not-needed medium'),
  ],
  ['an action with a wildcard', allow('bedrock:Retrieve*', KNOWLEDGE_BASE_ARN), COMPLIANT],
  [
    'a model more',
    allow('bedrock:InvokeModel', modelArn('us-east-1', 'amazon.nova-pro-v1:0')),
    nonCompliant('action-not-needed medium'),
  ],
  [
    'the model in every Region',
    allow('bedrock:InvokeModel', `arn:aws:bedrock:*::foundation-model/${MODEL}`),
    nonCompliant('resource-wider-than-needed medium'),
  ],
  ['every knowledge base', allow('bedrock:Retrieve', '*'), nonCompliant('resource-wider-than-needed high')],
  ['PassRole', allow('iam:PassRole', 'arn:aws:iam::210987654321:role/x'), nonCompliant('action-not-needed high')],
  [
    'NotAction',
    (draft) => statements(draft).push({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    nonCompliant('allow-with-not-action critical'),
  ],
  [
    'NotResource',
    (draft) => statements(draft).push({ Effect: 'Allow', Action: 'bedrock:Retrieve', NotResource: KNOWLEDGE_BASE_ARN }),
    nonCompliant('resource-wider-than-needed high'),
  ],
  [
    'the knowledge base is disabled',
    (draft) => {
      draft.agents[0].knowledgeBases[0].knowledgeBaseState = 'DISABLED';
    },
    nonCompliant('action-not-needed medium'),
  ],
  [
    "an action group's function may be invoked",
    (draft) => {
      const lambda = 'arn:aws:lambda:us-east-1:210987654321:function:help';
      draft.agents[0].actionGroups.push({ actionGroupName: 'help', actionGroupExecutor: { lambda } });
      allow('lambda:InvokeFunction', lambda)(draft);
    },
    COMPLIANT,
  ],
  [
    'an action group claims every function',
    (draft) => {
      draft.agents[0].actionGroups.push({ actionGroupName: 'help', actionGroupExecutor: { lambda: '*' } });
      allow('lambda:InvokeFunction', '*')(draft);
    },
    insufficient('`*` is no ARN of a resource (Lambda function *)'),
  ],
  ['what stands where AWS has no service', allow(['bedrock-agent-runtime:*', 'bedrockk:*'], '*'), COMPLIANT],
  [
    'a model in another Region, whose agents are not trusted',
    allow('bedrock:InvokeModel', modelArn('eu-west-1')),
    nonCompliant('action-not-needed medium'),
  ],
  [
    'a model in another Region, whose agents are trusted as well',
    (draft) => {
      anySource(draft);
      allow('bedrock:InvokeModel', modelArn('eu-west-1'))(draft);
    },
    insufficient(ELSEWHERE),
  ],
  [
    'a model in another Region, whose agents are trusted as well, and more besides',
    (draft) => {
      anySource(draft);
      allow(['bedrock:InvokeModel', 'bedrock:CountTokens'], [modelArn('eu-west-1'), modelArn('us-east-1')])(draft);
    },
    { ...nonCompliant('action-not-needed medium'), missing: [ELSEWHERE] },
  ],
  [
    'every Region, whose agents are trusted as well',
    (draft) => {
      anySource(draft);
      allow('bedrock:InvokeModel', `arn:aws:bedrock:*::foundation-model/${MODEL}`)(draft);
    },
    nonCompliant('resource-wider-than-needed medium'),
  ],
  ['a key, and nothing to read with it', allow('kms:Decrypt', KEY), nonCompliant('action-not-needed medium')],
  [
    'a key, which may encrypt the API schema',
    (draft) => {
      withSchema(draft);
      allow('kms:Decrypt', KEY)(draft);
    },
    insufficient('the key of arn:aws:s3:::help-schemas was not read'),
  ],
  [
    'a key that was refused, and may encrypt the API schema',
    (draft) => {
      withSchema(draft);
      allow('kms:Decrypt', KEY)(draft);
      draft.unread = [{ part: 'bucketEncryption.arn:aws:s3:::help-schemas', error: 'AccessDenied' }];
    },
    insufficient('the key of arn:aws:s3:::help-schemas was not read (AccessDenied)'),
  ],
  [
    'the key that encrypts the API schema',
    (draft) => {
      withSchema(draft);
      underKey(draft, KEY);
      allow('kms:Decrypt', KEY)(draft);
    },
    COMPLIANT,
  ],
  [
    'a key that does not encrypt the API schema',
    (draft) => {
      withSchema(draft);
      underKey(draft, OTHER_KEY);
      allow('kms:Decrypt', KEY)(draft);
    },
    nonCompliant('action-not-needed medium'),
  ],
  [
    "a key, and the API schema is under S3's own",
    (draft) => {
      withSchema(draft);
      draft.bucketEncryption = { 'arn:aws:s3:::help-schemas': { Rules: [] } };
      allow('kms:Decrypt', KEY)(draft);
    },
    nonCompliant('action-not-needed medium'),
  ],
  [
    'every key, and the API schema is under one',
    (draft) => {
      withSchema(draft);
      underKey(draft, KEY);
      allow('kms:Decrypt', '*')(draft);
    },
    nonCompliant('resource-wider-than-needed high'),
  ],
  [
    'a key, and the API schema is under an alias of some key',
    (draft) => {
      withSchema(draft);
      underKey(draft, 'arn:aws:kms:us-east-1:210987654321:alias/schemas');
      allow('kms:Decrypt', KEY)(draft);
    },
    insufficient(
      '`arn:aws:kms:us-east-1:210987654321:alias/schemas` is no ARN or id of a KMS key (API schema s3://help-schemas/help.json)',
      'which key `arn:aws:kms:us-east-1:210987654321:alias/schemas` of arn:aws:s3:::help-schemas stands for was not read',
    ),
  ],
  [
    'a key for more than reading the API schema',
    (draft) => {
      withSchema(draft);
      allow('kms:Encrypt', KEY)(draft);
    },
    nonCompliant('action-not-needed medium'),
  ],
  [
    'the models of a custom orchestration, which its function chooses',
    (draft) => {
      draft.agents[0].agent.orchestrationType = 'CUSTOM_ORCHESTRATION';
      allow('bedrock:InvokeModel', modelArn('us-east-1', 'amazon.nova-pro-v1:0'))(draft);
    },
    insufficient('the models that the custom orchestration of agent HELPAGENT1 calls are not in its configuration'),
  ],
  [
    'a guardrail, and those that the account enforces were not read',
    (draft) => {
      delete draft.bedrock.enforcedGuardrails;
      allow('bedrock:ApplyGuardrail', 'arn:aws:bedrock:us-east-1:210987654321:guardrail/orgguard0001')(draft);
    },
    insufficient('the guardrails that the account enforces were not read'),
  ],
  [
    'a model of a version that was not read',
    (draft) => {
      const routingConfiguration = [{ agentVersion: '3' }];
      draft.agents[0].aliases.push({ agentAliasId: 'ALIAS00001', agentAliasName: 'live', routingConfiguration });
      allow('bedrock:InvokeModel', modelArn('us-east-1', 'amazon.nova-pro-v1:0'))(draft);
    },
    insufficient('version 3 of agent HELPAGENT1, which alias live routes to, was not read'),
  ],
  [
    'variables that no request has',
    allow('bedrock:Retrieve', [
      'arn:aws:bedrock:${AWS::Region}:${AWS::AccountId}:knowledge-base/*',
      'arn:aws:bedrock:us-east-1:210987654321:knowledge-base/${KnowledgeBaseId}',
    ]),
    COMPLIANT,
  ],
  [
    'a variable that a request has',
    allow('bedrock:Retrieve', 'arn:aws:bedrock:us-east-1:${aws:PrincipalAccount}:knowledge-base/*'),
    nonCompliant('resource-wider-than-needed medium'),
  ],
  [
    'an ARN that no guardrail has',
    allow('bedrock:ApplyGuardrail', 'arn:aws:bedrock:us-east-1:210987654321:guardrail/gr0123456789:1'),
    COMPLIANT,
  ],
  ['an unneeded list', allow('bedrock:ListAgents', '*'), nonCompliant('action-not-needed low')],
  [
    'an unneeded list beside unneeded writing',
    allow(['bedrock:ListAgents', 'bedrock:CreateAgent'], '*'),
    nonCompliant('action-not-needed high'),
  ],
  ['writing objects', allow('s3:PutObject', 'arn:aws:s3:::help-files/*'), nonCompliant('action-not-needed high')],
  [
    'log lines',
    allow('logs:PutLogEvents', 'arn:aws:logs:us-east-1:210987654321:log-group:x:*'),
    nonCompliant('action-not-needed low'),
  ],
  [
    'a service that is not in the data, for reading',
    allow('sagemaker:DescribeEndpoint', 'arn:aws:sagemaker:us-east-1:210987654321:endpoint/x'),
    nonCompliant('action-not-needed medium'),
  ],
  [
    'a service that is not in the data',
    allow('sagemaker:InvokeEndpoint', 'arn:aws:sagemaker:us-east-1:210987654321:endpoint/x'),
    nonCompliant('action-not-needed high'),
  ],
  [
    "a knowledge base's vector store",
    allow('aoss:APIAccessAll', 'arn:aws:aoss:us-east-1:210987654321:collection/abc'),
    nonCompliant('belongs-to-the-knowledge-base-role high'),
  ],
  [
    "a knowledge base's documents",
    (draft) => {
      queriedBase(draft);
      allow(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::help-documents', 'arn:aws:s3:::help-documents/*'])(draft);
    },
    nonCompliant('belongs-to-the-knowledge-base-role medium'),
  ],
  [
    "a knowledge base's embedding model",
    (draft) => {
      queriedBase(draft);
      allow('bedrock:InvokeModel', modelArn('us-east-1', 'amazon.titan-embed-text-v2:0'))(draft);
    },
    nonCompliant('belongs-to-the-knowledge-base-role medium'),
  ],
  [
    "other documents than a knowledge base's",
    (draft) => {
      queriedBase(draft);
      allow('s3:GetObject', 'arn:aws:s3:::other-documents/*')(draft);
    },
    nonCompliant('action-not-needed medium'),
  ],
  [
    'a Deny takes all of it away',
    (draft) => {
      allow('s3:PutObject', 'arn:aws:s3:::help-files/*')(draft);
      statements(draft).push({ Effect: 'Deny', Action: 's3:*', Resource: '*' });
    },
    nonCompliant('action-not-needed low'),
  ],
  [
    'a Deny takes a part of it away',
    (draft) => {
      allow('s3:PutObject', 'arn:aws:s3:::help-files/*')(draft);
      statements(draft).push({ Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::help-files/private/*' });
    },
    nonCompliant('action-not-needed high'),
  ],
  [
    'a Deny takes it away under a condition',
    (draft) => {
      allow('s3:PutObject', 'arn:aws:s3:::help-files/*')(draft);
      const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
      statements(draft).push({ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition });
    },
    nonCompliant('action-not-needed high'),
  ],
  [
    'an administrator within a boundary of what is needed',
    (draft) => {
      boundary(structuredClone(statements(draft)))(draft);
      allow('*', '*')(draft);
    },
    nonCompliant('administrator-access medium'),
  ],
  [
    'an administrator within a boundary of a service',
    (draft) => {
      boundary([{ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }])(draft);
      allow('*', '*')(draft);
    },
    nonCompliant('administrator-access critical'),
  ],
  [
    'a whole service, which a service control policy denies',
    (draft) => {
      allow('s3:*', '*')(draft);
      const Statement = [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 's3:*', Resource: '*' },
      ];
      draft.organization = {
        serviceControlPolicies: [[{ Version: '2012-10-17', Statement }]],
        resourceControlPolicies: [],
      };
    },
    nonCompliant('all-actions-of-a-service low'),
  ],
  ['the needs are unknown, and nothing exceeds those that are known', needsUnknown, COMPLIANT],
  [
    'the needs are unknown, and something exceeds those that are known',
    (draft) => {
      needsUnknown(draft);
      allow('kms:Decrypt', 'arn:aws:kms:us-east-1:210987654321:key/0a1b2c3d-0000-4000-8000-000000000001')(draft);
    },
    insufficient(UNKNOWN),
  ],
  [
    'the needs are unknown, and everything is allowed',
    (draft) => {
      needsUnknown(draft);
      allow('*', '*')(draft);
    },
    { ...nonCompliant('administrator-access critical'), missing: [UNKNOWN] },
  ],
  [
    'a managed policy was not read',
    attach('arn:aws:iam::aws:policy/AmazonBedrockFullAccess'),
    insufficient('the text of the AWS managed policy AmazonBedrockFullAccess was not read'),
  ],
  [
    'a policy of the same name as AdministratorAccess is not it',
    attach('arn:aws:iam::210987654321:policy/AdministratorAccess'),
    insufficient('the text of the managed policy AdministratorAccess was not read'),
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

const fixesOf = (change: (draft: Draft) => void): readonly string[] => {
  const outcome = outcomeFor(rule, changed(change));
  return outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings.map(({ remediation }) => remediation) : [];
};

test.each<[what: string, change: (draft: Draft) => void, fix: string]>([
  [
    'nothing of it is needed',
    allow('s3:PutObject', 'arn:aws:s3:::help-files/*'),
    'Remove statement 4 of inline policy HelpAgent: no workload of the role needs anything of it.',
  ],
  [
    'its Sid and its conditions are kept',
    besideConditions(
      allow(['bedrock:Retrieve*', 'aoss:*'], '*', {
        Sid: 'Base',
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      }),
    ),
    `Replace statement 4 (Base) of inline policy HelpAgent by \`{"Sid":"Base","Effect":"Allow","Action":"bedrock:Retrieve","Resource":"${KNOWLEDGE_BASE_ARN}","Condition":{"Bool":{"aws:SecureTransport":"true"}}}\``,
  ],
  [
    'actions on different resources get a statement each',
    besideConditions(allow(['bedrock:Retrieve', 'bedrock:GetInferenceProfile'], '*', { Sid: 'Wide' })),
    `Replace statement 4 (Wide) of inline policy HelpAgent by \`{"Sid":"Wide","Effect":"Allow","Action":"bedrock:GetInferenceProfile","Resource":"${PROFILE_ARN}"}\` and \`{"Sid":"Wide2","Effect":"Allow","Action":"bedrock:Retrieve","Resource":"${KNOWLEDGE_BASE_ARN}"}\``,
  ],
  [
    'a Sid that is taken is left out',
    besideConditions((draft) => {
      statements(draft)[0].Sid = 'Wide2';
      allow(['bedrock:Retrieve', 'bedrock:GetInferenceProfile'], '*', { Sid: 'Wide' })(draft);
    }),
    `Replace statement 4 (Wide) of inline policy HelpAgent by \`{"Sid":"Wide","Effect":"Allow","Action":"bedrock:GetInferenceProfile","Resource":"${PROFILE_ARN}"}\` and \`{"Effect":"Allow","Action":"bedrock:Retrieve","Resource":"${KNOWLEDGE_BASE_ARN}"}\``,
  ],
  [
    'what other statements allow is not written twice',
    allow(['bedrock:*'], '*'),
    'Remove statement 4 of inline policy HelpAgent: other statements of the role allow what its workloads need of it.',
  ],
  [
    'what may be needed unseen is kept',
    (draft) => {
      withSchema(draft);
      allow(['kms:Decrypt', 'kms:Encrypt'], KEY)(draft);
    },
    `Replace statement 5 of inline policy HelpAgent by \`{"Effect":"Allow","Action":"kms:Decrypt","Resource":"${KEY}"}\``,
  ],
  [
    "AWS's own policy is detached",
    (draft) => {
      const Arn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
      const Statement = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }];
      attach(Arn)(draft);
      draft.iam.Policies.push({
        Arn,
        DefaultVersionId: 'v1',
        PolicyVersionList: [{ VersionId: 'v1', Document: { Version: '2012-10-17', Statement } }],
      });
    },
    'Detach the AWS managed policy AmazonS3FullAccess: no workload of the role needs anything of it.',
  ],
])('the fix: %s', (_what, change, fix) => {
  expect([...new Set(fixesOf(change))]).toEqual([fix]);
});

test('of two statements that are too wide, each keeps what is needed', () => {
  const literal = JSON.stringify({ Effect: 'Allow', Action: 'bedrock:Retrieve', Resource: KNOWLEDGE_BASE_ARN });
  expect(
    fixesOf((draft) => {
      statements(draft)[3].Resource = '*';
      allow('bedrock:Retrieve', 'arn:aws:bedrock:*:*:knowledge-base/*')(draft);
    }),
  ).toEqual([3, 4].map((index) => `Replace statement ${index} of inline policy HelpAgent by \`${literal}\``));
});
