import {
  type BedrockAgentClient,
  GetAgentActionGroupCommand,
  GetAgentAliasCommand,
  GetAgentCommand,
  GetAgentVersionCommand,
  paginateListAgentActionGroups,
  paginateListAgentAliases,
  paginateListAgentCollaborators,
  paginateListAgentKnowledgeBases,
} from '@aws-sdk/client-bedrock-agent';
import type {
  ActionGroup,
  AgentAlias,
  AgentCollaborator,
  AgentDetail,
  AgentEntry,
  AgentKnowledgeBase,
  AgentVersionDetail,
  AgentVersionEntry,
} from '../workload/snapshot.ts';
import { asJson, everyItem } from './answer.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';

const DRAFT = 'DRAFT';

/**
 * An agent's draft and every version that an alias routes to: those are what runs, each with the role it was cut with.
 * `undefined`: it was deleted meanwhile, or is on the list of what could not be read.
 */
export async function readAgent(
  agentId: string,
  client: BedrockAgentClient,
  unread: Unread,
): Promise<AgentEntry | undefined> {
  const part = `agents.${agentId}`;
  const answer = await unread.attemptExisting(part, () => client.send(new GetAgentCommand({ agentId })));
  if (answer?.agent === undefined) return undefined;
  const agent = asJson<AgentDetail>(answer.agent);

  const [configuration, aliases] = await Promise.all([
    readConfiguration(agent, DRAFT, part, client, unread),
    unread.attempt(`${part}.aliases`, () => readAliases(agentId, client)),
  ]);
  if (aliases === undefined) return { agent, ...configuration };
  const versions = await readVersions(agentId, routedVersions(aliases), client, unread);
  return { agent, ...configuration, versions, aliases };
}

function routedVersions(aliases: readonly AgentAlias[]): readonly string[] {
  const routed = aliases.flatMap(({ routingConfiguration = [] }) =>
    routingConfiguration.map(({ agentVersion }) => agentVersion),
  );
  return [...new Set(routed)].filter((version) => version !== undefined && version !== DRAFT) as string[];
}

async function readVersions(
  agentId: string,
  versions: readonly string[],
  client: BedrockAgentClient,
  unread: Unread,
): Promise<readonly AgentVersionEntry[]> {
  const read = await mapConcurrently(versions, 3, async (agentVersion) => {
    const part = `agents.${agentId}.versions.${agentVersion}`;
    const answer = await unread.attempt(part, () => client.send(new GetAgentVersionCommand({ agentId, agentVersion })));
    if (answer?.agentVersion === undefined) return undefined;
    const detail = asJson<AgentVersionDetail>(answer.agentVersion);
    return { agentVersion: detail, ...(await readConfiguration(detail, agentVersion, part, client, unread)) };
  });
  return read.filter((version) => version !== undefined);
}

/** What a draft or a version is made of besides itself. */
async function readConfiguration(
  { agentId, agentCollaboration }: AgentDetail | AgentVersionDetail,
  agentVersion: string,
  part: string,
  client: BedrockAgentClient,
  unread: Unread,
): Promise<Pick<AgentEntry, 'actionGroups' | 'knowledgeBases' | 'collaborators'>> {
  const owner = { agentId, agentVersion };
  const [actionGroups, knowledgeBases, collaborators] = await Promise.all([
    unread.attempt(`${part}.actionGroups`, () => readActionGroups(owner, client)),
    unread.attempt(`${part}.knowledgeBases`, () => readKnowledgeBasesOf(owner, client)),
    agentCollaboration === 'DISABLED'
      ? []
      : unread.attempt(`${part}.collaborators`, () => readCollaborators(owner, client)),
  ]);
  return {
    ...(actionGroups !== undefined && { actionGroups }),
    ...(knowledgeBases !== undefined && { knowledgeBases }),
    ...(collaborators !== undefined && { collaborators }),
  };
}

interface Owner {
  readonly agentId: string;
  readonly agentVersion: string;
}

async function readActionGroups(owner: Owner, client: BedrockAgentClient): Promise<readonly ActionGroup[]> {
  const pages = paginateListAgentActionGroups({ client }, owner);
  const summaries = await everyItem(pages, (page) => page.actionGroupSummaries);
  return mapConcurrently(summaries, 3, async ({ actionGroupId }) => {
    const answer = await client.send(new GetAgentActionGroupCommand({ ...owner, actionGroupId }));
    return asJson<ActionGroup>(answer.agentActionGroup);
  });
}

async function readKnowledgeBasesOf(owner: Owner, client: BedrockAgentClient): Promise<readonly AgentKnowledgeBase[]> {
  const pages = paginateListAgentKnowledgeBases({ client }, owner);
  return asJson(await everyItem(pages, (page) => page.agentKnowledgeBaseSummaries));
}

async function readCollaborators(owner: Owner, client: BedrockAgentClient): Promise<readonly AgentCollaborator[]> {
  const pages = paginateListAgentCollaborators({ client }, owner);
  return asJson(await everyItem(pages, (page) => page.agentCollaboratorSummaries));
}

/** The list lacks an alias's ARN, by which a supervisor names its collaborators. */
async function readAliases(agentId: string, client: BedrockAgentClient): Promise<readonly AgentAlias[]> {
  const pages = paginateListAgentAliases({ client }, { agentId });
  const summaries = await everyItem(pages, (page) => page.agentAliasSummaries);
  return mapConcurrently(summaries, 3, async ({ agentAliasId }) => {
    const answer = await client.send(new GetAgentAliasCommand({ agentId, agentAliasId }));
    return asJson<AgentAlias>(answer.agentAlias);
  });
}
