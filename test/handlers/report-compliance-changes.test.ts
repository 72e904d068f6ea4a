import { describe, expect, it } from 'vitest';
import type { NewNonCompliance } from '../../functions/alerts/non-compliance.ts';
import { reportComplianceChanges } from '../../functions/handlers/report-compliance-changes.ts';
import { toldInLedger } from '../../functions/handlers/told.ts';
import { account, arnOf, idOf, indexes, nameOf, OTHERS, SOURCE, STEADY, worldOf } from './compliance-world.ts';

describe('a role', () => {
  it('that became non-compliant is told once, with all its rules and what is to be done', async () => {
    const { config, report, told, published } = worldOf();
    const events = [config(0, SOURCE, 'NON_COMPLIANT'), config(0, OTHERS, 'NON_COMPLIANT')];
    expect(await report(...events)).toEqual([]);
    expect(await report(...events)).toEqual([]);
    expect(told()).toEqual([['non-compliant', `[HIGH] Non-compliant: agent-0: ${SOURCE}`]]);
    const { email } = JSON.parse(published[0]?.body ?? '');
    expect(email).toContain('Role: arn:aws:iam::111122223333:role/agent-0');
  });

  it('is told of rules whose own events come later', async () => {
    const { config, report, told } = worldOf();
    const first = config(0, SOURCE, 'NON_COMPLIANT');
    const second = config(0, SOURCE, 'NON_COMPLIANT');
    await report(first);
    await report(second);
    expect(told().length).toBe(1);
  });

  it('that is compliant again is told as resolved, in the conversation that it began', async () => {
    const { config, report, told, published } = worldOf();
    await report(config(0, SOURCE, 'NON_COMPLIANT'));
    await report(config(0, SOURCE, 'COMPLIANT'));
    expect(told()).toEqual([
      ['non-compliant', `[HIGH] Non-compliant: agent-0: ${SOURCE}`],
      ['compliant', `Resolved: agent-0: ${SOURCE}`],
    ]);
    const threads = published.map(({ body }) => JSON.parse(JSON.parse(body).sqs).thread);
    expect(threads[0]).toBe(threads[1]);
  });

  it('and one to which a rule no longer applies', async () => {
    const { world, config, report, told } = worldOf();
    await report(config(0, SOURCE, 'NON_COMPLIANT'));
    world.account = { ...account, agents: [] };
    await report(config(0, SOURCE, 'NOT_APPLICABLE'));
    expect(told().map(([reason]) => reason)).toEqual(['non-compliant', 'compliant']);
  });

  it('that goes back and forth is told each time', async () => {
    const { config, report, told, pass } = worldOf();
    for (const type of ['NON_COMPLIANT', 'COMPLIANT', 'NON_COMPLIANT', 'COMPLIANT'] as const) {
      await report(config(0, SOURCE, type));
      pass(20);
    }
    expect(told().map(([reason]) => reason)).toEqual(['non-compliant', 'compliant', 'non-compliant', 'compliant']);
  });

  it('that was never told of is not told as resolved', async () => {
    const { config, report, told } = worldOf();
    expect(await report(config(0, SOURCE, 'COMPLIANT'))).toEqual([]);
    expect(told()).toEqual([]);
  });

  it('is told of what one of two Config rules finds that ask the same', async () => {
    const { config, services, held, told } = worldOf();
    const event = config(0, SOURCE, 'NON_COMPLIANT');
    const results = held.get(idOf(0));
    const name = `bedrock-warden-${SOURCE}`;
    const found = results?.get(name);
    const rules = [name, `${name}-conformance-pack-abc`];
    if (found !== undefined) results?.set(rules[1] ?? '', { ...found, complianceType: 'COMPLIANT' });
    const readConfigRules = async () =>
      rules.map((configRuleName) => ({ configRuleName, ruleId: SOURCE, parameters: {} }));
    await reportComplianceChanges([{ messageId: '0', body: event }], { ...services, readConfigRules });
    expect(told()).toEqual([['non-compliant', `[HIGH] Non-compliant: agent-0: ${SOURCE}`]]);
  });

  it('that is in order by now, whatever AWS Config holds, is left to its next event', async () => {
    const { config, report, told } = worldOf();
    await report(config(0, OTHERS, 'NON_COMPLIANT'));
    expect(told()).toEqual([]);
  });
});

describe('a changed workload', () => {
  const found = (): NewNonCompliance => ({
    ruleId: SOURCE,
    title: 't',
    resourceId: idOf(0),
    roleArn: arnOf(0),
    roleName: nameOf(0),
    findings: [{ id: 'x', severity: 'high', message: 'm', remediation: 'r' }],
  });

  it('has told already what AWS Config tells later, and its end is told', async () => {
    const { config, report, told, memory, clock, pass } = worldOf();
    const teller = toldInLedger(memory.ledger, () => clock.time);
    const { untold, alertId } = await teller.take([found()], () => 'change/1');
    await teller.confirm(untold, alertId);
    pass(60);
    await report(config(0, SOURCE, 'NON_COMPLIANT'));
    expect(told()).toEqual([]);
    pass(48 * 60);
    await report(config(0, SOURCE, 'COMPLIANT'));
    expect(told()).toEqual([['compliant', `Resolved: agent-0: ${SOURCE}`]]);
  });

  it('is no reason to believe an older result of AWS Config', async () => {
    const { config, report, told, memory, clock } = worldOf();
    config(0, SOURCE, 'COMPLIANT');
    const teller = toldInLedger(memory.ledger, () => clock.time);
    const { untold, alertId } = await teller.take([found()], () => 'change/1');
    await teller.confirm(untold, alertId);
    await report(config(0, OTHERS, 'COMPLIANT'));
    expect(told()).toEqual([]);
  });

  it('that was put in order unseen is told when it is wrong again', async () => {
    const { memory, clock } = worldOf();
    const teller = toldInLedger(memory.ledger, () => clock.time);
    const { untold, alertId } = await teller.take([found()], () => 'change/1');
    await teller.confirm(untold, alertId);
    await teller.forget([{ ruleId: SOURCE, resourceId: idOf(0) }]);
    expect((await teller.take([found()], () => 'change/2')).untold).toEqual([found()]);
  });

  it('takes up what was taken and not told, under the same id', async () => {
    const { memory, clock, pass } = worldOf();
    const teller = toldInLedger(memory.ledger, () => clock.time);
    await teller.take([found()], () => 'change/1');
    await expect(teller.take([found()], () => 'change/2')).rejects.toThrow('another invocation is telling');
    pass(12);
    expect(await teller.take([found()], () => 'change/2')).toEqual({ untold: [found()], alertId: 'change/1' });
  });
});

describe('the first deployment', () => {
  it('with many findings is one digest, and each later change is told alone', async () => {
    const { config, report, tick, pass, told } = worldOf('never told');
    expect(await tick()).toEqual([]);
    for (const index of indexes) {
      pass(0.5);
      expect(await report(config(index, SOURCE, 'NON_COMPLIANT'))).toEqual([]);
    }
    pass(14);
    await tick();
    expect(told()).toEqual([]);
    pass(2);
    expect(await tick()).toEqual([]);
    expect(told()).toEqual([['many', '[HIGH] 40 roles non-compliant, 40 results: account 111122223333']]);
    await tick();
    await report(config(3, SOURCE, 'NON_COMPLIANT'));
    expect(told().length).toBe(1);
    await report(config(3, SOURCE, 'COMPLIANT'));
    expect(told()[1]).toEqual(['compliant', `Resolved: agent-3: ${SOURCE}`]);
  });

  it('with few findings tells each alone, and with none nothing', async () => {
    const { config, report, tick, pass, told } = worldOf('never told');
    await report(
      config(0, SOURCE, 'NON_COMPLIANT'),
      config(1, SOURCE, 'NON_COMPLIANT'),
      config(2, SOURCE, 'COMPLIANT'),
    );
    pass(16);
    await tick();
    expect(told().map(([reason]) => reason)).toEqual(['non-compliant', 'non-compliant']);
    const empty = worldOf('never told');
    await empty.tick();
    empty.pass(16);
    await empty.tick();
    expect([empty.told(), empty.memory.state.settling?.waiting]).toEqual([[], undefined]);
  });

  it('waits no longer than two hours', async () => {
    const { config, report, pass, told } = worldOf('never told');
    for (let minutes = 0; minutes <= 130; minutes += 10) {
      await report(config(minutes / 10, SOURCE, 'NON_COMPLIANT'));
      pass(10);
    }
    expect(told().map(([reason]) => reason)).toEqual(['many', 'non-compliant']);
  });
});

it('tells few roles alone, and the rest of many in one digest', async () => {
  const { config, report, tick, pass, told } = worldOf();
  for (const index of indexes) await report(config(index, SOURCE, 'NON_COMPLIANT'));
  pass(16);
  await tick();
  expect(told().map(([reason]) => reason)).toEqual([...Array.from({ length: 5 }, () => 'non-compliant'), 'many']);
  expect(told()[5]?.[1]).toContain('35 roles non-compliant');
});

it('sends a message back that is none, and leaves other events alone', async () => {
  const { report, told } = worldOf();
  const foreign = JSON.stringify({ detail: { messageType: 'ComplianceChangeNotification', configRuleName: 'other' } });
  expect(await report('{', foreign, '[]', '{}')).toEqual(['0', '2', '3']);
  expect(told()).toEqual([]);
});

describe('whenever the function dies', () => {
  const stories: Readonly<Record<string, (world: ReturnType<typeof worldOf>) => Promise<void>>> = {
    'one role': async ({ config, report, pass }) => {
      const event = config(0, SOURCE, 'NON_COMPLIANT');
      while ((await report(event)).length > 0) pass(12);
    },
    'a digest': async ({ config, report, tick, pass }) => {
      for (const index of indexes) {
        const event = config(index, SOURCE, 'NON_COMPLIANT');
        while ((await report(event)).length > 0) pass(1);
      }
      pass(16);
      for (let round = 0; round < 6; round += 1) {
        await tick();
        pass(15);
      }
    },
  };

  it.each(Object.keys(stories))('nothing is lost, and nothing told under two ids: %s', async (name) => {
    const start = () => worldOf(name === 'a digest' ? 'never told' : STEADY);
    const whole = start();
    await stories[name]?.(whole);
    expect(whole.ids().length).toBe(1);
    for (let dieAt = 1; dieAt <= whole.memory.state.writes; dieAt += 1) {
      const crashed = start();
      crashed.memory.state.dieAt = dieAt;
      await stories[name]?.(crashed);
      expect({ dieAt, ids: new Set(crashed.ids()).size }).toEqual({ dieAt, ids: 1 });
      const pending = [...crashed.memory.items.values()].filter((item) => item.pending !== undefined);
      expect({ dieAt, pending }).toEqual({ dieAt, pending: [] });
    }
  });

  it('a topic that is away for a while gets it later', async () => {
    const { config, report, world, pass, ids } = worldOf();
    world.publishes = false;
    const event = config(0, SOURCE, 'NON_COMPLIANT');
    expect(await report(event)).toEqual(['0']);
    world.publishes = true;
    expect(await report(event)).toEqual(['0']);
    pass(12);
    expect(await report(event)).toEqual([]);
    expect(ids().length).toBe(1);
  });
});
