import {
  BedrockAgentClient,
  GetAgentActionGroupCommand,
  GetAgentAliasCommand,
  GetAgentCommand,
  GetAgentKnowledgeBaseCommand,
  GetAgentVersionCommand,
  GetDataSourceCommand,
  GetFlowAliasCommand,
  GetFlowCommand,
  GetFlowVersionCommand,
  GetKnowledgeBaseCommand,
  GetPromptCommand,
  ListAgentActionGroupsCommand,
  ListAgentAliasesCommand,
  ListAgentCollaboratorsCommand,
  ListAgentKnowledgeBasesCommand,
  ListAgentsCommand,
  ListAgentVersionsCommand,
  ListDataSourcesCommand,
  ListFlowAliasesCommand,
  ListFlowsCommand,
  ListFlowVersionsCommand,
  ListKnowledgeBasesCommand,
} from '@aws-sdk/client-bedrock-agent';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { answerOf, clientConfig, EMPTY } from './account-under-test.ts';

let account: LocalAccount | undefined;

async function agentsOf(snapshot: Snapshot, options?: Parameters<typeof startLocalAccount>[1]) {
  account = await startLocalAccount(snapshot, options);
  return new BedrockAgentClient(clientConfig(account.endpoint));
}

afterEach(() => account?.close());

const agentId = 'AGENT00001';
const agentVersion = 'DRAFT';
const agent = {
  agentId,
  agentName: 'support',
  agentStatus: 'PREPARED',
  agentResourceRoleArn: 'arn:aws:iam::111122223333:role/agent',
  updatedAt: '2026-01-02T03:04:05.000Z',
};
const group = { actionGroupId: 'GROUP00001', actionGroupName: 'orders', actionGroupState: 'ENABLED' };
const executor = { actionGroupExecutor: { lambda: 'arn:aws:lambda:us-east-1:111122223333:function:orders' } };
const association = { knowledgeBaseId: 'KBASE00001', knowledgeBaseState: 'ENABLED' };
const collaborator = {
  collaboratorName: 'billing',
  agentDescriptor: { aliasArn: 'arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT00002/ALIAS00001' },
};
const alias = { agentAliasId: 'ALIAS00001', agentAliasName: 'live', routingConfiguration: [{ agentVersion: '2' }] };
const version = { ...agent, version: '2', agentResourceRoleArn: 'arn:aws:iam::111122223333:role/old' };
const knowledgeBase = {
  knowledgeBaseId: 'KBASE00001',
  name: 'docs',
  status: 'ACTIVE',
  roleArn: 'arn:aws:iam::1:role/k',
};
const dataSource = { knowledgeBaseId: 'KBASE00001', dataSourceId: 'SOURCE0001', name: 's3', status: 'AVAILABLE' };
const flow = {
  id: 'FLOW000001',
  name: 'triage',
  arn: 'arn:aws:bedrock:us-east-1:111122223333:flow/FLOW000001',
  executionRoleArn: 'arn:aws:iam::111122223333:role/flow',
};
const flowVersion = { id: 'FLOW000001', version: '1', executionRoleArn: 'arn:aws:iam::111122223333:role/old-flow' };
const flowAlias = {
  flowId: 'FLOW000001',
  id: 'FALIAS0001',
  name: 'live',
  routingConfiguration: [{ flowVersion: '1' }],
};
const prompt = { id: 'PROMPT0001', version: '3', variants: [{ name: 'one', modelId: 'amazon.nova-lite-v1:0' }] };

const SNAPSHOT: Snapshot = {
  ...EMPTY,
  agents: [
    {
      agent,
      actionGroups: [{ ...group, ...executor }],
      knowledgeBases: [association],
      collaborators: [collaborator],
      aliases: [alias],
      versions: [{ agentVersion: version, actionGroups: [] }],
    },
  ],
  knowledgeBases: [{ knowledgeBase, dataSources: [dataSource] }],
  flows: [{ ...flow, versions: [flowVersion], aliases: [flowAlias] }, { id: 'FLOW000003' }],
  prompts: [prompt],
  unread: [
    { part: 'agents.AGENT00009', error: 'ThrottlingException', message: 'Rate exceeded' },
    { part: `agents.${agentId}.versions.7`, error: 'InternalServerException' },
    { part: 'knowledgeBases.KBASE00009', error: 'AccessDeniedException' },
    { part: 'organization', error: 'AccessDeniedException' },
  ],
};

const summary = { agentId, agentName: 'support', agentStatus: 'PREPARED', updatedAt: agent.updatedAt };
const versionSummary = { agentName: 'support', agentStatus: 'PREPARED', updatedAt: agent.updatedAt };
const notFound = { error: 'ResourceNotFoundException' };
const denied = { error: 'AccessDeniedException' };

describe('Agents for Amazon Bedrock answer', () => {
  it.each([
    [
      'agents without their roles, those that were unread by name',
      new ListAgentsCommand({}),
      { agentSummaries: [{ ...summary, latestAgentVersion: '2' }, { agentId: 'AGENT00009' }] },
    ],
    ['an agent', new GetAgentCommand({ agentId }), { agent }],
    ['no such agent', new GetAgentCommand({ agentId: 'AGENT00005' }), notFound],
    ['an agent that was unread', new GetAgentCommand({ agentId: 'AGENT00009' }), { error: 'ThrottlingException' }],
    [
      'versions, the draft first',
      new ListAgentVersionsCommand({ agentId }),
      {
        agentVersionSummaries: [
          { ...versionSummary, agentVersion: 'DRAFT' },
          { ...versionSummary, agentVersion: '2' },
          { agentVersion: '7' },
        ],
      },
    ],
    ['a version', new GetAgentVersionCommand({ agentId, agentVersion: '2' }), { agentVersion: version }],
    ['no such version', new GetAgentVersionCommand({ agentId, agentVersion: '3' }), notFound],
    [
      'the draft only as an agent',
      new GetAgentVersionCommand({ agentId, agentVersion }),
      { error: 'ValidationException' },
    ],
    [
      'a version that was unread',
      new GetAgentVersionCommand({ agentId, agentVersion: '7' }),
      { error: 'InternalServerException' },
    ],
    [
      'aliases',
      new ListAgentAliasesCommand({ agentId }),
      { agentAliasSummaries: [{ ...alias, agentAliasStatus: 'PREPARED' }] },
    ],
    ['an alias', new GetAgentAliasCommand({ agentId, agentAliasId: 'ALIAS00001' }), { agentAlias: alias }],
    ['no such alias', new GetAgentAliasCommand({ agentId, agentAliasId: 'ALIAS00002' }), notFound],
    [
      'action groups, in short',
      new ListAgentActionGroupsCommand({ agentId, agentVersion }),
      { actionGroupSummaries: [group] },
    ],
    [
      'the action groups of a version',
      new ListAgentActionGroupsCommand({ agentId, agentVersion: '2' }),
      { actionGroupSummaries: [] },
    ],
    [
      'an action group',
      new GetAgentActionGroupCommand({ agentId, agentVersion, actionGroupId: 'GROUP00001' }),
      { agentActionGroup: { agentId, agentVersion, ...group, ...executor } },
    ],
    [
      'no such action group',
      new GetAgentActionGroupCommand({ agentId, agentVersion: '2', actionGroupId: 'GROUP00001' }),
      notFound,
    ],
    [
      'the knowledge bases of an agent',
      new ListAgentKnowledgeBasesCommand({ agentId, agentVersion }),
      { agentKnowledgeBaseSummaries: [association] },
    ],
    [
      'a knowledge base of an agent',
      new GetAgentKnowledgeBaseCommand({ agentId, agentVersion, knowledgeBaseId: 'KBASE00001' }),
      { agentKnowledgeBase: { agentId, agentVersion, ...association } },
    ],
    [
      'that the knowledge bases of a version are unknown',
      new ListAgentKnowledgeBasesCommand({ agentId, agentVersion: '2' }),
      denied,
    ],
    [
      'collaborators',
      new ListAgentCollaboratorsCommand({ agentId, agentVersion }),
      { agentCollaboratorSummaries: [collaborator] },
    ],
    [
      'knowledge bases',
      new ListKnowledgeBasesCommand({}),
      {
        knowledgeBaseSummaries: [
          { knowledgeBaseId: 'KBASE00001', name: 'docs', status: 'ACTIVE' },
          { knowledgeBaseId: 'KBASE00009' },
        ],
      },
    ],
    ['a knowledge base', new GetKnowledgeBaseCommand({ knowledgeBaseId: 'KBASE00001' }), { knowledgeBase }],
    ['no such knowledge base', new GetKnowledgeBaseCommand({ knowledgeBaseId: 'KBASE00002' }), notFound],
    ['one that was unread', new GetKnowledgeBaseCommand({ knowledgeBaseId: 'KBASE00009' }), denied],
    [
      'data sources',
      new ListDataSourcesCommand({ knowledgeBaseId: 'KBASE00001' }),
      { dataSourceSummaries: [dataSource] },
    ],
    [
      'a data source',
      new GetDataSourceCommand({ knowledgeBaseId: 'KBASE00001', dataSourceId: 'SOURCE0001' }),
      { dataSource },
    ],
    [
      'flows, without their roles',
      new ListFlowsCommand({}),
      { flowSummaries: [{ id: flow.id, name: flow.name, arn: flow.arn }, { id: 'FLOW000003' }] },
    ],
    ['a flow by its id', new GetFlowCommand({ flowIdentifier: flow.id }), flow],
    ['a flow by its ARN', new GetFlowCommand({ flowIdentifier: flow.arn }), flow],
    ['no such flow', new GetFlowCommand({ flowIdentifier: 'FLOW000002' }), notFound],
    [
      'the versions of a flow, the draft first',
      new ListFlowVersionsCommand({ flowIdentifier: flow.id }),
      {
        flowVersionSummaries: [
          { id: flow.id, arn: flow.arn, version: 'DRAFT' },
          { id: flow.id, version: '1' },
        ],
      },
    ],
    ['a version of a flow', new GetFlowVersionCommand({ flowIdentifier: flow.id, flowVersion: '1' }), flowVersion],
    ['no such version of a flow', new GetFlowVersionCommand({ flowIdentifier: flow.id, flowVersion: '2' }), notFound],
    ['versions that nobody knows', new ListFlowVersionsCommand({ flowIdentifier: 'FLOW000003' }), denied],
    [
      'the aliases of a flow',
      new ListFlowAliasesCommand({ flowIdentifier: flow.id }),
      { flowAliasSummaries: [flowAlias] },
    ],
    [
      'an alias of a flow',
      new GetFlowAliasCommand({ flowIdentifier: flow.id, aliasIdentifier: 'FALIAS0001' }),
      flowAlias,
    ],
    ['aliases that nobody knows', new ListFlowAliasesCommand({ flowIdentifier: 'FLOW000003' }), denied],
    ['a version of a prompt', new GetPromptCommand({ promptIdentifier: 'PROMPT0001', promptVersion: '3' }), prompt],
    [
      'a version of a prompt by its ARN',
      new GetPromptCommand({ promptIdentifier: 'arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT0001:3' }),
      prompt,
    ],
    ['no draft of a prompt', new GetPromptCommand({ promptIdentifier: 'PROMPT0001' }), notFound],
  ] as const)('%s', async (_, command, answer) => {
    const client = await agentsOf(SNAPSHOT);
    expect(await answerOf(client.send(command as ListAgentsCommand))).toEqual(answer);
  });

  it.each([
    ['agents', new ListAgentsCommand({}), { agentSummaries: [] }],
    ['knowledgeBases', new ListKnowledgeBasesCommand({}), { knowledgeBaseSummaries: [] }],
    ['flows', new ListFlowsCommand({}), { flowSummaries: [] }],
  ] as const)('%s: nothing when there are none, a denial when that is unknown', async (part, command, none) => {
    const client = await agentsOf({ ...EMPTY, [part]: [] });
    expect(await answerOf(client.send(command as ListAgentsCommand))).toEqual(none);
    account?.replaceSnapshot(EMPTY);
    expect(await answerOf(client.send(command as ListAgentsCommand))).toEqual(denied);
  });
});

describe('ListAgents pages', () => {
  const agents = Array.from({ length: 23 }, (_, index) => ({ agent: { ...agent, agentId: `AGENT000${index + 10}` } }));

  it.each([
    ['at most 10, the second page empty', {}, {}, [10, 0, 10, 3]],
    ['at most 10 whatever is asked', { emptyPages: false }, { maxResults: 1000 }, [10, 10, 3]],
    ['fewer when asked', { emptyPages: false }, { maxResults: 9 }, [9, 9, 5]],
    ['fewer when the account is told so', { emptyPages: false, pageSize: 8 }, {}, [8, 8, 7]],
  ])('%s', async (_, options, input, sizes) => {
    const client = await agentsOf({ ...EMPTY, agents }, options);
    const pages: (readonly (string | undefined)[])[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(new ListAgentsCommand({ ...input, ...(nextToken && { nextToken }) }));
      pages.push((page.agentSummaries ?? []).map((one) => one.agentId));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(pages.map((page) => page.length)).toEqual(sizes);
    expect(pages.flat()).toEqual(agents.map((entry) => entry.agent.agentId));
  });

  it('only by tokens of its own', async () => {
    const client = await agentsOf({ ...EMPTY, agents });
    const sent = client.send(new ListAgentsCommand({ nextToken: 'aXRlbXMgLTE' }));
    expect(await answerOf(sent)).toEqual({ error: 'ValidationException' });
  });
});
