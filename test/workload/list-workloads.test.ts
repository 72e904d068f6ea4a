import { describe, expect, test } from 'vitest';
import { listWorkloads } from '../../functions/workload/list-workloads.ts';
import { workloadKey } from '../../functions/workload/workload-key.ts';
import { ACCOUNT, AGENT_ARN, changed, type Draft } from '../rules/plain-account.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`;
const ALIAS = { agentAliasId: 'ALIAS00001', agentAliasName: 'live', routingConfiguration: [{ agentVersion: '3' }] };
const version = (agentResourceRoleArn: string) => ({
  agentVersion: { agentId: 'HELPAGENT1', version: '3', agentResourceRoleArn },
  actionGroups: [],
  knowledgeBases: [],
  collaborators: [],
});

/** `arn#version role` of every workload, and the gaps. */
function listed(change: (draft: Draft) => void) {
  const { workloads, gaps } = listWorkloads(changed(change));
  return { workloads: workloads.map((workload) => `${workloadKey(workload)} ${workload.roleArn}`), gaps };
}

const DRAFT = `${AGENT_ARN}#DRAFT ${ROLE}`;

const rows: readonly [
  what: string,
  change: (draft: Draft) => void,
  workloads: readonly string[],
  gaps: readonly string[],
][] = [
  ['nothing', () => {}, [DRAFT], []],
  [
    'an alias routes to a version with the role it was cut with',
    (draft) => Object.assign(draft.agents[0], { aliases: [ALIAS], versions: [version(`${ROLE}-2025`)] }),
    [DRAFT, `${AGENT_ARN}#3 ${ROLE}-2025`],
    [],
  ],
  [
    'no alias routes to a version',
    (draft) => Object.assign(draft.agents[0], { versions: [version(`${ROLE}-2025`)] }),
    [DRAFT],
    [],
  ],
  [
    'an alias routes to a version that was not read',
    (draft) => Object.assign(draft.agents[0], { aliases: [ALIAS] }),
    [DRAFT],
    ['version 3 of agent HELPAGENT1, which alias live routes to, was not read'],
  ],
  [
    'the aliases were not read',
    (draft) => {
      delete draft.agents[0].aliases;
      draft.unread = [{ part: 'agents.HELPAGENT1.aliases', error: 'ThrottlingException' }];
    },
    [DRAFT],
    [
      'the aliases of agent HELPAGENT1 were not read (ThrottlingException)',
      'agents.HELPAGENT1.aliases was not read (ThrottlingException)',
    ],
  ],
  ['the agent has no ARN', (draft) => delete draft.agents[0].agent.agentArn, [DRAFT], []],
  [
    'the agent has no role',
    (draft) => delete draft.agents[0].agent.agentResourceRoleArn,
    [],
    ['the role of agent HELPAGENT1 is not set or was not read'],
  ],
  [
    'the role is hidden',
    (draft) => {
      draft.agents[0].agent.agentResourceRoleArn = 'HIDDEN_DUE_TO_SECURITY_REASONS';
    },
    [],
    ['the role of agent HELPAGENT1 is not named by an ARN (it reads "HIDDEN_DUE_TO_SECURITY_REASONS")'],
  ],
  ['an agent is listed twice', (draft) => draft.agents.push(draft.agents[0]), [DRAFT], []],
  [
    'an agent could not be read',
    (draft) => {
      draft.unread = [{ part: 'agents.OTHERAGENT', error: 'InternalServerException' }];
    },
    [DRAFT],
    ['agents.OTHERAGENT was not read (InternalServerException)'],
  ],
  [
    'nothing but IAM was read',
    (draft) => {
      for (const part of ['agents', 'knowledgeBases', 'flows', 'agentCore']) delete draft[part];
      draft.unread = [{ part: 'agents', error: 'AccessDeniedException' }];
    },
    [],
    [
      'the agents were not read (AccessDeniedException)',
      'the knowledge bases were not read',
      'the flows were not read',
      'the AgentCore resources were not read',
    ],
  ],
];

test.each(rows)('%s', (_what, change, workloads, gaps) => {
  expect(listed(change)).toEqual({ workloads, gaps });
});

describe('workloads that are no agents', () => {
  const core = (resource: string) => `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:${resource}`;
  const kinds: readonly [change: (draft: Draft) => void, expected: object][] = [
    [
      (draft) => draft.knowledgeBases.push({ knowledgeBase: { knowledgeBaseId: 'HELPBASE01', roleArn: ROLE } }),
      {
        type: 'knowledgeBase',
        arn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/HELPBASE01`,
        id: 'HELPBASE01',
        name: 'HELPBASE01',
        servicePrincipal: 'bedrock.amazonaws.com',
      },
    ],
    [
      (draft) => draft.flows.push({ id: 'FLOW000001', name: 'triage', executionRoleArn: ROLE, aliases: [] }),
      {
        type: 'flow',
        arn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:flow/FLOW000001`,
        id: 'FLOW000001',
        name: 'triage',
        servicePrincipal: 'bedrock.amazonaws.com',
      },
    ],
    [
      (draft) =>
        draft.agentCore.runtimes.push({
          agentRuntimeArn: core('runtime/help-Ab12Cd34Ef'),
          agentRuntimeId: 'help-Ab12Cd34Ef',
          agentRuntimeName: 'help',
          roleArn: ROLE,
          endpoints: [],
        }),
      {
        type: 'agentCoreRuntime',
        arn: core('runtime/help-Ab12Cd34Ef'),
        id: 'help-Ab12Cd34Ef',
        name: 'help',
        servicePrincipal: 'bedrock-agentcore.amazonaws.com',
      },
    ],
    [
      (draft) =>
        draft.agentCore.memories.push({ memory: { arn: core('memory/m-1'), id: 'm-1', memoryExecutionRoleArn: ROLE } }),
      {
        type: 'agentCoreMemory',
        arn: core('memory/m-1'),
        id: 'm-1',
        name: 'm-1',
        servicePrincipal: 'bedrock-agentcore.amazonaws.com',
      },
    ],
  ];

  test.each(kinds)('%#', (change, expected) => {
    const snapshot = changed((draft) => {
      draft.agents = [];
      change(draft);
    });
    const { workloads, gaps } = listWorkloads(snapshot);
    const arn = 'arn' in expected ? expected.arn : undefined;
    expect(gaps).toEqual([]);
    expect(workloads).toEqual([{ ...expected, region: 'us-east-1', roleArn: ROLE, sourceArn: arn }]);
  });

  test('a browser without a role is no workload, a gateway without one is a gap', () => {
    const { workloads, gaps } = listWorkloads(
      changed((draft) => {
        draft.agents = [];
        draft.agentCore.browsers.push({ browserArn: core('browser/b-1'), browserId: 'b-1' });
        draft.agentCore.gateways.push({ gatewayArn: core('gateway/g-1'), gatewayId: 'g-1' });
      }),
    );
    expect({ workloads, gaps }).toEqual({
      workloads: [],
      gaps: ['the role of AgentCore gateway g-1 is not set or was not read'],
    });
  });
});
