import { expect, it } from 'vitest';
import { type NeedGaps, needGaps } from '../../functions/workload/need-gaps.ts';
import { roleNeeds } from '../../functions/workload/role-needs.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import type { Workload } from '../../functions/workload/workload.ts';

const workload = (type: Workload['type'], id: string): Workload => ({
  type,
  id,
  name: id,
  arn: `arn:aws:bedrock:us-east-1:111122223333:thing/${id}`,
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::111122223333:role/r',
  servicePrincipal: 'bedrock.amazonaws.com',
  sourceArn: `arn:aws:bedrock:us-east-1:111122223333:thing/${id}`,
});
const knowledgeBase = (id: string) => ({
  knowledgeBase: {
    knowledgeBaseId: id,
    knowledgeBaseConfiguration: {
      type: 'KENDRA',
      kendraKnowledgeBaseConfiguration: { kendraIndexArn: 'arn:aws:kendra:us-east-1:111122223333:index/i' },
    },
  },
});
const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  format: 'bedrock-warden/snapshot/1',
  accountId: '111122223333',
  region: 'us-east-1',
  bedrock: { enforcedGuardrails: [] },
  ...more,
});
const hidden = { users: [], agents: [], versions: [] };
const NONE: NeedGaps = { models: [], knowledgeBases: [], guardrails: [], resources: [] };
const one = (type: Workload['type'], gap = 'a gap', given = snapshot()): NeedGaps =>
  needGaps(given, { configurations: [], others: [{ workload: workload(type, 'T1'), gaps: [gap] }], hidden });

const GAP = ['a gap'];
const NODES = [
  {
    name: 'Ask',
    type: 'Agent',
    configuration: {
      agent: { agentAliasArn: 'arn:aws:bedrock:us-east-1:111122223333:agent-alias/A123456789/B123456789' },
    },
  },
];
const KEY_GAP = 'the key of agent A123456789, which node Ask of flow T1 invokes, was not read';
const ENFORCED = snapshot({ bedrock: { enforcedGuardrails: [{}] } });

const rows: readonly [what: string, gaps: NeedGaps, expected: Partial<NeedGaps>][] = [
  ['nothing', needGaps(snapshot(), { configurations: [], others: [], hidden }), {}],
  ['of a flow', one('flow'), { models: GAP, knowledgeBases: GAP, guardrails: GAP, resources: GAP }],
  [
    'of a node of a flow that needs other resources alone',
    needGaps(snapshot({ agents: [], flows: [{ id: 'T1', definition: { nodes: NODES } }] }), {
      configurations: [],
      others: [{ workload: workload('flow', 'T1'), gaps: [KEY_GAP, 'node New of flow T1 is of a type'] }],
      hidden,
    }),
    {
      models: ['node New of flow T1 is of a type'],
      knowledgeBases: ['node New of flow T1 is of a type'],
      guardrails: ['node New of flow T1 is of a type'],
      resources: [KEY_GAP, 'node New of flow T1 is of a type'],
    },
  ],
  ['of a gateway', one('agentCoreGateway'), { knowledgeBases: GAP, resources: GAP }],
  ['of a browser', one('agentCoreBrowser', 'a gap', ENFORCED), { resources: GAP }],
  ['of a memory', one('agentCoreMemory'), { models: GAP, resources: GAP }],
  [
    'of a memory, where guardrails are enforced',
    one('agentCoreMemory', 'a gap', ENFORCED),
    { models: GAP, guardrails: GAP, resources: GAP },
  ],
  [
    'of a harness, where they were not read',
    one('agentCoreHarness', 'a gap', snapshot({ bedrock: {} })),
    { guardrails: GAP, resources: GAP },
  ],
  [
    'of code',
    one('agentCoreRuntime', 'what the code of AgentCore runtime T1 calls with its role is not in its configuration'),
    {},
  ],
  [
    'of workloads that were not read',
    needGaps(snapshot(), {
      configurations: [],
      others: [],
      hidden: {
        users: ['the flows were not read', 'agents.A was not read (X)', 'agents.B.actionGroups was not read (X)'],
        agents: ['agents.A was not read (X)'],
        versions: [{ agentArn: 'arn', part: 'agents.C.versions.1', reason: 'version 1 was not read' }],
      },
    }),
    {
      models: ['the flows were not read', 'agents.A was not read (X)', 'version 1 was not read'],
      knowledgeBases: ['the flows were not read', 'agents.A was not read (X)', 'version 1 was not read'],
      guardrails: ['the flows were not read', 'agents.A was not read (X)', 'version 1 was not read'],
      resources: [
        'the flows were not read',
        'agents.A was not read (X)',
        'agents.B.actionGroups was not read (X)',
        'version 1 was not read',
      ],
    },
  ],
];

it.each(rows)('%s', (_what, gaps, expected) => {
  expect(gaps).toEqual({ ...NONE, ...expected });
});

const modelGaps = (given: Snapshot, ...ids: string[]): readonly string[] => {
  const others = ids.map((id) => {
    const user = workload('knowledgeBase', id);
    return { workload: user, gaps: roleNeeds(given, user).gaps };
  });
  return needGaps(given, { configurations: [], others, hidden }).models;
};

it('data sources that were not read may hide models, and nothing else of a knowledge base does', () => {
  const vector = (id: string) => ({
    knowledgeBase: { ...knowledgeBase(id).knowledgeBase, knowledgeBaseConfiguration: { type: 'VECTOR' as const } },
  });
  const given = snapshot({ knowledgeBases: [{ ...vector('READ'), dataSources: [] }, vector('UNREAD')] });
  expect(roleNeeds(given, workload('knowledgeBase', 'READ')).gaps.length).toBeGreaterThan(0);
  expect(modelGaps(given, 'READ', 'UNREAD')).toEqual(['the data sources of knowledge base UNREAD were not read']);
});

it('an index of Amazon Kendra has no data sources to read', () => {
  expect(modelGaps(snapshot({ knowledgeBases: [knowledgeBase('T1')] }), 'T1')).toEqual([]);
});
