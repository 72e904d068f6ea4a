import { randomBytes } from 'node:crypto';
import type { AccountReader, WorkloadsRequest } from '../../functions/adapters/account-reader.ts';
import type { AgentEntry, RoleDetail, Snapshot, UnreadPart } from '../../functions/workload/snapshot.ts';
import { noAgentCore } from '../workload/no-agent-core.ts';
import type { VirtualClock } from './sweep-chain.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
/** What the deployed reader keeps for the report. */
const TO_REPORT = 12_000;

export interface SimulatedAccount extends Snapshot {
  readonly agents: readonly AgentEntry[];
}

/** So many agents, each with a role of its own; every third role has the confused-deputy condition. Names are random, as AWS's are. */
export function accountOf(agents: number): SimulatedAccount {
  const ids = Array.from({ length: agents }, () => randomBytes(5).toString('hex').toUpperCase());
  const nameOf = (id: string) => `AmazonBedrockExecutionRoleForAgents_${id}`;
  return {
    format: 'bedrock-warden/snapshot/1',
    takenAt: '2026-11-22T10:00:00.000Z',
    accountId: ACCOUNT,
    region: REGION,
    iam: { RoleDetailList: ids.map((id, index) => roleOf(nameOf(id), index)), Policies: [] },
    agents: ids.map((id) => ({
      agent: {
        agentId: id,
        agentName: id,
        agentArn: `arn:aws:bedrock:${REGION}:${ACCOUNT}:agent/${id}`,
        agentStatus: 'PREPARED',
        agentResourceRoleArn: `arn:aws:iam::${ACCOUNT}:role/${nameOf(id)}`,
        foundationModel: 'amazon.nova-lite-v1:0',
        agentCollaboration: 'DISABLED',
      },
      actionGroups: [],
      knowledgeBases: [],
      collaborators: [],
      versions: [],
      aliases: [],
    })),
    knowledgeBases: [],
    flows: [],
    agentCore: noAgentCore,
    organization: { serviceControlPolicies: [], resourceControlPolicies: [] },
    resourcePolicies: {},
    vpcEndpointPolicies: {},
  };
}

function roleOf(name: string, index: number): RoleDetail {
  const limited = { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } };
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: 'sts:AssumeRole',
    ...(index % 3 === 0 && limited),
  };
  return {
    RoleName: name,
    RoleId: `AROA${randomBytes(9).toString('hex').toUpperCase().slice(0, 17)}`,
    Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    Path: '/',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    RolePolicyList: [],
    AttachedManagedPolicies: [],
  };
}

/** What a reader was asked for, over all containers. */
export interface Asked {
  readonly calls: Map<string, number>;
  /** The most agents that one answer held. */
  most: number;
}

/** A page of ListAgents holds ten; each agent takes one call of each of these, of which AWS grants ten a second. */
const OF_AN_AGENT = ['GetAgent', 'ListAgentAliases', 'ListAgentActionGroups', 'ListAgentKnowledgeBases'];
const MILLIS_A_CALL = 100;

/** A reader as the deployed one is, with the calls and the time that AWS's quotas make of them; one container's memory. */
export function simulatedReader(
  account: SimulatedAccount,
  {
    clock,
    timeLeft,
    asked,
    fails = () => false,
  }: {
    readonly clock: VirtualClock;
    readonly timeLeft: () => number;
    readonly asked: Asked;
    /** Ids of agents that AWS does not answer for. */
    readonly fails?: (agentId: string) => boolean;
  },
): AccountReader {
  const memory = new Set<string>();
  const isOver = () => timeLeft() <= TO_REPORT;
  const call = async (operation: string) => {
    asked.calls.set(operation, (asked.calls.get(operation) ?? 0) + 1);
  };

  async function list(): Promise<readonly string[] | UnreadPart> {
    for (let from = 0; from < account.agents.length; from += 10) {
      if (isOver()) return { part: 'agents', error: 'TimeoutError' };
      await clock.sleep(MILLIS_A_CALL);
      await call('ListAgents');
    }
    return account.agents.map(({ agent }) => agent.agentId);
  }

  async function readWorkloads({ wanted }: WorkloadsRequest = {}): Promise<Snapshot> {
    const listed =
      wanted !== undefined && 'only' in wanted
        ? [...wanted.only].map((key) => key.slice('agents.'.length))
        : await list();
    if ('part' in listed) {
      const { agents, ...rest } = account;
      return { ...rest, unread: [listed] };
    }
    const except = wanted !== undefined && 'except' in wanted ? wanted.except : new Set();
    const ids = new Set(listed.filter((id) => !except.has(`agents.${id}`)));
    const agents: AgentEntry[] = [];
    const unread: UnreadPart[] = [];
    for (const entry of account.agents.filter(({ agent }) => ids.has(agent.agentId))) {
      const { agentId } = entry.agent;
      if (!memory.has(agentId)) {
        if (isOver() || fails(agentId)) {
          unread.push({ part: `agents.${agentId}`, error: isOver() ? 'TimeoutError' : 'ThrottlingException' });
          continue;
        }
        await clock.sleep(MILLIS_A_CALL);
        for (const operation of OF_AN_AGENT) await call(operation);
        memory.add(agentId);
      }
      agents.push(entry);
    }
    asked.most = Math.max(asked.most, agents.length);
    return { ...account, agents, unread };
  }

  return {
    accountId: ACCOUNT,
    region: REGION,
    readWorkloads,
    async read(request) {
      if (!memory.has('iam')) {
        for (let from = 0; from < (account.iam?.RoleDetailList ?? []).length; from += 1000)
          await call('GetAccountAuthorizationDetails');
        memory.add('iam');
      }
      return readWorkloads(request);
    },
  };
}
