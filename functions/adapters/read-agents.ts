import {
  BedrockAgentClient,
  GetDataSourceCommand,
  GetKnowledgeBaseCommand,
  paginateListAgents,
  paginateListDataSources,
  paginateListFlows,
  paginateListKnowledgeBases,
} from '@aws-sdk/client-bedrock-agent';
import type { KnowledgeBaseEntry, Snapshot } from '../workload/snapshot.ts';
import { asJson, everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { paced } from './pace.ts';
import { readAgent } from './read-agent.ts';
import { readFlow } from './read-flow.ts';
import { readPrompts } from './read-prompts.ts';
import type { Remember } from './remember.ts';
import type { Unread } from './unread.ts';
import { everyId, type WantedIds } from './wanted-workloads.ts';

/** Agents under way at the same time: each is a handful of calls, and AWS takes 10 to 20 of a kind a second. */
const AT_ONCE = 4;

/** Everything of Amazon Bedrock Agents that acts with a role: agents, knowledge bases and flows with their prompts. */
export async function readAgents(
  aws: Aws,
  unread: Unread,
  remember: Remember,
  wanted: WantedIds = everyId,
): Promise<Pick<Snapshot, 'agents' | 'knowledgeBases' | 'flows' | 'prompts'>> {
  const client = paced(new BedrockAgentClient(clientConfiguration(aws)), aws.pace);
  const agentIds = wanted('agents', () =>
    unread.attempt('agents', () =>
      listed(paginateListAgents({ client }, {}), (page) => page.agentSummaries, 'agentId'),
    ),
  );
  const knowledgeBaseIds = wanted('knowledgeBases', () =>
    unread.attempt('knowledgeBases', () =>
      listed(paginateListKnowledgeBases({ client }, {}), (page) => page.knowledgeBaseSummaries, 'knowledgeBaseId'),
    ),
  );
  const flowIds = wanted('flows', () =>
    unread.attempt('flows', () => listed(paginateListFlows({ client }, {}), (page) => page.flowSummaries, 'id')),
  );
  // No list waits for another: one that hangs costs itself only.
  const [agents, knowledgeBases, flows] = await Promise.all([
    each(agentIds, (id) => remember(`agents.${id}`, unread, (own) => readAgent(id, client, own))),
    each(knowledgeBaseIds, (id) =>
      remember(`knowledgeBases.${id}`, unread, (own) => readKnowledgeBase(id, client, own)),
    ),
    each(flowIds, (id) => remember(`flows.${id}`, unread, (own) => readFlow(id, client, own))),
  ]);
  const prompts = await readPrompts(flows ?? [], client, unread);
  return {
    ...(agents !== undefined && { agents }),
    ...(knowledgeBases !== undefined && { knowledgeBases }),
    ...(flows !== undefined && { flows }),
    ...(prompts.length > 0 && { prompts }),
  };
}

async function listed<Page, Key extends string>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Readonly<Record<Key, string | undefined>>[] | undefined,
  key: Key,
): Promise<readonly string[]> {
  const items = await everyItem(pages, itemsOf);
  return items.map((item) => item[key]).filter((id) => id !== undefined);
}

async function each<Entry>(
  listing: Promise<readonly string[] | undefined>,
  read: (id: string) => Promise<Entry | undefined>,
): Promise<readonly Entry[] | undefined> {
  const ids = await listing;
  if (ids === undefined) return undefined;
  return (await mapConcurrently(ids, AT_ONCE, read)).filter((entry) => entry !== undefined);
}

async function readKnowledgeBase(
  knowledgeBaseId: string,
  client: BedrockAgentClient,
  unread: Unread,
): Promise<KnowledgeBaseEntry | undefined> {
  const part = `knowledgeBases.${knowledgeBaseId}`;
  const answer = await unread.attemptExisting(part, () =>
    client.send(new GetKnowledgeBaseCommand({ knowledgeBaseId })),
  );
  if (answer?.knowledgeBase === undefined) return undefined;
  const dataSources = await unread.attempt(`${part}.dataSources`, () => readDataSources(knowledgeBaseId, client));
  return {
    knowledgeBase: asJson<KnowledgeBaseEntry['knowledgeBase']>(answer.knowledgeBase),
    ...(dataSources !== undefined && { dataSources }),
  };
}

async function readDataSources(
  knowledgeBaseId: string,
  client: BedrockAgentClient,
): Promise<NonNullable<KnowledgeBaseEntry['dataSources']>> {
  const pages = paginateListDataSources({ client }, { knowledgeBaseId });
  const summaries = await everyItem(pages, (page) => page.dataSourceSummaries);
  return mapConcurrently(summaries, 3, async ({ dataSourceId }) => {
    const answer = await client.send(new GetDataSourceCommand({ knowledgeBaseId, dataSourceId }));
    return asJson(answer.dataSource);
  });
}
