import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildAccountReader } from '../../functions/adapters/account-reader.ts';
import type { TimeLimit } from '../../functions/adapters/time-limit.ts';
import { widerEvidence } from '../../functions/adapters/wider-evidence.ts';
import { scheduledNotification } from '../../functions/local-account/deliveries.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { awsOf } from '../adapters/account-under-test.ts';
import { accountOf } from '../handlers/simulated-account.ts';
import { runChain, type VirtualClock } from '../handlers/sweep-chain.ts';

const AGENTS = 420;
const TIME = '2026-11-22T10:00:00.000Z';
const account = accountOf(AGENTS);
let local: LocalAccount;

beforeAll(async () => {
  local = await startLocalAccount(account);
});
afterAll(() => local.close());

/** The deployed reader at AWS's rates, in time that passes only where a call waits for its turn. */
function coldReader(clock: VirtualClock, timeLeft: () => number) {
  const over = Object.assign(new Error('the time is over'), { name: 'TimeoutError' });
  const startLimit = (millis: number): TimeLimit => {
    const end = clock.now() + millis;
    return {
      within: async (ask) => {
        if (clock.now() >= end) throw over;
        return ask();
      },
    };
  };
  return buildAccountReader({
    ...account,
    partition: 'aws',
    aws: awsOf(local.endpoint),
    now: clock.now,
    patience: () => timeLeft() - 12_000,
    wider: widerEvidence,
    clock,
    startLimit,
  });
}

/** Every agent is read for the index, and once more for its roles. */
const MOST_CALLS: Readonly<Record<string, number>> = {
  'bedrock-agent:GetAgent': 2 * AGENTS,
  'bedrock-agent:ListAgentAliases': 2 * AGENTS,
  'bedrock-agent:ListAgentActionGroups': 2 * AGENTS,
  'bedrock-agent:ListAgentKnowledgeBases': 2 * AGENTS,
};

it('a sweep of several invocations reads every agent twice at most, and reports every role', async () => {
  const { invocations, stored } = await runChain({
    event: scheduledNotification({
      accountId: account.accountId,
      configRuleName: 'bedrock-warden-agent-role-trust-limits-source',
      ruleParameters: { ruleId: 'agent-role-trust-limits-source' },
      resultToken: 'token',
      time: TIME,
    }),
    start: Date.parse(TIME),
    timeoutMillis: 70_000,
    buildReaders: (clock, timeLeft) => [coldReader(clock, timeLeft)],
  });
  expect(stored.size).toBe(AGENTS);
  expect(invocations.map(({ thrown }) => thrown)).toEqual(invocations.map(() => undefined));
  expect(invocations.length).toBeGreaterThan(2);
  expect(Math.max(...invocations.map(({ took }) => took))).toBeLessThan(70_000);
  const counted = Map.groupBy(local.requests, ({ service, operation }) => `${service}:${operation}`);
  const tooMany = Object.entries(MOST_CALLS).filter(([name, most]) => (counted.get(name)?.length ?? 0) > most);
  expect(tooMany).toEqual([]);
  // A list is asked for by the invocations that read the index only.
  expect(counted.get('bedrock-agent:ListFlows')?.length).toBeLessThan(invocations.length);
}, 120_000);
