import type { AgentEntry, AgentVersionEntry, FlowDetail, KnowledgeBaseEntry } from '../workload/snapshot.ts';
import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { objectOf, pickFields } from './json-object.ts';
import { takePage } from './paging.ts';
import { knownPart, refuseUnread, unreadIds } from './snapshot-parts.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Agents_for_Amazon_Bedrock.html */
export const bedrockAgent: Operations = {
  ListAgents(input, account) {
    const { snapshot } = account;
    const summaries = knownPart(snapshot.agents, snapshot, 'agents').map(agentSummary);
    return agentPage('agentSummaries', [...summaries, ...named('agentId', account, 'agents')], input, account);
  },
  GetAgent: (input, account) => ({ agent: findAgent(input, account).agent }),

  ListAgentVersions(input, account) {
    const { agent, versions } = findAgent(input, account);
    const path = [...agentPath(agent), 'versions'];
    const details = knownPart(versions, account.snapshot, ...path).map(({ agentVersion }) => ({
      ...agentVersion,
      agentVersion: agentVersion.version,
    }));
    const unread = named('agentVersion', account, ...path);
    const summaries = [{ ...agent, agentVersion: 'DRAFT' }, ...details].map((version) =>
      summary(version, 'agentName', 'agentStatus', 'agentVersion', 'createdAt', 'updatedAt', 'guardrailConfiguration'),
    );
    return agentPage('agentVersionSummaries', [...summaries, ...unread], input, account);
  },
  GetAgentVersion(input, account) {
    // The API takes a number only; the draft is what GetAgent answers.
    if (!/^[0-9]{1,5}$/.test(String(input.agentVersion))) {
      throw new AwsError('ValidationException', 400, `agentVersion \`${input.agentVersion}\` is not a version number.`);
    }
    const { agentVersion } = findConfiguration(input, account) as AgentVersionEntry;
    return { agentVersion };
  },

  ListAgentAliases(input, account) {
    const path = [...agentPath(input), 'aliases'];
    const aliases = knownPart(findAgent(input, account).aliases, account.snapshot, ...path);
    const summaries = aliases.map((alias) =>
      summary(
        { agentAliasStatus: 'PREPARED', ...alias },
        ...['agentAliasId', 'agentAliasName', 'agentAliasStatus', 'routingConfiguration', 'createdAt', 'updatedAt'],
      ),
    );
    const unread = named('agentAliasId', account, ...path);
    return agentPage('agentAliasSummaries', [...summaries, ...unread], input, account);
  },
  GetAgentAlias(input, account) {
    const path = [...agentPath(input), 'aliases'];
    refuseUnread(account.snapshot, ...path, String(input.agentAliasId));
    const aliases = knownPart(findAgent(input, account).aliases, account.snapshot, ...path);
    return {
      agentAlias: found(
        aliases.find(({ agentAliasId }) => agentAliasId === input.agentAliasId),
        input,
      ),
    };
  },

  ListAgentActionGroups(input, account) {
    const summaries = associated('actionGroups', input, account).map((group) =>
      summary(group, 'actionGroupId', 'actionGroupName', 'actionGroupState', 'updatedAt'),
    );
    const unread = named('actionGroupId', account, ...configurationPath(input), 'actionGroups');
    return agentPage('actionGroupSummaries', [...summaries, ...unread], input, account);
  },
  GetAgentActionGroup(input, account) {
    refuseUnread(account.snapshot, ...configurationPath(input), 'actionGroups', String(input.actionGroupId));
    const groups = associated('actionGroups', input, account);
    const group = found(
      groups.find(({ actionGroupId }) => actionGroupId === input.actionGroupId),
      input,
    );
    return { agentActionGroup: { ...owner(input), ...group } };
  },

  ListAgentKnowledgeBases(input, account) {
    const summaries = associated('knowledgeBases', input, account).map((knowledgeBase) =>
      summary(knowledgeBase, 'knowledgeBaseId', 'knowledgeBaseState', 'updatedAt'),
    );
    return agentPage('agentKnowledgeBaseSummaries', summaries, input, account);
  },
  GetAgentKnowledgeBase(input, account) {
    const all = associated('knowledgeBases', input, account);
    const knowledgeBase = found(
      all.find(({ knowledgeBaseId }) => knowledgeBaseId === input.knowledgeBaseId),
      input,
    );
    return { agentKnowledgeBase: { ...owner(input), ...knowledgeBase } };
  },

  ListAgentCollaborators: (input, account) =>
    agentPage('agentCollaboratorSummaries', associated('collaborators', input, account), input, account),

  ListKnowledgeBases(input, account) {
    const { snapshot } = account;
    const summaries = knownPart(snapshot.knowledgeBases, snapshot, 'knowledgeBases').map(({ knowledgeBase }) =>
      summary(knowledgeBase, 'knowledgeBaseId', 'name', 'status', 'updatedAt'),
    );
    const unread = named('knowledgeBaseId', account, 'knowledgeBases');
    return agentPage('knowledgeBaseSummaries', [...summaries, ...unread], input, account);
  },
  GetKnowledgeBase: (input, account) => ({ knowledgeBase: findKnowledgeBase(input, account).knowledgeBase }),

  ListDataSources(input, account) {
    const summaries = dataSourcesOf(input, account).map((source) =>
      summary(source, 'knowledgeBaseId', 'dataSourceId', 'name', 'status', 'updatedAt'),
    );
    const unread = named('dataSourceId', account, ...dataSourcesPath(input));
    return agentPage('dataSourceSummaries', [...summaries, ...unread], input, account);
  },
  GetDataSource(input, account) {
    refuseUnread(account.snapshot, ...dataSourcesPath(input), String(input.dataSourceId));
    const sources = dataSourcesOf(input, account);
    return {
      dataSource: found(
        sources.find(({ dataSourceId }) => dataSourceId === input.dataSourceId),
        input,
      ),
    };
  },

  ListFlows(input, account) {
    const { snapshot } = account;
    const summaries = knownPart(snapshot.flows, snapshot, 'flows').map((flow) =>
      summary(flow, 'id', 'name', 'arn', 'status', 'version', 'createdAt', 'updatedAt'),
    );
    return agentPage('flowSummaries', [...summaries, ...named('id', account, 'flows')], input, account);
  },
  GetFlow(input, account) {
    const { versions, aliases, ...draft } = findFlow(input, account);
    return draft;
  },

  ListFlowVersions(input, account) {
    const { id, arn, versions } = findFlow(input, account);
    const draft = { id, arn, version: 'DRAFT' };
    const summaries = [draft, ...knownPart(versions, account.snapshot, 'flows', id, 'versions')].map((version) =>
      summary({ id, ...version }, 'id', 'arn', 'status', 'version', 'createdAt'),
    );
    const unread = named('version', account, 'flows', id, 'versions');
    return agentPage('flowVersionSummaries', [...summaries, ...unread], input, account);
  },
  GetFlowVersion(input, account) {
    const { id, versions } = findFlow(input, account);
    refuseUnread(account.snapshot, 'flows', id, 'versions', String(input.flowVersion));
    const known = knownPart(versions, account.snapshot, 'flows', id, 'versions');
    const version = known.find(({ version: number }) => number === input.flowVersion);
    return { id, ...found(version, input) };
  },
  ListFlowAliases(input, account) {
    const { id, aliases } = findFlow(input, account);
    const known = knownPart(aliases, account.snapshot, 'flows', id, 'aliases');
    return agentPage('flowAliasSummaries', [...known, ...named('id', account, 'flows', id, 'aliases')], input, account);
  },
  GetFlowAlias(input, account) {
    const { id, aliases } = findFlow(input, account);
    const known = knownPart(aliases, account.snapshot, 'flows', id, 'aliases');
    return found(
      known.find((alias) => alias.id === input.aliasIdentifier),
      input,
    );
  },

  GetPrompt(input, { snapshot }) {
    const [, id = '', inArn] = /([0-9A-Za-z]+)(?::(\d+))?$/.exec(String(input.promptIdentifier)) ?? [];
    const asked = input.promptVersion ?? inArn ?? 'DRAFT';
    refuseUnread(snapshot, 'prompts', id);
    const prompts = knownPart(snapshot.prompts, snapshot, 'prompts');
    return found(
      prompts.find((prompt) => prompt.id === id && (prompt.version ?? 'DRAFT') === asked),
      input,
    );
  },
};

function findFlow(input: Input, { snapshot }: Account): FlowDetail {
  const asked = String(input.flowIdentifier);
  refuseUnread(snapshot, 'flows', asked.slice(asked.lastIndexOf('/') + 1));
  const flows = knownPart(snapshot.flows, snapshot, 'flows');
  return found(
    flows.find(({ id, arn }) => id === asked || arn === asked),
    input,
  );
}

/** Without the role: ListAgents does not name it. */
function agentSummary({ agent, versions }: AgentEntry): object {
  const numbers = (versions ?? []).map(({ agentVersion }) => Number(agentVersion.version)).filter(Number.isInteger);
  return {
    ...summary(agent, 'agentId', 'agentName', 'agentStatus', 'updatedAt', 'guardrailConfiguration'),
    ...(numbers.length > 0 && { latestAgentVersion: String(Math.max(...numbers)) }),
  };
}

function summary(whole: object, ...names: readonly string[]): object {
  return pickFields(whole, ...names, 'description');
}

/** Ids of this service have no dots: a longer path is a part of a resource that was read. */
function named(name: string, { snapshot }: Account, ...path: readonly string[]): readonly object[] {
  return unreadIds(snapshot, ...path)
    .filter((id) => !id.includes('.'))
    .map((id) => ({ [name]: id }));
}

function agentPath({ agentId }: Input | AgentEntry['agent']): readonly string[] {
  return ['agents', String(agentId)];
}

function findAgent(input: Input, { snapshot }: Account): AgentEntry {
  refuseUnread(snapshot, ...agentPath(input));
  const agents = knownPart(snapshot.agents, snapshot, 'agents');
  return found(
    agents.find(({ agent }) => agent.agentId === input.agentId),
    input,
  );
}

/** `DRAFT` or a version: both carry action groups, knowledge bases and collaborators. */
function findConfiguration(input: Input, account: Account): AgentEntry | AgentVersionEntry {
  const entry = findAgent(input, account);
  if (input.agentVersion === 'DRAFT') return entry;
  refuseUnread(account.snapshot, ...configurationPath(input));
  const versions = knownPart(entry.versions, account.snapshot, ...agentPath(input), 'versions');
  return found(
    versions.find(({ agentVersion }) => agentVersion.version === input.agentVersion),
    input,
  );
}

function configurationPath(input: Input): readonly string[] {
  return input.agentVersion === 'DRAFT'
    ? agentPath(input)
    : [...agentPath(input), 'versions', String(input.agentVersion)];
}

function associated<Part extends 'actionGroups' | 'knowledgeBases' | 'collaborators'>(
  part: Part,
  input: Input,
  account: Account,
): NonNullable<AgentEntry[Part]> {
  const entry: AgentEntry | AgentVersionEntry = findConfiguration(input, account);
  return knownPart(entry[part], account.snapshot, ...configurationPath(input), part) as NonNullable<AgentEntry[Part]>;
}

function owner({ agentId, agentVersion }: Input): object {
  return { agentId, agentVersion };
}

function findKnowledgeBase(input: Input, { snapshot }: Account): KnowledgeBaseEntry {
  refuseUnread(snapshot, 'knowledgeBases', String(input.knowledgeBaseId));
  const all = knownPart(snapshot.knowledgeBases, snapshot, 'knowledgeBases');
  return found(
    all.find(({ knowledgeBase }) => knowledgeBase.knowledgeBaseId === input.knowledgeBaseId),
    input,
  );
}

function dataSourcesPath({ knowledgeBaseId }: Input): readonly string[] {
  return ['knowledgeBases', String(knowledgeBaseId), 'dataSources'];
}

function dataSourcesOf(input: Input, account: Account): readonly Readonly<Record<string, unknown>>[] {
  const { dataSources } = findKnowledgeBase(input, account);
  return knownPart(dataSources, account.snapshot, ...dataSourcesPath(input)).map(objectOf);
}

/** The response lists of this service are modelled with at most 10 items a page. */
function agentPage(name: string, all: readonly object[], { nextToken, maxResults }: Input, account: Account): object {
  const { items, next } = takePage(all, {
    token: nextToken,
    limit: maxResults,
    most: Math.min(10, account.pageSize),
    emptyPage: account.emptyPages ? 'second' : 'never',
    invalidToken: 'ValidationException',
  });
  return { [name]: items, ...(next !== undefined && { nextToken: next }) };
}

function found<Resource>(resource: Resource | undefined, input: Input): Resource {
  if (resource !== undefined) return resource;
  const { maxResults, nextToken, ...asked } = input;
  const words = JSON.stringify(asked).slice(0, 500);
  throw new AwsError('ResourceNotFoundException', 404, `There is no such resource: ${words}.`);
}
