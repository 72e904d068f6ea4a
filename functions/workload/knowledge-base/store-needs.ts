import { arnFields } from '../../iam/arn.ts';
import { allNeeds, GUIDE, type Needs, requestsFor } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import { notRead } from '../unread.ts';
import type { Workload } from '../workload.ts';
import type { StorageConfiguration } from './configuration.ts';
import { openSearchClusterNeeds } from './open-search-cluster-needs.ts';
import { openSearchServerlessNeeds } from './open-search-serverless-needs.ts';
import { secretNeeds } from './secret-needs.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

type StoreNeeds = (snapshot: Snapshot, workload: Workload, storage: StorageConfiguration, store: string) => Needs;

/** Reading and writing the vector store. */
export function storeNeeds(snapshot: Snapshot, workload: Workload, storage: StorageConfiguration | undefined): Needs {
  const of = `of knowledge base ${workload.id}`;
  if (storage?.type === undefined)
    return { requests: [], gaps: [notRead(snapshot, `knowledgeBases.${workload.id}`, `the vector store ${of}`)] };
  const needsOf = STORES.get(storage.type);
  return needsOf === undefined
    ? { requests: [], gaps: [`Warden does not know the vector store \`${storage.type.slice(0, 80)}\` ${of}`] }
    : needsOf(snapshot, workload, storage, `the vector store ${storage.type} ${of}`);
}

const SOURCE = `${GUIDE}/kb-permissions.html`;
const requests = (workload: Workload, resource: string, actions: readonly string[]): Needs => ({
  requests: requestsFor({ workload }, { capability: `vector store ${resource}`, kind: 'vectorStore', source: SOURCE })(
    actions,
    resource,
  ),
  gaps: [],
});

/** The cluster must be in the account of the knowledge base. */
const rds: StoreNeeds = (snapshot, workload, { rdsConfiguration }, store) =>
  allNeeds([
    needsWith(statedValue(rdsConfiguration?.resourceArn, SHAPES.cluster, `the cluster of ${store}`), (cluster) =>
      requests(workload, cluster, [
        'rds:DescribeDBClusters',
        'rds-data:BatchExecuteStatement',
        'rds-data:ExecuteStatement',
      ]),
    ),
    secretNeeds(snapshot, workload, rdsConfiguration?.credentialsSecretArn, store),
  ]);

const neptuneAnalytics: StoreNeeds = (_snapshot, workload, { neptuneAnalyticsConfiguration }, store) =>
  needsWith(statedValue(neptuneAnalyticsConfiguration?.graphArn, SHAPES.graph, `the graph of ${store}`), (graph) =>
    requests(workload, graph, [
      'neptune-graph:GetGraph',
      'neptune-graph:ReadDataViaQuery',
      'neptune-graph:WriteDataViaQuery',
      'neptune-graph:DeleteDataViaQuery',
    ]),
  );

const VECTOR_BUCKET_POLICY =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-resource-based-policies.html';
const ON_VECTORS = ['PutVectors', 'GetVectors', 'DeleteVectors', 'QueryVectors', 'GetIndex'].map(
  (name) => `s3vectors:${name}`,
);

/** The index is named by its ARN, or by its name in a vector bucket; another account's bucket must let the role in. */
const s3Vectors: StoreNeeds = (snapshot, workload, { s3VectorsConfiguration }, store) => {
  const { vectorBucketArn, indexArn, indexName } = s3VectorsConfiguration ?? {};
  const stated =
    indexArn === undefined && vectorBucketArn !== undefined && indexName !== undefined
      ? `${vectorBucketArn}/index/${indexName}`
      : indexArn;
  return needsWith(statedValue(stated, SHAPES.vectorIndex, `the vector index of ${store}`), (index) =>
    allNeeds([
      requests(workload, index, ON_VECTORS),
      {
        requests:
          arnFields(index)[4] === snapshot.accountId
            ? []
            : requestsFor(
                { workload },
                { capability: `vector store ${index}`, kind: 'vectorStore', source: VECTOR_BUCKET_POLICY },
              )(ON_VECTORS, index, { heldBy: 'resourcePolicy', principal: workload.roleArn }),
        gaps: [],
      },
    ]),
  );
};

const pinecone: StoreNeeds = (snapshot, workload, { pineconeConfiguration }, store) =>
  secretNeeds(snapshot, workload, pineconeConfiguration?.credentialsSecretArn, store);

const redis: StoreNeeds = (snapshot, workload, { redisEnterpriseCloudConfiguration }, store) =>
  secretNeeds(snapshot, workload, redisEnterpriseCloudConfiguration?.credentialsSecretArn, store);

/** A private endpoint (`endpointServiceName`) is reached through a VPC endpoint service, without any permission of the role. */
const mongoDb: StoreNeeds = (snapshot, workload, { mongoDbAtlasConfiguration }, store) =>
  secretNeeds(snapshot, workload, mongoDbAtlasConfiguration?.credentialsSecretArn, store);

const STORES: ReadonlyMap<string, StoreNeeds> = new Map([
  ['OPENSEARCH_SERVERLESS', openSearchServerlessNeeds],
  ['OPENSEARCH_MANAGED_CLUSTER', openSearchClusterNeeds],
  ['RDS', rds],
  ['NEPTUNE_ANALYTICS', neptuneAnalytics],
  ['S3_VECTORS', s3Vectors],
  ['PINECONE', pinecone],
  ['REDIS_ENTERPRISE_CLOUD', redis],
  ['MONGO_DB_ATLAS', mongoDb],
]);
