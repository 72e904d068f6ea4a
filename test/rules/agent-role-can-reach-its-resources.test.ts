import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-can-reach-its-resources.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  statements,
  summaryOf,
} from './plain-account.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:look-up`;
const policy = (...Statement: Draft[]): Draft => ({ Version: '2012-10-17', Statement });
const allow = (rest: Draft): Draft => ({ Effect: 'Allow', ...rest });
const letting = (Condition?: Draft, Principal: Draft = { Service: 'bedrock.amazonaws.com' }): Draft =>
  policy(
    allow({
      Principal,
      Action: 'lambda:InvokeFunction',
      Resource: FUNCTION,
      ...(Condition === undefined ? {} : { Condition }),
    }),
  );
const fromAgent = (arn: string): Draft => ({ ArnLike: { 'AWS:SourceArn': arn } });

const withFunction =
  (functionPolicy: unknown, lambda = FUNCTION, state = 'ENABLED') =>
  (draft: Draft): void => {
    draft.agents[0].actionGroups = [
      { actionGroupId: 'G1', actionGroupName: 'look', actionGroupState: state, actionGroupExecutor: { lambda } },
    ];
    if (functionPolicy !== undefined) draft.resourcePolicies = { [lambda]: functionPolicy };
  };

const BUCKET = 'arn:aws:s3:::help-schemas';
const SCHEMA = `${BUCKET}/api/open.json`;
const withSchema =
  (bucketPolicy: unknown, ...allowed: Draft[]) =>
  (draft: Draft): void => {
    draft.agents[0].actionGroups = [
      {
        actionGroupId: 'G1',
        actionGroupName: 'look',
        actionGroupState: 'ENABLED',
        actionGroupExecutor: { customControl: 'RETURN_CONTROL' },
        apiSchema: { s3: { s3BucketName: 'help-schemas', s3ObjectKey: 'api/open.json' } },
      },
    ];
    draft.bucketEncryption = { [BUCKET]: { Rules: [] } };
    statements(draft).push(...allowed);
    if (bucketPolicy !== undefined) draft.resourcePolicies = { [BUCKET]: bucketPolicy };
  };
const READ = allow({ Action: 's3:GetObject', Resource: SCHEMA });

const ALIAS = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent-alias/ELSEAGENT1/LIVEALIAS1`;
const withCollaborator =
  (...allowed: Draft[]) =>
  (draft: Draft): void => {
    draft.agents[0].agent.agentCollaboration = 'SUPERVISOR';
    draft.agents[0].collaborators = [{ collaboratorName: 'else', agentDescriptor: { aliasArn: ALIAS } }];
    statements(draft).push(...allowed);
  };

const COLLECTION = `arn:aws:aoss:us-east-1:${ACCOUNT}:collection/abc123def456`;
const EMBEDDING = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0';
const ITEMS = {
  ResourceType: 'collection',
  Resource: ['collection/help'],
  Permission: ['aoss:DescribeCollectionItems'],
};
const INDEX = { ResourceType: 'index', Resource: ['index/help/vectors'], Permission: ['aoss:*'] };
const data = (Rules: Draft[], Principal: string[] = [ROLE]): Draft => ({
  name: 'help-data',
  policy: [{ Rules, Principal }],
});
const network = (rest: Draft, Resource = ['collection/*'], ResourceType = 'collection'): Draft => ({
  name: 'help-network',
  policy: [{ Rules: [{ ResourceType, Resource }], ...rest }],
});
const PUBLIC = network({ AllowFromPublic: true });

/** The role as that of a knowledge base in OpenSearch Serverless, without data sources. */
const withStore =
  (
    openSearchServerless: Draft,
    allowed: readonly Draft[] = [allow({ Action: 'aoss:APIAccessAll', Resource: COLLECTION })],
  ) =>
  (draft: Draft): void => {
    draft.agents = [];
    draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Statement[0].Condition = {
      ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/*` },
    };
    draft.knowledgeBases = [
      {
        knowledgeBase: {
          knowledgeBaseId: 'HELPBASE01',
          status: 'ACTIVE',
          roleArn: ROLE,
          knowledgeBaseConfiguration: {
            type: 'VECTOR',
            vectorKnowledgeBaseConfiguration: { embeddingModelArn: EMBEDDING },
          },
          storageConfiguration: {
            type: 'OPENSEARCH_SERVERLESS',
            opensearchServerlessConfiguration: { collectionArn: COLLECTION, vectorIndexName: 'vectors' },
          },
        },
        dataSources: [],
      },
    ];
    draft.iam.RoleDetailList[0].RolePolicyList[0].PolicyDocument.Statement = allowed;
    if (openSearchServerless !== undefined) draft.openSearchServerless = openSearchServerless;
  };
const HELP = { id: 'abc123def456', name: 'help', arn: COLLECTION };
const store = (more: Draft = {}): Draft => ({
  collections: [HELP],
  dataAccessPolicies: [data([ITEMS, INDEX])],
  networkPolicies: [PUBLIC],
  ...more,
});
const DATA = nonCompliant('data-access-policy-does-not-allow critical');
const SHUT = nonCompliant('network-policy-shuts-out-bedrock critical');
const FUNCTION_SHUT = nonCompliant('resource-policy-does-not-allow high');

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  [
    'nothing else is used',
    () => {},
    { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role use no other resources' },
  ],

  ['the function lets the service in', withFunction(letting()), COMPLIANT],
  ['the function lets the agent in', withFunction(letting(fromAgent(AGENT_ARN))), COMPLIANT],
  [
    'the function lets any agent of the account in',
    withFunction(letting(fromAgent(AGENT_ARN.replace('HELPAGENT1', '*')))),
    COMPLIANT,
  ],
  ['the policy is text', withFunction(JSON.stringify(letting())), COMPLIANT],
  ['the function has no policy', withFunction(null), FUNCTION_SHUT],
  [
    'the function lets another agent in',
    withFunction(letting(fromAgent(AGENT_ARN.replace('HELPAGENT1', 'ELSEAGENT1')))),
    FUNCTION_SHUT,
  ],
  [
    'the function lets another account in',
    withFunction(letting({ StringEquals: { 'AWS:SourceAccount': '111122223333' } })),
    FUNCTION_SHUT,
  ],
  [
    'the function lets another service in',
    withFunction(letting(undefined, { Service: 'lex.amazonaws.com' })),
    FUNCTION_SHUT,
  ],
  [
    'the function lets the role in, which does not call it',
    withFunction(letting(undefined, { AWS: ROLE })),
    FUNCTION_SHUT,
  ],
  [
    'the role is allowed to call the function, which does not help',
    (draft) => {
      withFunction(null)(draft);
      statements(draft).push(allow({ Action: 'lambda:InvokeFunction', Resource: FUNCTION }));
    },
    FUNCTION_SHUT,
  ],
  [
    'the policy of the function was not read',
    withFunction(undefined),
    insufficient(`the policy of ${FUNCTION} was not read`),
  ],
  [
    'the policy of the function was refused',
    (draft) => {
      withFunction(undefined)(draft);
      draft.unread = [{ part: `resourcePolicies.${FUNCTION}`, error: 'AccessDeniedException' }];
    },
    insufficient(`the policy of ${FUNCTION} was not read (AccessDeniedException)`),
  ],
  [
    'an alias of the function has a policy of its own',
    (draft) => {
      withFunction(null, `${FUNCTION}:live`)(draft);
      draft.resourcePolicies[FUNCTION] = letting();
    },
    FUNCTION_SHUT,
  ],
  [
    'the action group is disabled',
    withFunction(null, FUNCTION, 'DISABLED'),
    { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role use no other resources' },
  ],
  [
    'the function of another account lets the service in',
    withFunction(
      policy(allow({ Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'lambda:*', Resource: '*' })),
      FUNCTION.replace(ACCOUNT, '111122223333'),
    ),
    COMPLIANT,
  ],

  ['the role may read the schema', withSchema(null, READ), COMPLIANT],
  ['the role may read the schema, and the policy of the bucket was not read', withSchema(undefined, READ), COMPLIANT],
  ['nobody may read the schema', withSchema(null), nonCompliant('not-allowed high')],
  [
    'the role may not read the schema, and the policy of the bucket was not read',
    withSchema(undefined),
    insufficient(`the policy of ${BUCKET} was not read, and s3:GetObject is allowed by no policy of the role`),
  ],
  [
    'the bucket lets the role in by itself',
    withSchema(policy(allow({ Principal: { AWS: ROLE }, Action: 's3:GetObject', Resource: `${BUCKET}/*` }))),
    COMPLIANT,
  ],
  [
    'the bucket lets the account in, which is not the role',
    withSchema(policy(allow({ Principal: { AWS: ACCOUNT }, Action: 's3:GetObject', Resource: `${BUCKET}/*` }))),
    nonCompliant('not-allowed high'),
  ],
  [
    'the role may read objects of its account',
    withSchema(null, { ...READ, Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT } } }),
    COMPLIANT,
  ],
  [
    'the role may read the bucket, and not the object',
    withSchema(null, { ...READ, Resource: BUCKET }),
    nonCompliant('not-allowed high'),
  ],
  [
    'the bucket is only read in transit that is encrypted, as it always is',
    withSchema(null, { ...READ, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    COMPLIANT,
  ],

  [
    'the collaborator is allowed',
    withCollaborator(allow({ Action: ['bedrock:GetAgentAlias', 'bedrock:InvokeAgent'], Resource: ALIAS })),
    COMPLIANT,
  ],
  [
    'the collaborator is only looked up',
    withCollaborator(allow({ Action: 'bedrock:GetAgentAlias', Resource: ALIAS })),
    nonCompliant('not-allowed high'),
  ],
  ['the collaborator is not allowed', withCollaborator(), nonCompliant('not-allowed high')],

  ['both layers of the collection let the role in', withStore(store()), COMPLIANT],
  [
    'IAM does not',
    withStore(store(), [allow({ Action: 'aoss:List*', Resource: '*' })]),
    nonCompliant('not-allowed high'),
  ],
  ['IAM allows it on every collection', withStore(store(), [allow({ Action: 'aoss:*', Resource: '*' })]), COMPLIANT],
  ['no data access policy does', withStore(store({ dataAccessPolicies: [] })), DATA],
  [
    'the data access policy names another role',
    withStore(store({ dataAccessPolicies: [data([ITEMS, INDEX], [`${ROLE}2`])] })),
    DATA,
  ],
  [
    'the data access policy names the role among others',
    withStore(
      store({ dataAccessPolicies: [data([ITEMS, INDEX], [`${ROLE}2`, ROLE, 'saml/210987654321/idp/user/x'])] }),
    ),
    COMPLIANT,
  ],
  [
    'data access and network policies are about several collections',
    withStore(
      store({
        dataAccessPolicies: [
          data([
            { ...ITEMS, Resource: ['collection/else', 'collection/help'] },
            { ...INDEX, Resource: ['index/else/*', 'index/help/*'] },
          ]),
        ],
        networkPolicies: [network({ AllowFromPublic: true }, ['collection/else', 'collection/help'])],
      }),
    ),
    COMPLIANT,
  ],
  [
    'the data access policy is about another collection',
    withStore(
      store({
        dataAccessPolicies: [
          data([
            { ...ITEMS, Resource: ['collection/helpdesk'] },
            { ...INDEX, Resource: ['index/helpdesk/*'] },
          ]),
        ],
      }),
    ),
    DATA,
  ],
  [
    'the data access policy is about a prefix',
    withStore(
      store({
        dataAccessPolicies: [
          data([
            { ...ITEMS, Resource: ['collection/h*'] },
            { ...INDEX, Resource: ['index/h*/*'] },
          ]),
        ],
      }),
    ),
    COMPLIANT,
  ],
  [
    'the data access policy leaves writing out',
    withStore(
      store({
        dataAccessPolicies: [data([ITEMS, { ...INDEX, Permission: ['aoss:DescribeIndex', 'aoss:ReadDocument'] }])],
      }),
    ),
    DATA,
  ],
  [
    'the data access policy gives the index under the wrong type',
    withStore(store({ dataAccessPolicies: [data([ITEMS, { ...INDEX, ResourceType: 'collection' }])] })),
    DATA,
  ],
  [
    'two data access policies add up',
    withStore(store({ dataAccessPolicies: [data([ITEMS]), data([INDEX])] })),
    COMPLIANT,
  ],
  [
    'data access policies as text',
    withStore(store({ dataAccessPolicies: [{ name: 'help', policy: JSON.stringify(data([ITEMS, INDEX]).policy) }] })),
    COMPLIANT,
  ],
  [
    'data access policies were not read',
    withStore(store({ dataAccessPolicies: undefined })),
    insufficient('the data access policies of OpenSearch Serverless were not read'),
  ],
  [
    'one of the data access policies was refused, and the other lets the role in',
    (draft) => {
      withStore(store())(draft);
      draft.unread = [{ part: 'openSearchServerless.dataAccessPolicies.other', error: 'AccessDeniedException' }];
    },
    COMPLIANT,
  ],
  [
    'one of the data access policies was refused, and the other does not let the role in',
    (draft) => {
      withStore(store({ dataAccessPolicies: [data([ITEMS])] }))(draft);
      draft.unread = [{ part: 'openSearchServerless.dataAccessPolicies.other', error: 'AccessDeniedException' }];
    },
    insufficient('openSearchServerless.dataAccessPolicies.other was not read (AccessDeniedException)'),
  ],
  [
    'a data access policy is no list of rules',
    withStore(store({ dataAccessPolicies: [{ name: 'odd', policy: '{' }] })),
    insufficient('openSearchServerless.dataAccessPolicies.odd is not as AWS answers it'),
  ],
  ['there is no such collection', withStore(store({ collections: [] })), nonCompliant('collection-missing critical')],
  [
    'nothing of OpenSearch Serverless was read',
    withStore(undefined),
    insufficient('the OpenSearch Serverless collections were not read'),
  ],
  [
    'the network lets Amazon Bedrock in',
    withStore(
      store({ networkPolicies: [network({ AllowFromPublic: false, SourceServices: ['bedrock.amazonaws.com'] })] }),
    ),
    COMPLIANT,
  ],
  [
    'the network lets in an endpoint only',
    withStore(store({ networkPolicies: [network({ AllowFromPublic: false, SourceVPCEs: ['vpce-1'] })] })),
    SHUT,
  ],
  [
    'the network lets in an endpoint, and elsewhere everyone',
    withStore(store({ networkPolicies: [network({ AllowFromPublic: false, SourceVPCEs: ['vpce-1'] }), PUBLIC] })),
    COMPLIANT,
  ],
  [
    'only dashboards are public',
    withStore(store({ networkPolicies: [network({ AllowFromPublic: true }, ['collection/help'], 'dashboard')] })),
    SHUT,
  ],
  [
    'no network policy is about it',
    withStore(store({ networkPolicies: [network({ AllowFromPublic: true }, ['collection/else'])] })),
    SHUT,
  ],
  [
    'network policies were not read',
    withStore(store({ networkPolicies: undefined })),
    insufficient('the network policies of OpenSearch Serverless were not read'),
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

const findingsOf = (change: (draft: Draft) => void) => {
  const outcome = outcomeFor(rule, changed(change));
  return outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings : [];
};

test('the remedy for a function is the command that adds to its policy', () => {
  expect(findingsOf(withFunction(null, `${FUNCTION}:live`))).toEqual([
    {
      id: 'resource-policy-does-not-allow',
      severity: 'high',
      workload: `${AGENT_ARN}#DRAFT`,
      message: `The policy of \`${FUNCTION}:live\` does not allow \`bedrock.amazonaws.com\` \`lambda:InvokeFunction\`, which Lambda function ${FUNCTION}:live needs.`,
      remediation: `Run \`aws lambda add-permission --function-name ${FUNCTION} --qualifier live --statement-id InvokeFunction-agent-HELPAGENT1-DRAFT --action lambda:InvokeFunction --principal bedrock.amazonaws.com --source-arn ${AGENT_ARN} --source-account ${ACCOUNT}\`.`,
      fix: {
        kind: 'resourceGrant',
        requests: [
          {
            action: 'lambda:InvokeFunction',
            resource: `${FUNCTION}:live`,
            principal: 'bedrock.amazonaws.com',
            context: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': AGENT_ARN },
          },
        ],
      },
    },
  ]);
});

test('the remedy for a collection is a rule of a data access policy, and of a network policy', () => {
  expect(findingsOf(withStore(store({ dataAccessPolicies: [data([ITEMS])], networkPolicies: [] })))).toEqual([
    {
      id: 'data-access-policy-does-not-allow',
      severity: 'critical',
      workload: `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/HELPBASE01`,
      message: `No data access policy of OpenSearch Serverless allows \`${ROLE}\` \`aoss:DescribeIndex\`, \`aoss:ReadDocument\` and \`aoss:WriteDocument\` on \`index/help/vectors\`, which vector store ${COLLECTION} needs beside \`aoss:APIAccessAll\` in the role.`,
      remediation: `Add to a data access policy: [{"Rules":[{"ResourceType":"index","Resource":["index/help/vectors"],"Permission":["aoss:DescribeIndex","aoss:ReadDocument","aoss:WriteDocument"]}],"Principal":["${ROLE}"]}]`,
      fix: {
        kind: 'dataAccess',
        requests: ['aoss:DescribeIndex', 'aoss:ReadDocument', 'aoss:WriteDocument'].map((action) => ({
          action,
          resource: `${COLLECTION.replace(':collection/', ':index/')}/vectors`,
          context: {},
        })),
      },
    },
    {
      id: 'network-policy-shuts-out-bedrock',
      severity: 'critical',
      workload: `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/HELPBASE01`,
      message: `No network policy is about the collection \`help\`: Amazon Bedrock does not reach vector store ${COLLECTION}.`,
      remediation:
        'Add to a network policy: [{"Rules":[{"ResourceType":"collection","Resource":["collection/help"]}],"AllowFromPublic":false,"SourceServices":["bedrock.amazonaws.com"]}]',
    },
  ]);
});

test('the remedy for a bucket keeps to its owner', () => {
  expect(findingsOf(withSchema(null)).map(({ remediation }) => remediation)).toEqual([
    `Add to a policy of the role: {"Effect":"Allow","Action":"s3:GetObject","Resource":"${SCHEMA}","Condition":{"StringEquals":{"aws:ResourceAccount":"${ACCOUNT}"}}}`,
  ]);
});
