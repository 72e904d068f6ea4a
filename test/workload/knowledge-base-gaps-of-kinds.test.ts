import { expect, test } from 'vitest';
import { base, connector, difference, origin, type Row, redshift, source } from './knowledge-base-difference.ts';

const SECRET = (name: string) =>
  `secretsmanager:GetSecretValue arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-a1B2c3`;
const SIGN_IN = 'redshift:GetClusterCredentialsWithIAM arn:aws:redshift:us-east-1:111122223333:dbname:sales-dw/sales';
const EXECUTE = 'redshift-data:ExecuteStatement arn:aws:redshift:us-east-1:111122223333:cluster:sales-dw';

const MANAGED_OBJECTS = ['documents/*', 'manuals/*', 'metadata/*'].map(
  (key) => `s3:GetObject arn:aws:s3:::help-articles/${key}`,
);

const SECRET_ARN = (name: string) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-a1B2c3`;
const WRITTEN = (secret: string) => `secretsmanager:PutSecretValue ${secret}`;
const ELSEWHERE = 'arn:aws:secretsmanager:us-east-1:444455556666:secret:shared-a1B2c3';
const VECTORS = 'arn:aws:s3vectors:us-east-1:111122223333:bucket/help-vectors/index/help-index';
const VECTORS_ELSEWHERE = 'arn:aws:s3vectors:us-east-1:444455556666:bucket/shared-vectors/index/help-index';
const ON_VECTORS = (index: string) =>
  ['PutVectors', 'GetVectors', 'DeleteVectors', 'QueryVectors', 'GetIndex'].map((name) => `s3vectors:${name} ${index}`);
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0c5a4a1e-93d5-4b0e-8d2f-6a1f0a7b3c21';
const under = (...buckets: readonly string[]) =>
  Object.fromEntries(
    buckets.map((bucket) => [
      `arn:aws:s3:::${bucket}`,
      { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }] },
    ]),
  );

const rows: readonly Row[] = [
  [
    'an access control list under a key',
    'managed-s3',
    (draft) => {
      connector(draft).aclConfiguration.globalAccessControlListS3Uri = 's3://help-acl/global.json';
      draft.bucketEncryption = under('help-acl');
    },
    {
      fewer: ['s3:GetObject arn:aws:s3:::help-articles/acl/global.json'],
      more: ['s3:GetObject arn:aws:s3:::help-acl/global.json', `kms:Decrypt ${KEY}`, `kms:Decrypt ${KEY}`],
    },
  ],
  [
    'an access control list whose key was refused',
    'managed-s3',
    (draft) => {
      connector(draft).aclConfiguration.globalAccessControlListS3Uri = 's3://help-acl/global.json';
      draft.unread = [{ part: 'bucketEncryption.arn:aws:s3:::help-acl', error: 'AccessDenied' }];
    },
    {
      gaps: ['the key of arn:aws:s3:::help-acl was not read (AccessDenied)'],
      fewer: ['s3:GetObject arn:aws:s3:::help-articles/acl/global.json'],
      more: ['s3:GetObject arn:aws:s3:::help-acl/global.json'],
    },
  ],
  [
    'a certificate under a key',
    'managed-sharepoint',
    (draft) => {
      draft.bucketEncryption = under('help-certificates');
    },
    { more: [`kms:Decrypt ${KEY}`, `kms:Decrypt ${KEY}`] },
  ],
  [
    'a prefix of metadata that is no text',
    'managed-s3',
    (draft) => {
      connector(draft).metadataFilesPrefix = 7;
    },
    {
      gaps: ['the prefixes of data source DSMANA0001 of knowledge base KBMANA0001 are no list of texts'],
      fewer: ['s3:ListBucket arn:aws:s3:::help-articles', ...MANAGED_OBJECTS],
    },
  ],
  [
    'the secret of another account',
    'salesforce',
    (draft) => {
      origin(draft).salesforceConfiguration.sourceConfiguration.credentialsSecretArn = ELSEWHERE;
    },
    {
      fewer: [SECRET('salesforce')],
      more: [`secretsmanager:GetSecretValue ${ELSEWHERE}`, `secretsmanager:GetSecretValue ${ELSEWHERE}`],
    },
  ],
  [
    'the secret of another account, which is written back',
    'confluence',
    (draft) => {
      origin(draft).confluenceConfiguration.sourceConfiguration.credentialsSecretArn = ELSEWHERE;
    },
    {
      fewer: [SECRET('confluence'), `kms:Decrypt ${KEY}`, `kms:Decrypt ${KEY}`, WRITTEN(SECRET_ARN('confluence'))],
      more: [
        `secretsmanager:GetSecretValue ${ELSEWHERE}`,
        `secretsmanager:GetSecretValue ${ELSEWHERE}`,
        WRITTEN(ELSEWHERE),
        WRITTEN(ELSEWHERE),
      ],
    },
  ],
  [
    'parsing without a strategy',
    's3-vectors',
    (draft) => {
      source(draft).vectorIngestionConfiguration = { parsingConfiguration: {} };
    },
    {
      gaps: ['Warden does not know the parsing strategy (none) of data source DSVECT0001 of knowledge base KBVECT0001'],
    },
  ],
  [
    'a step of ingestion that is not known',
    's3-vectors',
    (draft) => {
      source(draft).vectorIngestionConfiguration = { translationConfiguration: { language: 'fr' } };
    },
    {
      gaps: [
        'Warden does not know the step of ingestion `translationConfiguration` of data source DSVECT0001 of knowledge base KBVECT0001',
      ],
    },
  ],
  [
    'multimodal storage without a place',
    's3-vectors',
    (draft) => {
      base(draft).knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration.supplementalDataStorageConfiguration = {};
    },
    { gaps: ['the multimodal storage of knowledge base KBVECT0001 is not in the configuration'] },
  ],
  [
    'a way of embedding that is not known',
    'managed-s3',
    (draft) => {
      base(draft).knowledgeBaseConfiguration.managedKnowledgeBaseConfiguration.embeddingModelType = 'SHARED';
    },
    { gaps: ['Warden does not know the type of embedding model `SHARED` of knowledge base KBMANA0001'] },
  ],
  [
    'the storage of a query engine that is not known',
    'sql-provisioned-secret',
    (draft) => {
      redshift(draft).storageConfigurations = [{ type: 'ICEBERG' }];
    },
    { gaps: ['Warden does not know the storage `ICEBERG` of the query engine of knowledge base KBSQLP0003'] },
  ],
  [
    'members that are not known, and what they name',
    's3-vectors',
    (draft) => {
      source(draft).notification = { topicArn: 'arn:aws:sns:us-east-1:111122223333:ingested' };
      base(draft).storageConfiguration.backup = { uri: 's3://help-backups/kb' };
    },
    {
      gaps: [
        'what knowledge base KBVECT0001 needs `s3://help-backups/kb` for is not known to this version of Warden',
        'what knowledge base KBVECT0001 needs `arn:aws:sns:us-east-1:111122223333:ingested` for is not known to this version of Warden',
      ],
    },
  ],
  [
    "vectors in another account's bucket",
    's3-vectors',
    (draft) => {
      base(draft).storageConfiguration.s3VectorsConfiguration.indexArn = VECTORS_ELSEWHERE;
    },
    { fewer: ON_VECTORS(VECTORS), more: [...ON_VECTORS(VECTORS_ELSEWHERE), ...ON_VECTORS(VECTORS_ELSEWHERE)] },
  ],
  [
    'prefixes of a connector that are no list of texts',
    'managed-s3',
    (draft) => {
      connector(draft).filterConfiguration.inclusionPrefixes = ['documents/', 7];
    },
    {
      gaps: ['the prefixes of data source DSMANA0001 of knowledge base KBMANA0001 are no list of texts'],
      fewer: ['s3:ListBucket arn:aws:s3:::help-articles', ...MANAGED_OBJECTS],
    },
  ],
  [
    'an owner of the bucket of a connector that is no text',
    'managed-s3',
    (draft) => {
      connector(draft).connectionConfiguration.bucketOwnerAccountId = 111122223333;
    },
    {
      gaps: ['the owner of arn:aws:s3:::help-articles is not in the configuration'],
      fewer: ['s3:ListBucket arn:aws:s3:::help-articles', ...MANAGED_OBJECTS],
    },
  ],
  [
    'a sign-in to a database that is not named',
    'sql-provisioned-iam',
    (draft) => {
      redshift(draft).storageConfigurations = [];
    },
    { gaps: ['the Redshift database of knowledge base KBSQLP0001 is not in the configuration'], fewer: [SIGN_IN] },
  ],
  [
    'the connector of a managed knowledge base that is not known',
    'managed-sharepoint',
    (draft) => {
      connector(draft).type = 'CARRIER_PIGEON';
    },
    {
      gaps: [
        'Warden does not know the connector `CARRIER_PIGEON` of data source DSMANA0003 of knowledge base KBMANA0003',
      ],
      fewer: ['s3:GetObject arn:aws:s3:::help-certificates/certs/sharepoint.p12'],
    },
  ],
  [
    'connector parameters that are no object',
    'managed-sharepoint',
    (draft) => {
      origin(draft).managedKnowledgeBaseConnectorConfiguration.connectorParameters = '{}';
    },
    {
      gaps: ['the connector of data source DSMANA0003 of knowledge base KBMANA0003 was not read'],
      fewer: [SECRET('sharepoint'), 's3:GetObject arn:aws:s3:::help-certificates/certs/sharepoint.p12'],
    },
  ],
  [
    'the encryption of a bucket that was refused',
    's3-vectors',
    (draft) => {
      draft.unread = [{ part: 'bucketEncryption.arn:aws:s3:::help-articles', error: 'AccessDenied' }];
    },
    { gaps: ['the key of arn:aws:s3:::help-articles was not read (AccessDenied)'] },
  ],
  [
    'a bucket under the AWS managed key',
    's3-vectors',
    (draft) => {
      draft.bucketEncryption = {
        'arn:aws:s3:::help-articles': { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
      };
    },
    {},
  ],
  [
    'a bucket under a key that is named by an alias',
    's3-vectors',
    (draft) => {
      const KMSMasterKeyID = 'arn:aws:kms:us-east-1:111122223333:alias/articles';
      draft.bucketEncryption = {
        'arn:aws:s3:::help-articles': { Rules: [{ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID } }] },
      };
    },
    {
      gaps: [
        'which key `arn:aws:kms:us-east-1:111122223333:alias/articles` of arn:aws:s3:::help-articles stands for was not read',
      ],
    },
  ],
  [
    'the key of a data source that is no key',
    'pinecone',
    (draft) => {
      source(draft).serverSideEncryptionConfiguration.kmsKeyArn = 'arn:aws:kms:us-east-1:111122223333:key/*';
    },
    {
      gaps: [
        '`arn:aws:kms:us-east-1:111122223333:key/*` is not the name of the key of data source DSPINE0001 of knowledge base KBPINE0001',
      ],
      fewer: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:Decrypt'].map(
        (action) => `${action} arn:aws:kms:us-east-1:111122223333:key/0c5a4a1e-93d5-4b0e-8d2f-6a1f0a7b3c21`,
      ),
    },
  ],
  [
    'a Region whose data automation profile is not known',
    'data-automation-govcloud',
    (draft) => {
      base(draft).knowledgeBaseArn = 'arn:aws-us-gov:bedrock:us-gov-east-1:111122223333:knowledge-base/KBBDAU0002';
      base(draft).knowledgeBaseConfiguration = { type: 'MANAGED' };
      base(draft).storageConfiguration = undefined;
    },
    {
      gaps: [
        'the Regions that Bedrock Data Automation in us-gov-east-1 routes to are not known to Warden (data source DSBDAU0002 of knowledge base KBBDAU0002)',
      ],
      fewer: [
        'bedrock:InvokeModel arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.titan-embed-text-v2:0',
        'bedrock:InvokeModelWithResponseStream arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.titan-embed-text-v2:0',
        'bedrock:ListFoundationModels *',
        'bedrock:ListCustomModels *',
        'aoss:APIAccessAll arn:aws-us-gov:aoss:us-gov-west-1:111122223333:collection/07tjusf2h91cunochc',
        ...['DescribeCollectionItems', 'CreateCollectionItems', 'UpdateCollectionItems'].map(
          (name) => `aoss:${name} arn:aws-us-gov:aoss:us-gov-west-1:111122223333:collection/07tjusf2h91cunochc`,
        ),
        ...['DescribeIndex', 'ReadDocument', 'WriteDocument', 'CreateIndex', 'UpdateIndex'].map(
          (name) => `aoss:${name} arn:aws-us-gov:aoss:us-gov-west-1:111122223333:index/07tjusf2h91cunochc/help`,
        ),
        'bedrock:InvokeDataAutomationAsync arn:aws-us-gov:bedrock:us-gov-west-1:aws:data-automation-project/public-rag-default',
        'bedrock:InvokeDataAutomationAsync arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:data-automation-profile/us-gov.data-automation-v1',
        'bedrock:GetDataAutomationStatus arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:data-automation-invocation/*',
      ],
      more: [
        'bedrock:InvokeDataAutomationAsync arn:aws-us-gov:bedrock:us-gov-east-1:aws:data-automation-project/public-rag-default',
        'bedrock:GetDataAutomationStatus arn:aws-us-gov:bedrock:us-gov-east-1:111122223333:data-automation-invocation/*',
      ],
    },
  ],
  [
    'a query engine that is not known',
    'sql-provisioned-iam',
    (draft) => {
      redshift(draft).queryEngineConfiguration.type = 'ABACUS';
    },
    {
      gaps: ['Warden does not know the query engine `ABACUS` of knowledge base KBSQLP0001'],
      fewer: [EXECUTE, SIGN_IN],
    },
  ],
  [
    'a way to sign in that is not known',
    'sql-provisioned-iam',
    (draft) => {
      redshift(draft).queryEngineConfiguration.provisionedConfiguration.authConfiguration.type = 'BIOMETRIC';
    },
    {
      gaps: ['Warden does not know how the query engine of knowledge base KBSQLP0001 signs in (`BIOMETRIC`)'],
      fewer: [SIGN_IN],
    },
  ],
  [
    'a table whose name is no name',
    'sql-serverless-data-catalog',
    (draft) => {
      redshift(draft).storageConfigurations[0].awsDataCatalogConfiguration.tableNames = ['*.*'];
    },
    {
      gaps: ['`*.*` is not the name of a table of knowledge base KBSQLS0001'],
      fewer: [
        ...[
          'GetDatabases',
          'GetDatabase',
          'GetTables',
          'GetTable',
          'GetPartitions',
          'GetPartition',
          'SearchTables',
        ].map((name) => `glue:${name} arn:aws:glue:us-east-1:111122223333:database/lake`),
        ...['orders', 'customers'].flatMap((table) =>
          ['GetTables', 'GetTable', 'GetPartitions', 'GetPartition', 'SearchTables'].map(
            (name) => `glue:${name} arn:aws:glue:us-east-1:111122223333:table/lake/${table}`,
          ),
        ),
      ],
    },
  ],
];

test.each(rows)('%s', (_, name, change, expected) => {
  expect(difference(name, change)).toEqual({ gaps: [], fewer: [], more: [], ...expected });
});
