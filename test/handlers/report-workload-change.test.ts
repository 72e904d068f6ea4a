import { describe, expect, it } from 'vitest';
import type { AccountReader, AccountRequest, Freshness } from '../../functions/adapters/account-reader.ts';
import type { AlertMessage } from '../../functions/adapters/alert-message.ts';
import type { StoredResult } from '../../functions/adapters/config-evaluations.ts';
import { reportWorkloadChanges, type WorkloadChangeServices } from '../../functions/handlers/report-workload-change.ts';
import { toldInLedger } from '../../functions/handlers/told.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { memoryLedger } from './memory-ledger.ts';

const ACCOUNT = '111122223333';
const TIME = '2026-11-22T10:00:00Z';
const RULE = 'bedrock-warden-agent-role-trust-limits-source';
const role = {
  RoleName: 'agent',
  RoleId: 'AROAAGENT00000000001',
  Arn: `arn:aws:iam::${ACCOUNT}:role/agent`,
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
  RolePolicyList: [],
  AttachedManagedPolicies: [],
};
const account: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  takenAt: TIME,
  accountId: ACCOUNT,
  region: 'us-east-1',
  iam: { RoleDetailList: [role], Policies: [] },
  agents: [
    {
      agent: { agentId: 'AGENT00001', agentName: 'a', agentResourceRoleArn: role.Arn },
      actionGroups: [],
      knowledgeBases: [],
      collaborators: [],
      versions: [],
      aliases: [],
    },
  ],
  knowledgeBases: [],
  flows: [],
  agentCore: {},
  unread: [],
};

const message = (change: object = {}, messageId = 'one') => ({
  messageId,
  body: JSON.stringify({
    detail: {
      eventID: messageId,
      eventName: 'UpdateAgent',
      eventTime: TIME,
      requestParameters: { agentId: 'AGENT00001' },
      ...change,
    },
  }),
});

interface World {
  readonly snapshot?: Snapshot;
  readonly stored?: readonly StoredResult[];
  readonly recorded?: number;
  readonly publishes?: boolean;
}

function worldOf({ snapshot = account, stored = [], recorded = 10, publishes = true }: World = {}) {
  const published: AlertMessage[] = [];
  const started: (readonly string[])[] = [];
  const asked: (AccountRequest | Freshness | undefined)[] = [];
  const logged: string[] = [];
  const clock = { time: Date.parse(TIME) };
  const ledger = memoryLedger();
  const reader: AccountReader = {
    accountId: ACCOUNT,
    region: 'us-east-1',
    readWorkloads: async (freshness) => {
      asked.push(freshness);
      return snapshot;
    },
    read: async (request) => {
      asked.push(request);
      return snapshot;
    },
  };
  const services: WorkloadChangeServices = {
    readers: [reader],
    readExceptions: async () => [],
    readConfigRules: async () => [
      { configRuleName: RULE, ruleId: 'agent-role-trust-limits-source', parameters: {} },
      { configRuleName: 'bedrock-warden-of-tomorrow', ruleId: 'of-tomorrow', parameters: {} },
    ],
    readResultsOf: async () => new Map(stored.map((result) => [RULE, result])),
    publish: async (alert) => {
      if (!publishes) throw new Error('the topic does not exist');
      published.push(alert);
    },
    told: toldInLedger(ledger.ledger, () => clock.time),
    countRecorded: async () => recorded,
    startEvaluations: async (names) => {
      started.push(names);
      return true;
    },
    mostEvaluations: 100,
    log: (code) => void logged.push(code),
  };
  return { services, published, started, asked, logged, clock };
}

const stored = (complianceType: string): StoredResult => ({
  resourceType: 'AWS::IAM::Role',
  resourceId: role.RoleId,
  complianceType,
  time: 0,
});

describe('a workload that changed', () => {
  it('is judged as it is since then, and what is new is told once for all its changes', async () => {
    const { services, published, started, asked } = worldOf({ stored: [stored('COMPLIANT')] });
    const failed = await reportWorkloadChanges([message(), message({ eventName: 'PrepareAgent' }, 'two')], services);
    expect([failed, published.length, started]).toEqual([[], 1, [[RULE]]]);
    expect(published[0]?.subject).toBe('[HIGH] Non-compliant after UpdateAgent: agent: agent-role-trust-limits-source');
    const freshness = { since: Date.parse(TIME), changed: new Set(['AGENT00001']) };
    expect(asked).toEqual([
      freshness,
      { ...freshness, needs: expect.arrayContaining(['trustPolicy']), roleNames: ['agent'] },
    ]);
  });

  it.each<[name: string, world: World, alerts: number, runs: number]>([
    ['with no result before', {}, 1, 1],
    ['with the same result before', { stored: [stored('NON_COMPLIANT')] }, 0, 0],
    ['where running the rules again takes too much', { recorded: 101 }, 1, 0],
    ['in an account that records nothing', { recorded: 0 }, 1, 1],
  ])('%s', async (_, world, alerts, runs) => {
    const { services, published, started } = worldOf(world);
    expect(await reportWorkloadChanges([message()], services)).toEqual([]);
    expect([published.length, started.length]).toEqual([alerts, runs]);
  });

  it('again is not told again', async () => {
    const { services, published } = worldOf();
    for (const messageId of ['one', 'two']) await reportWorkloadChanges([message({}, messageId)], services);
    expect(published.length).toBe(1);
  });

  it('comes again when nobody could be told, and is told then', async () => {
    const { services, published, clock } = worldOf();
    const broken = { ...services, publish: () => Promise.reject(new Error('the topic does not exist')) };
    expect(await reportWorkloadChanges([message()], broken)).toEqual(['one']);
    clock.time += 720_000;
    expect([await reportWorkloadChanges([message()], services), published.length]).toEqual([[], 1]);
  });

  it('comes again when evidence is missing that may come', async () => {
    const { AssumeRolePolicyDocument, ...withoutTrust } = role;
    const unread = [{ part: 'iam.RoleDetailList.agent', error: 'ThrottlingException' }];
    const { services, published } = worldOf({
      snapshot: { ...account, iam: { RoleDetailList: [withoutTrust], Policies: [] }, unread },
    });
    expect([await reportWorkloadChanges([message()], services), published.length]).toEqual([['one'], 0]);
  });

  it('and that is no role’s is left', async () => {
    const { services, logged, asked } = worldOf();
    const other = message({ requestParameters: { agentId: 'AGENT00009' } });
    expect(await reportWorkloadChanges([other], services)).toEqual([]);
    expect([logged, asked.length]).toEqual([['CHANGE_IGNORED'], 1]);
  });
});

it('a change of the account concerns every role', async () => {
  const { services, published } = worldOf();
  const change = message({ eventName: 'PutUseCaseForModelAccess', requestParameters: null });
  expect([await reportWorkloadChanges([change], services), published.length]).toEqual([[], 1]);
});

it.each([
  ['that is no JSON comes again, and so to the dead letters', '{', ['one']],
  ['that changed nothing is left', '{"detail":{"eventName":"UpdateAgent","errorCode":"AccessDenied"}}', []],
])('a message %s', async (_, body, failed) => {
  const { services, published } = worldOf();
  expect(await reportWorkloadChanges([{ messageId: 'one', body }], services)).toEqual(failed);
  expect(published).toEqual([]);
});
