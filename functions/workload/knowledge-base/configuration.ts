/** What `get-knowledge-base` tells of a knowledge base, as far as the needs of its role follow from it. */
export interface KnowledgeBaseConfiguration {
  readonly type?: string;
  readonly vectorKnowledgeBaseConfiguration?: EmbeddingConfiguration;
  readonly managedKnowledgeBaseConfiguration?: ManagedConfiguration;
  readonly kendraKnowledgeBaseConfiguration?: { readonly kendraIndexArn?: string };
  readonly sqlKnowledgeBaseConfiguration?: {
    readonly type?: string;
    readonly redshiftConfiguration?: RedshiftConfiguration;
  };
}

export interface EmbeddingConfiguration {
  readonly embeddingModelArn?: string;
  readonly supplementalDataStorageConfiguration?: {
    readonly storageLocations?: readonly { readonly type?: string; readonly s3Location?: S3Location }[];
  };
}

interface ManagedConfiguration extends EmbeddingConfiguration {
  /** `CUSTOM` or `MANAGED`. */
  readonly embeddingModelType?: string;
  readonly serverSideEncryptionConfiguration?: { readonly kmsKeyArn?: string };
}

interface S3Location {
  readonly uri?: string;
}

export interface RedshiftConfiguration {
  readonly queryEngineConfiguration?: {
    readonly type?: string;
    readonly serverlessConfiguration?: {
      readonly workgroupArn?: string;
      readonly authConfiguration?: RedshiftAuthentication;
    };
    readonly provisionedConfiguration?: {
      readonly clusterIdentifier?: string;
      readonly authConfiguration?: RedshiftAuthentication;
    };
  };
  readonly storageConfigurations?: readonly {
    readonly type?: string;
    readonly redshiftConfiguration?: { readonly databaseName?: string };
    readonly awsDataCatalogConfiguration?: { readonly tableNames?: readonly string[] };
  }[];
}

export interface RedshiftAuthentication {
  readonly type?: string;
  readonly databaseUser?: string;
  readonly usernamePasswordSecretArn?: string;
}

export interface StorageConfiguration {
  readonly type?: string;
  readonly opensearchServerlessConfiguration?: { readonly collectionArn?: string; readonly vectorIndexName?: string };
  readonly opensearchManagedClusterConfiguration?: { readonly domainArn?: string; readonly vectorIndexName?: string };
  readonly pineconeConfiguration?: { readonly credentialsSecretArn?: string };
  readonly redisEnterpriseCloudConfiguration?: { readonly credentialsSecretArn?: string };
  readonly mongoDbAtlasConfiguration?: {
    readonly credentialsSecretArn?: string;
    readonly endpointServiceName?: string;
  };
  readonly rdsConfiguration?: { readonly resourceArn?: string; readonly credentialsSecretArn?: string };
  readonly neptuneAnalyticsConfiguration?: { readonly graphArn?: string };
  readonly s3VectorsConfiguration?: {
    readonly vectorBucketArn?: string;
    readonly indexArn?: string;
    readonly indexName?: string;
  };
}

/** `get-data-source`, `.dataSource`; an item of `list-data-sources` has no configuration. */
export interface DataSource {
  readonly knowledgeBaseId?: string;
  readonly dataSourceId?: string;
  readonly name?: string;
  readonly status?: string;
  readonly dataSourceConfiguration?: DataSourceConfiguration;
  readonly serverSideEncryptionConfiguration?: { readonly kmsKeyArn?: string };
  readonly vectorIngestionConfiguration?: VectorIngestionConfiguration;
}

export interface DataSourceConfiguration {
  readonly type?: string;
  readonly s3Configuration?: {
    readonly bucketArn?: string;
    readonly bucketOwnerAccountId?: string;
    readonly inclusionPrefixes?: readonly string[];
  };
  readonly webConfiguration?: unknown;
  readonly confluenceConfiguration?: AuthenticatedSource;
  readonly salesforceConfiguration?: AuthenticatedSource;
  readonly sharePointConfiguration?: AuthenticatedSource;
  readonly managedKnowledgeBaseConnectorConfiguration?: {
    /** A document; each connector has its own fields. */
    readonly connectorParameters?: unknown;
  };
}

export interface AuthenticatedSource {
  readonly sourceConfiguration?: { readonly authType?: string; readonly credentialsSecretArn?: string };
}

export interface VectorIngestionConfiguration {
  readonly parsingConfiguration?: {
    readonly parsingStrategy?: string;
    readonly bedrockFoundationModelConfiguration?: { readonly modelArn?: string };
  };
  readonly contextEnrichmentConfiguration?: {
    readonly type?: string;
    readonly bedrockFoundationModelConfiguration?: { readonly modelArn?: string };
  };
  readonly customTransformationConfiguration?: {
    readonly intermediateStorage?: { readonly s3Location?: S3Location };
    readonly transformations?: readonly {
      readonly transformationFunction?: {
        readonly transformationLambdaConfiguration?: { readonly lambdaArn?: string };
      };
    }[];
  };
}
