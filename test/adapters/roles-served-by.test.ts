import { describe, expect, it } from 'vitest';
import { idsOfItem, rolesServedBy } from '../../functions/adapters/roles-served-by.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const ACCOUNT = '111122223333';
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const bedrock = (path: string) => `arn:aws:bedrock:us-east-1:${ACCOUNT}:${path}`;

const snapshot: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  accountId: ACCOUNT,
  region: 'us-east-1',
  agents: [
    {
      agent: {
        agentId: 'AGENT00001',
        agentArn: bedrock('agent/AGENT00001'),
        agentResourceRoleArn: roleArn('agent'),
        foundationModel: bedrock('application-inference-profile/profile0001'),
        guardrailConfiguration: { guardrailIdentifier: 'guardrail001', guardrailVersion: '1' },
      },
      actionGroups: [{ actionGroupExecutor: { lambda: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:orders:live` } }],
      knowledgeBases: [{ knowledgeBaseId: 'KNOWLEDGE1' }],
      collaborators: [],
      versions: [],
      aliases: [],
    },
  ],
  knowledgeBases: [{ knowledgeBase: { knowledgeBaseId: 'KNOWLEDGE1', roleArn: roleArn('kb') }, dataSources: [] }],
  flows: [
    {
      id: 'FLOW000001',
      arn: bedrock('flow/FLOW000001'),
      executionRoleArn: roleArn('flow'),
      definition: { nodes: [{ configuration: { prompt: { promptArn: bedrock('prompt/PROMPT0001:1') } } }] },
      versions: [],
      aliases: [],
    },
  ],
  prompts: [
    {
      id: 'PROMPT0001',
      arn: bedrock('prompt/PROMPT0001:1'),
      variants: [{ modelId: bedrock('application-inference-profile/profile0002') }],
    },
  ],
  agentCore: {
    gateways: [
      {
        gatewayId: 'gateway-abcdefghij',
        gatewayArn: `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:gateway/gateway-abcdefghij`,
        name: 'gateway',
        roleArn: roleArn('gateway'),
        targets: [{ targetId: 'TARGET0001' }],
      },
    ],
  },
};

it.each([
  ['an agent', 'AGENT00001', ['agent']],
  ['its guardrail', 'guardrail001', ['agent']],
  ['its application inference profile', 'profile0001', ['agent']],
  ['its function', 'orders', ['agent']],
  ['its knowledge base, and who serves that', 'KNOWLEDGE1', ['agent', 'kb']],
  ['the prompt of a flow', 'PROMPT0001', ['flow']],
  ['the profile of that prompt', 'profile0002', ['flow']],
  ['a gateway', 'gateway-abcdefghij', ['gateway']],
  ['a target of it', 'TARGET0001', ['gateway']],
  ['what nothing names', 'UNKNOWN001', []],
  ['part of an id', 'KNOWLEDGE', []],
])('%s', (_, id, roles) => {
  expect(rolesServedBy(snapshot, new Set([id]))).toEqual(roles);
});

it('a role of another account is not read', () => {
  const [base] = snapshot.knowledgeBases ?? [];
  if (base === undefined) throw new Error('no knowledge base');
  const foreign = { ...base, knowledgeBase: { ...base.knowledgeBase, roleArn: 'arn:aws:iam::999999999999:role/kb' } };
  expect(rolesServedBy({ ...snapshot, agents: [], knowledgeBases: [foreign] }, new Set(['KNOWLEDGE1']))).toEqual([]);
});

describe('the ids of an item', () => {
  const item = { resourceType: 'AWS::Bedrock::DataSource', captureTime: '', relationships: [], configuration: null };

  it.each<[name: string, change: object, ids: readonly string[]]>([
    ['its own', { resourceId: 'KNOWLEDGE1' }, ['KNOWLEDGE1']],
    ['both of two in one', { resourceId: 'KNOWLEDGE1|DATASOURCE' }, ['KNOWLEDGE1', 'DATASOURCE']],
    ['that of an ARN', { resourceId: bedrock('guardrail/guardrail001') }, ['111122223333', 'guardrail001']],
    [
      'its parent’s',
      { resourceId: 'DATASOURCE', configuration: { KnowledgeBaseId: 'KNOWLEDGE1', Name: 'not-an-id-of-it' } },
      ['DATASOURCE', 'KNOWLEDGE1'],
    ],
    ['none that is short', { resourceId: 'DEFAULT' }, []],
  ])('%s', (_, change, ids) => {
    expect([...idsOfItem({ resourceId: '', ...item, ...change })]).toEqual(ids);
  });
});
