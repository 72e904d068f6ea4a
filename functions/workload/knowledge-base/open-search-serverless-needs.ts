import { arnFields } from '../../iam/arn.ts';
import { allNeeds, GUIDE, type Needs, requestsFor } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import type { StorageConfiguration } from './configuration.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const DATA_ACCESS = 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html';
const INDEX_EXISTS =
  'The data access policies that the console and the CDK write grant it as well; the index of a knowledge base exists already.';

/**
 * A collection takes both: the role's policies, and a data access policy that names the role. That policy writes
 * `index/COLLECTION_NAME/INDEX`; an index has no ARN, so here it stands as `…:index/COLLECTION_ID/INDEX`.
 */
export function openSearchServerlessNeeds(
  _snapshot: Snapshot,
  workload: Workload,
  { opensearchServerlessConfiguration }: StorageConfiguration,
  store: string,
): Needs {
  const { collectionArn, vectorIndexName } = opensearchServerlessConfiguration ?? {};
  return needsWith(statedValue(collectionArn, SHAPES.collection, `the collection of ${store}`), (collection) => {
    const purpose = { capability: `vector store ${collection}`, kind: 'vectorStore' } as const;
    const ofRole = requestsFor({ workload }, { ...purpose, source: `${GUIDE}/kb-permissions.html` });
    const ofData = requestsFor({ workload }, { ...purpose, source: DATA_ACCESS });
    const held = { heldBy: 'dataAccessPolicy', principal: workload.roleArn } as const;
    const optional = { ...held, necessity: 'optional', note: INDEX_EXISTS } as const;
    return allNeeds([
      {
        requests: [
          ...ofRole(['aoss:APIAccessAll'], collection),
          ...ofData(['aoss:DescribeCollectionItems'], collection, held),
          ...ofData(['aoss:CreateCollectionItems', 'aoss:UpdateCollectionItems'], collection, optional),
        ],
        gaps: [],
      },
      needsWith(statedValue(vectorIndexName, SHAPES.index, `the vector index of ${store}`), (name) => {
        const index = indexArn(collection, name);
        return {
          requests: [
            ...ofData(['aoss:DescribeIndex', 'aoss:ReadDocument', 'aoss:WriteDocument'], index, held),
            ...ofData(['aoss:CreateIndex', 'aoss:UpdateIndex'], index, optional),
          ],
          gaps: [],
        };
      }),
    ]);
  });
}

function indexArn(collection: string, name: string): string {
  const [, partition = '', , region = '', accountId = '', resource = ''] = arnFields(collection);
  return `arn:${partition}:aoss:${region}:${accountId}:index/${resource.replace(/^collection\//, '')}/${name}`;
}
