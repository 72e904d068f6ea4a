import { expect, test } from 'vitest';
import { base, difference, origin, type Row, source, store, vector } from './knowledge-base-difference.ts';
import { fixture, inLines, needsOf } from './knowledge-base-fixture.ts';

const LIST = 's3:ListBucket arn:aws:s3:::help-articles';
const READ = 's3:GetObject arn:aws:s3:::help-articles/*';
const VECTORS = ['PutVectors', 'GetVectors', 'DeleteVectors', 'QueryVectors', 'GetIndex'].map(
  (name) => `s3vectors:${name} arn:aws:s3vectors:us-east-1:111122223333:bucket/help-vectors/index/help-index`,
);
const SECRET = (name: string) =>
  `secretsmanager:GetSecretValue arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-a1B2c3`;
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const rows: readonly Row[] = [
  [
    'reranking in a loop of a version of a flow',
    'reranking-for-a-flow',
    (draft) => {
      const { definition, ...flow } = draft.flows[0];
      const loop = { name: 'Loop', type: 'Loop', configuration: { loop: { definition } } };
      draft.flows = [{ ...flow, versions: [{ version: '3', definition: { nodes: [loop] } }] }];
    },
    {},
  ],
  [
    'reranking that a flow asks of another knowledge base',
    'reranking-for-a-flow',
    (draft) => {
      draft.flows[0].definition.nodes[1].configuration.knowledgeBase.knowledgeBaseId = 'KBOTHER001';
    },
    {
      fewer: [
        'bedrock:InvokeModel arn:aws:bedrock:us-east-1::foundation-model/amazon.rerank-v1:0',
        'bedrock:InvokeModelWithResponseStream arn:aws:bedrock:us-east-1::foundation-model/amazon.rerank-v1:0',
        'bedrock:Rerank *',
      ],
    },
  ],
  [
    'a bucket under a multi-Region key that is named by its id',
    's3-vectors',
    (draft) => {
      const KMSMasterKeyID = 'mrk-1234abcd12ab34cd56ef1234567890ab';
      draft.bucketEncryption = {
        'arn:aws:s3:::help-articles': { Rules: [{ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID } }] },
      };
    },
    {
      more: ['role', 'key policy'].map(
        () => 'kms:Decrypt arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
      ),
    },
  ],
  [
    'a transformation without a function',
    'custom-transformation-elsewhere',
    (draft) => {
      source(draft).vectorIngestionConfiguration.customTransformationConfiguration.transformations = [];
    },
    {
      gaps: [
        'the transformation function of data source DSTRAN0002 of knowledge base KBTRAN0002 is not in the configuration',
      ],
      fewer: [
        'lambda:InvokeFunction arn:aws:lambda:us-east-1:444455556666:function:chunk-articles:7',
        'lambda:InvokeFunction arn:aws:lambda:us-east-1:444455556666:function:chunk-articles:7',
      ],
    },
  ],
  [
    'the data sources were not read',
    's3-vectors',
    (draft) => {
      draft.knowledgeBases[0].dataSources = undefined;
      draft.unread = [{ part: 'knowledgeBases.KBVECT0001', error: 'AccessDeniedException' }];
    },
    {
      gaps: ['the data sources of knowledge base KBVECT0001 were not read (AccessDeniedException)'],
      fewer: [LIST, READ],
    },
  ],
  [
    'a summary of a data source',
    's3-vectors',
    (draft) => {
      source(draft).dataSourceConfiguration = undefined;
    },
    {
      gaps: ['the configuration of data source DSVECT0001 of knowledge base KBVECT0001 was not read'],
      fewer: [LIST, READ],
    },
  ],
  [
    'a knowledge base that is being deleted',
    's3-vectors',
    (draft) => {
      base(draft).status = 'DELETING';
    },
    { gaps: ['knowledge base KBVECT0001 is being deleted'] },
  ],
  [
    'a data source that is being deleted',
    's3-vectors',
    (draft) => {
      source(draft).status = 'DELETING';
    },
    { gaps: ['data source DSVECT0001 of knowledge base KBVECT0001 is being deleted'] },
  ],
  [
    'a type that is not known',
    's3-vectors',
    (draft) => {
      base(draft).knowledgeBaseConfiguration.type = 'QUANTUM';
    },
    {
      gaps: ['Warden does not know the type `QUANTUM` of knowledge base KBVECT0001'],
      fewer: [
        'bedrock:InvokeModel arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
        'bedrock:InvokeModelWithResponseStream arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
        'bedrock:ListFoundationModels *',
        'bedrock:ListCustomModels *',
        ...VECTORS,
      ],
    },
  ],
  [
    'a store that is not known',
    's3-vectors',
    (draft) => {
      store(draft).type = 'PUNCH_CARDS';
    },
    { gaps: ['Warden does not know the vector store `PUNCH_CARDS` of knowledge base KBVECT0001'], fewer: VECTORS },
  ],
  [
    'a store that was not read',
    's3-vectors',
    (draft) => {
      base(draft).storageConfiguration = undefined;
    },
    { gaps: ['the vector store of knowledge base KBVECT0001 was not read'], fewer: VECTORS },
  ],
  [
    'a hidden store',
    's3-vectors',
    (draft) => {
      store(draft).s3VectorsConfiguration.indexArn = HIDDEN;
    },
    {
      gaps: [
        `\`${HIDDEN}\` is not the name of the vector index of the vector store S3_VECTORS of knowledge base KBVECT0001`,
      ],
      fewer: VECTORS,
    },
  ],
  [
    'a collection with a wildcard',
    'opensearch-serverless',
    (draft) => {
      store(draft).opensearchServerlessConfiguration.vectorIndexName = '*';
    },
    {
      gaps: [
        '`*` is not the name of the vector index of the vector store OPENSEARCH_SERVERLESS of knowledge base KBAOSS0001',
      ],
      fewer: ['DescribeIndex', 'ReadDocument', 'WriteDocument', 'CreateIndex', 'UpdateIndex'].map(
        (name) =>
          `aoss:${name} arn:aws:aoss:us-east-1:111122223333:index/07tjusf2h91cunochc/bedrock-knowledge-base-default-index`,
      ),
    },
  ],
  [
    'a bucket with a wildcard',
    's3-vectors',
    (draft) => {
      origin(draft).s3Configuration.bucketArn = 'arn:aws:s3:::help-*';
    },
    {
      gaps: [
        '`arn:aws:s3:::help-*` is not the name of the bucket of data source DSVECT0001 of knowledge base KBVECT0001',
      ],
      fewer: [LIST, READ],
    },
  ],
  [
    'a prefix with a wildcard in it',
    's3-vectors',
    (draft) => {
      origin(draft).s3Configuration.inclusionPrefixes = ['a*b/'];
    },
    {
      gaps: [
        '`arn:aws:s3:::help-articles/a*b/*` is no ARN of a resource (data source DSVECT0001 of knowledge base KBVECT0001)',
      ],
      fewer: [READ],
    },
  ],
  [
    'an owner that is no account',
    's3-vectors',
    (draft) => {
      origin(draft).s3Configuration.bucketOwnerAccountId = '*';
    },
    { gaps: ['`*` is not the name of the owner of arn:aws:s3:::help-articles'], fewer: [LIST, READ] },
  ],
  [
    'a data source type that is not known',
    's3-vectors',
    (draft) => {
      origin(draft).type = 'GOPHER';
    },
    {
      gaps: ['Warden does not know the type `GOPHER` of data source DSVECT0001 of knowledge base KBVECT0001'],
      fewer: [LIST, READ],
    },
  ],
  [
    'a secret that is not named',
    'salesforce',
    (draft) => {
      origin(draft).salesforceConfiguration.sourceConfiguration.credentialsSecretArn = undefined;
    },
    {
      gaps: ['the secret of data source DSSALE0001 of knowledge base KBSALE0001 is not in the configuration'],
      fewer: [SECRET('salesforce')],
    },
  ],
  [
    'an embedding model that is not named',
    's3-vectors',
    (draft) => {
      vector(draft).embeddingModelArn = undefined;
    },
    {
      gaps: ['the model for embedding is not in the configuration of knowledge base KBVECT0001'],
      fewer: [
        'bedrock:InvokeModel arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
        'bedrock:InvokeModelWithResponseStream arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
        'bedrock:ListFoundationModels *',
        'bedrock:ListCustomModels *',
      ],
    },
  ],
  [
    'a parsing strategy that is not known',
    's3-vectors',
    (draft) => {
      source(draft).vectorIngestionConfiguration = { parsingConfiguration: { parsingStrategy: 'BY_HAND' } };
    },
    {
      gaps: [
        'Warden does not know the parsing strategy `BY_HAND` of data source DSVECT0001 of knowledge base KBVECT0001',
      ],
    },
  ],
];

test.each(rows)('%s', (_, name, change, expected) => {
  expect(difference(name, change)).toEqual({ gaps: [], fewer: [], more: [], ...expected });
});

test('a configuration of which nothing was read is one gap', () => {
  const { snapshot } = fixture('s3-vectors');
  base(snapshot).knowledgeBaseConfiguration = undefined;
  snapshot.knowledgeBases[0].dataSources = [];
  snapshot.unread = [{ part: 'knowledgeBases', error: 'ThrottlingException' }];
  expect(inLines(needsOf(snapshot))).toEqual({
    needs: [],
    models: [],
    gaps: ['the configuration of knowledge base KBVECT0001 was not read (ThrottlingException)'],
  });
});
