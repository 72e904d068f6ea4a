import {
  BedrockAgentCoreControlClient,
  GetAgentRuntimeCommand,
  GetBrowserCommand,
  GetCodeInterpreterCommand,
  GetEvaluatorCommand,
  GetGatewayCommand,
  GetHarnessCommand,
  GetMemoryCommand,
  GetOnlineEvaluationConfigCommand,
  paginateListAgentRuntimes,
  paginateListBrowsers,
  paginateListCodeInterpreters,
  paginateListEvaluators,
  paginateListGateways,
  paginateListHarnesses,
  paginateListMemories,
  paginateListOnlineEvaluationConfigs,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { AgentCorePart } from '../workload/snapshot.ts';
import { asJson, everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { errorCode } from './error-code.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { paced } from './pace.ts';
import { readGatewayTargets } from './read-gateway-targets.ts';
import { readRuntimeEndpoints } from './read-runtime-endpoints.ts';
import type { Remember } from './remember.ts';
import type { Unread } from './unread.ts';
import { everyId, type WantedIds } from './wanted-workloads.ts';

type Client = BedrockAgentCoreControlClient;
type Resource = Readonly<Record<string, unknown>>;

/** Resources of a kind under way at the same time: AWS takes five calls of a kind a second. */
const AT_ONCE = 3;

interface Kind {
  readonly part: keyof AgentCorePart;
  readonly listIds: (client: Client) => Promise<readonly (string | undefined)[]>;
  readonly get: (client: Client, id: string) => Promise<object>;
  /** What the answer lacks of the resource. */
  readonly complete?: (client: Client, id: string, unread: Unread, answer: Resource) => Promise<Resource>;
}

/** What AWS itself owns (a browser, a code interpreter, an evaluator that is built in) acts with no role of the account. */
const kinds: readonly Kind[] = [
  {
    part: 'runtimes',
    listIds: (client) =>
      idsOf(
        paginateListAgentRuntimes({ client }, {}),
        (page) => page.agentRuntimes,
        ({ agentRuntimeId }) => agentRuntimeId,
      ),
    get: (client, agentRuntimeId) => client.send(new GetAgentRuntimeCommand({ agentRuntimeId })),
    complete: readRuntimeEndpoints,
  },
  {
    part: 'gateways',
    listIds: (client) =>
      idsOf(
        paginateListGateways({ client }, {}),
        (page) => page.items,
        ({ gatewayId }) => gatewayId,
      ),
    get: (client, gatewayIdentifier) => client.send(new GetGatewayCommand({ gatewayIdentifier })),
    complete: readGatewayTargets,
  },
  {
    part: 'memories',
    listIds: (client) =>
      idsOf(
        paginateListMemories({ client }, {}),
        (page) => page.memories,
        ({ id }) => id,
      ),
    get: (client, memoryId) => client.send(new GetMemoryCommand({ memoryId })),
  },
  {
    part: 'browsers',
    listIds: (client) =>
      idsOf(
        paginateListBrowsers({ client }, { type: 'CUSTOM' }),
        (page) => page.browserSummaries,
        ({ browserId }) => browserId,
      ),
    get: (client, browserId) => client.send(new GetBrowserCommand({ browserId })),
  },
  {
    part: 'codeInterpreters',
    listIds: (client) =>
      idsOf(
        paginateListCodeInterpreters({ client }, { type: 'CUSTOM' }),
        (page) => page.codeInterpreterSummaries,
        ({ codeInterpreterId }) => codeInterpreterId,
      ),
    get: (client, codeInterpreterId) => client.send(new GetCodeInterpreterCommand({ codeInterpreterId })),
  },
  {
    part: 'harnesses',
    listIds: (client) =>
      idsOf(
        paginateListHarnesses({ client }, {}),
        (page) => page.harnesses,
        ({ harnessId }) => harnessId,
      ),
    get: (client, harnessId) => client.send(new GetHarnessCommand({ harnessId })),
  },
  {
    part: 'evaluators',
    listIds: (client) =>
      idsOf(
        paginateListEvaluators({ client }, {}),
        (page) => page.evaluators?.filter(({ evaluatorType }) => evaluatorType !== 'Builtin'),
        ({ evaluatorId }) => evaluatorId,
      ),
    get: (client, evaluatorId) => client.send(new GetEvaluatorCommand({ evaluatorId })),
  },
  {
    part: 'onlineEvaluationConfigs',
    listIds: (client) =>
      idsOf(
        paginateListOnlineEvaluationConfigs({ client }, {}),
        (page) => page.onlineEvaluationConfigs,
        ({ onlineEvaluationConfigId }) => onlineEvaluationConfigId,
      ),
    get: (client, onlineEvaluationConfigId) =>
      client.send(new GetOnlineEvaluationConfigCommand({ onlineEvaluationConfigId })),
  },
];

/** Every resource of Amazon Bedrock AgentCore that the account owns; a kind whose list was refused is absent. */
export async function readAgentCore(
  aws: Aws,
  unread: Unread,
  remember: Remember,
  wanted: WantedIds = everyId,
): Promise<AgentCorePart> {
  const client = paced(new BedrockAgentCoreControlClient(clientConfiguration(aws)), aws.pace);
  const read = await Promise.all(
    kinds.map(async (kind) => {
      const resources = await readKind(kind, client, unread, remember, wanted);
      return resources === undefined ? {} : { [kind.part]: resources };
    }),
  );
  return Object.assign({}, ...read);
}

async function readKind(
  { part, listIds, get, complete }: Kind,
  client: Client,
  unread: Unread,
  remember: Remember,
  wanted: WantedIds,
): Promise<readonly Resource[] | undefined> {
  const known = await wanted(`agentCore.${part}`, async () => {
    const ids = await unread.attempt(`agentCore.${part}`, () => noneWithoutService(() => listIds(client)));
    return ids?.filter((id) => id !== undefined);
  });
  const read = await (known &&
    mapConcurrently(known, AT_ONCE, (id) =>
      remember(`agentCore.${part}.${id}`, unread, async (own) => {
        const answer = await own.attemptExisting(`agentCore.${part}.${id}`, () => get(client, id));
        if (answer === undefined || answer === null) return undefined;
        const resource = asJson<Resource>(answer);
        return { ...resource, ...(await complete?.(client, id, own, resource)) };
      }),
    ));
  return read?.filter((resource) => resource !== undefined);
}

/**
 * AgentCore is not in every Region, and where it is not, its name is not in the DNS.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-regions.html
 */
async function noneWithoutService<Item>(list: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
  try {
    return await list();
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOTFOUND') return [];
    throw thrown;
  }
}

async function idsOf<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
  idOf: (item: Item) => string | undefined,
): Promise<readonly (string | undefined)[]> {
  return (await everyItem(pages, itemsOf)).map(idOf);
}
