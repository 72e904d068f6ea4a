import { scheduledNotification } from '../../functions/local-account/deliveries.ts';
import { type Asked, accountOf, simulatedReader } from '../handlers/simulated-account.ts';
import { runChain } from '../handlers/sweep-chain.ts';

const TIME = '2026-11-22T10:00:00.000Z';

/** What the sweep of one rule takes in an account of so many agents, each with a role of its own. */
export async function countSweep(agents: number) {
  const account = accountOf(agents);
  const asked: Asked = { calls: new Map(), most: 0 };
  const { invocations } = await runChain({
    event: scheduledNotification({
      accountId: account.accountId,
      configRuleName: 'bedrock-warden-agent-role-trust-limits-source',
      ruleParameters: { ruleId: 'agent-role-trust-limits-source' },
      resultToken: 'token',
      time: TIME,
    }),
    start: Date.parse(TIME),
    timeoutMillis: 300_000,
    buildReaders: (clock, timeLeft) => [simulatedReader(account, { clock, timeLeft, asked })],
  });
  return {
    invocations: invocations.length,
    seconds: Math.round(Math.max(...invocations.map(({ took }) => took)) / 1000),
    kilobytes: Math.round(Math.max(...invocations.map(({ bytes }) => bytes)) / 1024),
    calls: Object.fromEntries(asked.calls),
  };
}
