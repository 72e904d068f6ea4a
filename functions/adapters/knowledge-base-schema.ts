import * as z from 'zod';

/** The knowledge bases of a snapshot file: the fields that `workload/knowledge-base/configuration.ts` names. */
const object = z.looseObject;
const maybeText = z.string().exactOptional();
const texts = z.array(z.string()).exactOptional();
const key = object({ kmsKeyArn: maybeText }).exactOptional();
const location = object({ uri: maybeText }).exactOptional();
const model = object({ modelArn: maybeText }).exactOptional();
const secret = object({ credentialsSecretArn: maybeText }).exactOptional();

const embedding = {
  embeddingModelArn: maybeText,
  supplementalDataStorageConfiguration: object({
    storageLocations: z.array(object({ type: maybeText, s3Location: location })).exactOptional(),
  }).exactOptional(),
};

const authentication = object({
  type: maybeText,
  databaseUser: maybeText,
  usernamePasswordSecretArn: maybeText,
}).exactOptional();

const redshift = object({
  queryEngineConfiguration: object({
    type: maybeText,
    serverlessConfiguration: object({ workgroupArn: maybeText, authConfiguration: authentication }).exactOptional(),
    provisionedConfiguration: object({
      clusterIdentifier: maybeText,
      authConfiguration: authentication,
    }).exactOptional(),
  }).exactOptional(),
  storageConfigurations: z
    .array(
      object({
        type: maybeText,
        redshiftConfiguration: object({ databaseName: maybeText }).exactOptional(),
        awsDataCatalogConfiguration: object({ tableNames: texts }).exactOptional(),
      }),
    )
    .exactOptional(),
});

const configuration = object({
  type: maybeText,
  vectorKnowledgeBaseConfiguration: object(embedding).exactOptional(),
  managedKnowledgeBaseConfiguration: object({
    ...embedding,
    embeddingModelType: maybeText,
    serverSideEncryptionConfiguration: key,
  }).exactOptional(),
  kendraKnowledgeBaseConfiguration: object({ kendraIndexArn: maybeText }).exactOptional(),
  sqlKnowledgeBaseConfiguration: object({
    type: maybeText,
    redshiftConfiguration: redshift.exactOptional(),
  }).exactOptional(),
});

const storage = object({
  type: maybeText,
  opensearchServerlessConfiguration: object({ collectionArn: maybeText, vectorIndexName: maybeText }).exactOptional(),
  opensearchManagedClusterConfiguration: object({ domainArn: maybeText, vectorIndexName: maybeText }).exactOptional(),
  pineconeConfiguration: secret,
  redisEnterpriseCloudConfiguration: secret,
  mongoDbAtlasConfiguration: object({
    credentialsSecretArn: maybeText,
    endpointServiceName: maybeText,
  }).exactOptional(),
  rdsConfiguration: object({ resourceArn: maybeText, credentialsSecretArn: maybeText }).exactOptional(),
  neptuneAnalyticsConfiguration: object({ graphArn: maybeText }).exactOptional(),
  s3VectorsConfiguration: object({
    vectorBucketArn: maybeText,
    indexArn: maybeText,
    indexName: maybeText,
  }).exactOptional(),
});

const authenticated = object({
  sourceConfiguration: object({ authType: maybeText, credentialsSecretArn: maybeText }).exactOptional(),
}).exactOptional();

const dataSource = object({
  knowledgeBaseId: maybeText,
  dataSourceId: maybeText,
  name: maybeText,
  status: maybeText,
  dataSourceConfiguration: object({
    type: maybeText,
    s3Configuration: object({
      bucketArn: maybeText,
      bucketOwnerAccountId: maybeText,
      inclusionPrefixes: texts,
    }).exactOptional(),
    webConfiguration: z.unknown().optional(),
    confluenceConfiguration: authenticated,
    salesforceConfiguration: authenticated,
    sharePointConfiguration: authenticated,
    managedKnowledgeBaseConnectorConfiguration: object({
      connectorParameters: z.unknown().optional(),
    }).exactOptional(),
  }).exactOptional(),
  serverSideEncryptionConfiguration: key,
  vectorIngestionConfiguration: object({
    parsingConfiguration: object({
      parsingStrategy: maybeText,
      bedrockFoundationModelConfiguration: model,
    }).exactOptional(),
    contextEnrichmentConfiguration: object({
      type: maybeText,
      bedrockFoundationModelConfiguration: model,
    }).exactOptional(),
    customTransformationConfiguration: object({
      intermediateStorage: object({ s3Location: location }).exactOptional(),
      transformations: z
        .array(
          object({
            transformationFunction: object({
              transformationLambdaConfiguration: object({ lambdaArn: maybeText }).exactOptional(),
            }).exactOptional(),
          }),
        )
        .exactOptional(),
    }).exactOptional(),
  }).exactOptional(),
});

export const knowledgeBases = z.array(
  object({
    knowledgeBase: object({
      knowledgeBaseId: z.string(),
      name: maybeText,
      knowledgeBaseArn: maybeText,
      roleArn: maybeText,
      status: maybeText,
      knowledgeBaseConfiguration: configuration.exactOptional(),
      storageConfiguration: storage.exactOptional(),
    }),
    dataSources: z.array(dataSource).exactOptional(),
  }),
);
