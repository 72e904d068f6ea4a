import type { AgentConfiguration } from './agent-configurations.ts';
import { textAt } from './fields.ts';
import { allNeeds, bedrockArn, type Capability, GUIDE, type Needs, requestsFor } from './needs.ts';
import type { RequiredRequest } from './required-request.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead, quoted, unreadAround } from './unread.ts';

/** Querying the knowledge bases that are enabled for the agent. */
export const knowledgeBaseNeeds: Capability = (snapshot, configuration) => {
  const { knowledgeBases } = configuration;
  if ('missing' in knowledgeBases) return { requests: [], gaps: knowledgeBases.missing };
  const enabled = knowledgeBases.known.filter(({ knowledgeBaseState }) => knowledgeBaseState !== 'DISABLED');
  return allNeeds(enabled.map(({ knowledgeBaseId }) => needsOf(snapshot, configuration, knowledgeBaseId)));
};

function needsOf(snapshot: Snapshot, configuration: AgentConfiguration, id: string): Needs {
  const { workload } = configuration;
  if (typeof id !== 'string' || !/^[0-9A-Za-z]+$/.test(id))
    return { requests: [], gaps: [`${quoted(String(id))} is no id of a knowledge base (agent ${workload.id})`] };
  const request = requestsFor(configuration, {
    capability: `knowledge base ${id}`,
    kind: 'knowledgeBase',
    source: `${GUIDE}/agents-permissions.html`,
  });
  const found = snapshot.knowledgeBases?.find(({ knowledgeBase }) => knowledgeBase.knowledgeBaseId === id);
  const third = thirdParty(found?.knowledgeBase);
  return {
    requests: [
      ...request(['bedrock:Retrieve'], bedrockArn(snapshot, workload.region, `knowledge-base/${id}`)),
      // The action has no resource types.
      ...(third === undefined ? [] : request(['bedrock:AssociateThirdPartyKnowledgeBase'], '*', third)),
    ],
    gaps: [
      ...stateGaps(snapshot, configuration, id, textAt(found, 'knowledgeBase', 'status')),
      ...storeGaps(id, textAt(found, 'knowledgeBase', 'storageConfiguration', 'type')),
    ],
  };
}

function stateGaps(
  snapshot: Snapshot,
  { workload }: AgentConfiguration,
  id: string,
  status: string | undefined,
): readonly string[] {
  const part = `knowledgeBases.${id}`;
  if (status === 'DELETING' || status === 'DELETE_UNSUCCESSFUL')
    return [`the knowledge base ${id} of agent ${workload.id} is being deleted (its status is ${status})`];
  const isRead = snapshot.knowledgeBases !== undefined && unreadAround(snapshot, part).length === 0;
  return isRead ? [] : [notRead(snapshot, part, `the vector store of the knowledge base ${id}`)];
}

/** Stores inside AWS, which take nothing of the agent's role. */
const FIRST_PARTY: ReadonlySet<string> = new Set([
  'OPENSEARCH_SERVERLESS',
  'OPENSEARCH_MANAGED_CLUSTER',
  'RDS',
  'NEPTUNE_ANALYTICS',
  'S3_VECTORS',
]);
const WITH_CREDENTIALS: Readonly<Record<string, string>> = {
  PINECONE: 'pineconeConfiguration',
  REDIS_ENTERPRISE_CLOUD: 'redisEnterpriseCloudConfiguration',
  MONGO_DB_ATLAS: 'mongoDbAtlasConfiguration',
};

const storeGaps = (id: string, type: string | undefined): readonly string[] =>
  type === undefined || FIRST_PARTY.has(type) || Object.hasOwn(WITH_CREDENTIALS, type)
    ? []
    : [`the vector store ${quoted(type)} of the knowledge base ${id} is not known to this version of Warden`];

type Third = Pick<RequiredRequest, 'necessity' | 'note'> & Partial<Pick<RequiredRequest, 'context'>>;

/** Whether a store is of a third party, and what that takes of the agent's role; a knowledge base that is not known may have one. */
function thirdParty(knowledgeBase: unknown): Third | undefined {
  if (knowledgeBase === undefined) return { necessity: 'optional', note: STORE_UNKNOWN };
  const type = textAt(knowledgeBase, 'storageConfiguration', 'type');
  // Types such as KENDRA and SQL have no store.
  if (type === undefined || FIRST_PARTY.has(type)) return undefined;
  const configuration = Object.hasOwn(WITH_CREDENTIALS, type) ? WITH_CREDENTIALS[type] : undefined;
  if (configuration === undefined) return { necessity: 'optional', note: STORE_UNKNOWN };
  const secret = textAt(knowledgeBase, 'storageConfiguration', configuration, 'credentialsSecretArn');
  return {
    ...(type === 'MONGO_DB_ATLAS'
      ? { necessity: 'optional', note: MONGO_DB }
      : { necessity: 'required', note: SAMPLE }),
    ...(secret === undefined ? {} : { context: { 'bedrock:ThirdPartyKnowledgeBaseCredentialsSecretArn': secret } }),
  };
}

const SAMPLE =
  "AWS's sample names the knowledge base as the resource and a KMS key as the value of the condition key; the service authorization reference knows no resource of this action, and the key holds the ARN of a secret.";
const MONGO_DB =
  "AWS's page on the agent's role names Pinecone and Redis Enterprise Cloud only; a MongoDB Atlas store has credentials in a secret as well.";
const STORE_UNKNOWN =
  'Only a knowledge base with a third-party vector store takes it; the store of this one is not known.';
