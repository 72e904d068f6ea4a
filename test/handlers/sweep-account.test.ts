import { describe, expect, it } from 'vitest';
import type { StoredResult } from '../../functions/adapters/config-evaluations.ts';
import { scheduledNotification } from '../../functions/local-account/deliveries.ts';
import { type Asked, accountOf, type SimulatedAccount, simulatedReader } from './simulated-account.ts';
import { type Chain, type ChainOptions, runChain } from './sweep-chain.ts';

const TIME = '2026-11-22T10:00:00.000Z';
const START = Date.parse(TIME);
const [large, small] = [accountOf(5000), accountOf(900)];

const event = scheduledNotification({
  accountId: '111122223333',
  configRuleName: 'bedrock-warden-agent-role-trust-limits-source',
  ruleParameters: { ruleId: 'agent-role-trust-limits-source' },
  resultToken: 'token',
  time: TIME,
});

const gone: StoredResult = {
  resourceType: 'AWS::IAM::Role',
  resourceId: 'AROAGONE',
  complianceType: 'NON_COMPLIANT',
  time: START - 3_600_000,
};

interface World extends Partial<ChainOptions> {
  readonly fails?: (agentId: string) => boolean;
}

async function sweep(account: SimulatedAccount, { fails, ...options }: World = {}) {
  const asked: Asked = { calls: new Map(), most: 0 };
  const chain = await runChain({
    event,
    start: START,
    timeoutMillis: 90_000,
    buildReaders: (clock, timeLeft) => [
      simulatedReader(account, { clock, timeLeft, asked, ...(fails !== undefined && { fails }) }),
    ],
    stored: [gone],
    ...options,
  });
  return { ...chain, calls: Object.fromEntries(asked.calls), mostAgents: asked.most };
}

const verdicts = (stored: ReadonlyMap<string, StoredResult>) =>
  new Map([...stored].map(([id, { complianceType }]) => [id, complianceType]));
const expected = (account: SimulatedAccount) =>
  new Map(
    (account.iam?.RoleDetailList ?? []).map(({ RoleId }, index) => [
      RoleId,
      index % 3 === 0 ? 'COMPLIANT' : 'NON_COMPLIANT',
    ]),
  );
const outcomes = ({ invocations }: Chain) => invocations.map(({ thrown }) => thrown ?? 'ended');

it('a sweep of 5,000 roles, each invocation in a cold container, reports each once, in its time and its payload', async () => {
  const { invocations, stored, put, calls, mostAgents } = await sweep(large, { timeoutMillis: 300_000 });
  expect(verdicts(stored)).toEqual(expected(large));
  expect([put, invocations.map(({ thrown }) => thrown)]).toEqual([5001, Array(5).fill(undefined)]);
  expect(Math.max(...invocations.map(({ took }) => took))).toBeLessThan(290_000);
  expect(Math.max(...invocations.map(({ bytes }) => bytes))).toBeLessThan(200_000);
  // Every agent is read for the index, and once more for its roles: no container knows what another one read.
  expect(calls).toEqual({
    GetAgent: 10_000,
    ListAgentAliases: 10_000,
    ListAgentActionGroups: 10_000,
    ListAgentKnowledgeBases: 10_000,
    // Each invocation that reads the index asks for the list, each that judges for the roles, a thousand a page.
    ListAgents: 3 * 500,
    GetAccountAuthorizationDetails: 3 * 5,
  });
  // Half of them at once, without their texts, is what one invocation reads at ten a second.
  expect(mostAgents).toBeLessThan(2500);
}, 60_000);

describe('a sweep of several invocations', { timeout: 60_000 }, () => {
  it('that crashes in the middle, and again, is taken up where the invocation began', async () => {
    const chain = await sweep(small, { crashes: [2, 3] });
    expect(verdicts(chain.stored)).toEqual(expected(small));
    // What was reported before a crash is not reported again.
    expect(chain.put).toBe(901);
    expect(outcomes(chain).slice(0, 5)).toEqual(['ended', 'ended', 'Runtime exited', 'Runtime exited', 'ended']);
  });

  it('that overlaps with another ends with the same', async () => {
    const first = await sweep(small);
    const second = await sweep(small, { stored: [...first.stored.values(), gone] });
    expect([verdicts(second.stored), second.put]).toEqual([expected(small), 1]);
  });

  it('does not go on for ever', async () => {
    const chain = await sweep(small, { timeoutMillis: 15_000 });
    expect(chain.invocations).toHaveLength(17);
    expect(chain.invocations.at(-1)?.thrown).toMatch(/was not read \(TimeoutError\)/);
    expect([...chain.stored.keys()]).toEqual(['AROAGONE']);
  });

  it('refuses a state that is none of its own', async () => {
    const chain = await sweep(small, { event: { ...event, continuation: { count: 1, state: 'bm8=' } } });
    expect(outcomes(chain)).toEqual(Array(3).fill('the state of a sweep that goes on cannot be read'));
  });
});

describe('an agent that AWS does not answer for', { timeout: 60_000 }, () => {
  const agentId = String(small.agents[0]?.agent.agentId);
  const reason = `agents.${agentId} was not read (ThrottlingException)`;

  it('while the index is read: nobody passes, nothing is ended, and the last invocation says so', async () => {
    const { stored, invocations } = await sweep(small, { fails: (id) => id === agentId });
    const failing = [...expected(small)].filter(([, type]) => type === 'NON_COMPLIANT');
    expect(verdicts(stored)).toEqual(new Map([['AROAGONE', 'NON_COMPLIANT'], ...failing]));
    expect(invocations.at(-1)?.thrown).toContain(reason);
  });

  it('when its role is judged: its slice is tried again by itself, and the others go on', async () => {
    let reads = 0;
    const { stored, invocations, logged } = await sweep(small, {
      fails: (id) => {
        if (id === agentId) reads += 1;
        // Of a slice, the workloads are asked for twice.
        return id === agentId && (reads === 2 || reads === 3);
      },
    });
    // Nothing is ended while a role was not seen; the next sweep does.
    expect(verdicts(stored)).toEqual(new Map([['AROAGONE', 'NON_COMPLIANT'], ...expected(small)]));
    expect(invocations.map(({ thrown }) => thrown)).toEqual(invocations.map(() => undefined));
    expect(logged.filter((code) => code === 'SWEEP_TRIES_AGAIN')).toHaveLength(1);
  });

  it('when its role is judged, and never after: Lambda tries that slice three times, and the others are told', async () => {
    let reads = 0;
    const { stored, invocations } = await sweep(small, {
      fails: (id) => {
        if (id === agentId) reads += 1;
        return id === agentId && reads >= 2;
      },
    });
    const failed = invocations.filter(({ thrown }) => thrown !== undefined);
    expect(failed.map(({ thrown }) => thrown?.includes(reason))).toEqual([true, true, true]);
    const later = [...expected(small)].slice(200);
    expect([...verdicts(stored)]).toEqual(expect.arrayContaining(later));
  });
});
