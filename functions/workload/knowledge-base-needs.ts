import { bedrockArn, type Capability, GUIDE, NO_NEEDS, requestsFor } from './needs.ts';
import type { Snapshot } from './snapshot.ts';

const THIRD_PARTY_STORES: ReadonlySet<string> = new Set(['PINECONE', 'REDIS_ENTERPRISE_CLOUD']);

/** Querying the knowledge bases that are enabled for the agent. */
export const knowledgeBaseNeeds: Capability = (snapshot, configuration) => {
  const { knowledgeBases, workload } = configuration;
  if ('missing' in knowledgeBases) return { requests: [], gaps: knowledgeBases.missing };
  const enabled = knowledgeBases.known.filter(({ knowledgeBaseState }) => knowledgeBaseState !== 'DISABLED');
  if (enabled.length === 0) return NO_NEEDS;
  return {
    gaps: [],
    requests: enabled.flatMap(({ knowledgeBaseId }) => {
      const request = requestsFor(configuration, {
        capability: `knowledge base ${knowledgeBaseId}`,
        kind: 'knowledgeBase',
        source: `${GUIDE}/agents-permissions.html`,
      });
      const store = storeOf(snapshot, knowledgeBaseId);
      return [
        ...request(['bedrock:Retrieve'], bedrockArn(snapshot, workload.region, `knowledge-base/${knowledgeBaseId}`)),
        // The action has no resource types. An unread knowledge base may have such a store.
        ...(store === undefined || THIRD_PARTY_STORES.has(store)
          ? request(['bedrock:AssociateThirdPartyKnowledgeBase'], '*', { necessity: 'optional' })
          : []),
      ];
    }),
  };
};

const storeOf = ({ knowledgeBases }: Snapshot, id: string): string | undefined =>
  knowledgeBases?.find(({ knowledgeBase }) => knowledgeBase.knowledgeBaseId === id)?.knowledgeBase.storageConfiguration
    ?.type;
