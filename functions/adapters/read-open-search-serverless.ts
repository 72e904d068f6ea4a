import {
  BatchGetCollectionCommand,
  GetAccessPolicyCommand,
  GetSecurityPolicyCommand,
  OpenSearchServerlessClient,
  paginateListAccessPolicies,
  paginateListSecurityPolicies,
} from '@aws-sdk/client-opensearchserverless';
import { asJson, everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';

type Detail = Readonly<Record<string, unknown>>;

/** `batch-get-collection`, `get-access-policy` and `get-security-policy` answers. */
export interface OpenSearchServerlessPart {
  readonly collections?: readonly Detail[];
  readonly dataAccessPolicies?: readonly Detail[];
  readonly networkPolicies?: readonly Detail[];
}

/** https://docs.aws.amazon.com/opensearch-service/latest/ServerlessAPIReference/API_BatchGetCollection.html */
const MOST_IDS = 100;
const AT_ONCE = 5;

/** The named collections, and every data access and network policy: only its text says which collections a policy is about. */
export async function readOpenSearchServerless(
  ids: readonly string[],
  aws: Aws,
  unread: Unread,
): Promise<OpenSearchServerlessPart> {
  const client = new OpenSearchServerlessClient(clientConfiguration(aws));
  const [collections, dataAccessPolicies, networkPolicies] = await Promise.all([
    readCollections(ids, client, unread),
    readEach('dataAccessPolicies', unread, {
      list: () =>
        everyItem(paginateListAccessPolicies({ client }, { type: 'data' }), (page) => page.accessPolicySummaries),
      get: async (name) => (await client.send(new GetAccessPolicyCommand({ type: 'data', name }))).accessPolicyDetail,
    }),
    readEach('networkPolicies', unread, {
      list: () =>
        everyItem(
          paginateListSecurityPolicies({ client }, { type: 'network' }),
          (page) => page.securityPolicySummaries,
        ),
      get: async (name) =>
        (await client.send(new GetSecurityPolicyCommand({ type: 'network', name }))).securityPolicyDetail,
    }),
  ]);
  return {
    ...(collections !== undefined && { collections }),
    ...(dataAccessPolicies !== undefined && { dataAccessPolicies }),
    ...(networkPolicies !== undefined && { networkPolicies }),
  };
}

/** An id that AWS does not know is simply not among the collections. */
async function readCollections(
  ids: readonly string[],
  client: OpenSearchServerlessClient,
  unread: Unread,
): Promise<readonly Detail[] | undefined> {
  const batches = Array.from({ length: Math.ceil(ids.length / MOST_IDS) }, (_, index) =>
    ids.slice(index * MOST_IDS, (index + 1) * MOST_IDS),
  );
  return unread.attempt('openSearchServerless.collections', async () => {
    const read = await mapConcurrently(batches, 1, async (batch) =>
      asJson<readonly Detail[]>(
        (await client.send(new BatchGetCollectionCommand({ ids: batch }))).collectionDetails ?? [],
      ),
    );
    return read.flat();
  });
}

async function readEach(
  part: 'dataAccessPolicies' | 'networkPolicies',
  unread: Unread,
  ask: {
    readonly list: () => Promise<readonly { readonly name?: string | undefined }[]>;
    readonly get: (name: string) => Promise<object | undefined>;
  },
): Promise<readonly Detail[] | undefined> {
  const path = `openSearchServerless.${part}`;
  const summaries = await unread.attempt(path, ask.list);
  if (summaries === undefined) return undefined;
  const names = summaries.flatMap(({ name }) => name ?? []);
  const read = await mapConcurrently(names, AT_ONCE, (name) =>
    unread.attemptExisting(`${path}.${name}`, () => ask.get(name)),
  );
  return asJson(read.filter((detail) => detail !== undefined && detail !== null));
}
