import { describe, expect, it } from 'vitest';
import { toldInLedger } from '../../functions/handlers/told.ts';
import {
  account,
  arnOf,
  idOf,
  indexes,
  nameOf,
  OTHERS,
  SOURCE,
  unreadAccount,
  without,
  worldOf,
} from './compliance-world.ts';

const many = '[HIGH] 40 roles non-compliant, 40 results: account 111122223333';

describe('a digest of many', () => {
  it('is told once, and a change that comes meanwhile is told after it', async () => {
    const { world, config, report, tick, pass, told } = worldOf('never told');
    for (const index of indexes) await report(config(index, SOURCE, 'NON_COMPLIANT'));
    pass(16);
    world.account = without(39);
    config(39, SOURCE, 'NOT_APPLICABLE');
    let late: readonly string[] = [];
    let event = '';
    world.whileReading = async () => {
      world.whileReading = async () => {};
      world.account = account;
      event = config(39, SOURCE, 'NON_COMPLIANT');
      late = await report(event);
    };
    await tick();
    expect([late, told()]).toEqual([['0'], [['many', many.replaceAll('40', '39')]]]);
    pass(15);
    expect(await report(event)).toEqual([]);
    expect(told().slice(1)).toEqual([['non-compliant', `[HIGH] Non-compliant: agent-39: ${SOURCE}`]]);
  });

  it('of nothing but what is in order by now is none, nor is its end', async () => {
    const { config, report, tick, pass, told } = worldOf('never told');
    for (const index of indexes) await report(config(index, OTHERS, 'NON_COMPLIANT'));
    pass(16);
    expect(await tick()).toEqual([]);
    expect(told()).toEqual([]);
    await report(config(0, OTHERS, 'COMPLIANT'));
    expect(told()).toEqual([]);
  });

  it('leaves out what is in order by now, which is not told as resolved either', async () => {
    const { config, report, tick, pass, told } = worldOf('never told');
    for (const index of indexes) await report(config(index, SOURCE, 'NON_COMPLIANT'));
    await report(config(0, OTHERS, 'NON_COMPLIANT'));
    pass(16);
    await tick();
    await report(config(0, OTHERS, 'COMPLIANT'));
    expect(told()).toEqual([['many', many]]);
  });

  it('tells the end of what was told of a role that is deleted while it waits', async () => {
    const { world, config, report, tick, pass, told, published } = worldOf();
    await report(config(0, SOURCE, 'NON_COMPLIANT'));
    pass(20);
    await report(...indexes.slice(1).map((index) => config(index, SOURCE, 'NON_COMPLIANT')));
    world.account = without(0);
    await report(config(0, SOURCE, 'NOT_APPLICABLE'));
    pass(16);
    await tick();
    expect(told().map(([reason]) => reason)).toEqual(['non-compliant', 'many']);
    expect(told()[1]?.[1]).toBe(many.replaceAll('40', '39'));
    expect(JSON.parse(published[1]?.body ?? '{}').email).toContain('1 result meanwhile compliant again');
  });

  it('of nothing but what is compliant again says so, and of which roles', async () => {
    const { world, config, report, tick, pass, told, published } = worldOf('never told');
    for (const index of indexes) await report(config(index, SOURCE, 'NON_COMPLIANT'));
    pass(16);
    await tick();
    world.account = { ...account, agents: [] };
    await report(...indexes.map((index) => config(index, SOURCE, 'NOT_APPLICABLE')));
    pass(16);
    await tick();
    expect(told()[1]).toEqual(['many', 'Resolved: 40 roles compliant again, 40 results: account 111122223333']);
    expect(JSON.parse(published[1]?.body ?? '{}').email).toContain(`agent-0: ${SOURCE}`);
  });

  it('that was told and not noted is noted, and what AWS Config recorded later is told after it', async () => {
    const { config, report, tick, pass, told, memory } = worldOf('never told');
    for (const index of indexes.slice(1)) await report(config(index, SOURCE, 'NON_COMPLIANT'));
    pass(16);
    const { writes } = memory.state;
    // Who tells, that it was told, and then the first of what was told.
    memory.state.dieAt = writes + 3;
    await tick();
    pass(1);
    config(0, SOURCE, 'NON_COMPLIANT');
    pass(15);
    await tick();
    expect(told()).toEqual([['many', many.replaceAll('40', '39')]]);
    pass(75);
    await tick();
    expect(told().slice(1)).toEqual([['non-compliant', `[HIGH] Non-compliant: agent-0: ${SOURCE}`]]);
  });
});

describe('a role that was told of as non-compliant', () => {
  it('is not resolved when nobody can tell, and is when it is in order', async () => {
    const { world, config, report, tick, pass, told } = worldOf();
    await report(config(0, SOURCE, 'NON_COMPLIANT'));
    world.account = unreadAccount;
    await report(config(0, SOURCE, 'NOT_APPLICABLE'));
    pass(90);
    await tick();
    expect(told().map(([reason]) => reason)).toEqual(['non-compliant']);
    world.account = account;
    await report(config(0, SOURCE, 'COMPLIANT'));
    expect(told().map(([reason]) => reason)).toEqual(['non-compliant', 'compliant']);
  });

  it('is named when it is deleted, by its name and not by its id', async () => {
    const { world, config, report, told } = worldOf();
    await report(config(0, SOURCE, 'NON_COMPLIANT'));
    world.account = without(0);
    await report(config(0, SOURCE, 'NOT_APPLICABLE'));
    expect(told()[1]).toEqual(['compliant', `Resolved: agent-0: ${SOURCE}`]);
  });

  it('is resolved although the event of its deletion was lost', async () => {
    const { world, config, report, tick, pass, told } = worldOf();
    await report(config(0, SOURCE, 'NON_COMPLIANT'));
    world.account = without(0);
    config(0, SOURCE, 'NOT_APPLICABLE');
    pass(61);
    await tick();
    expect(told()[1]).toEqual(['compliant', `Resolved: agent-0: ${SOURCE}`]);
  });
});

describe('the schedule', () => {
  it('tells what no event told of, and at the same time nothing twice', async () => {
    const { config, report, tick, pass, told } = worldOf();
    const event = config(0, SOURCE, 'NON_COMPLIANT');
    pass(61);
    await tick();
    await report(event);
    await tick();
    expect(told()).toEqual([['non-compliant', `[HIGH] Non-compliant: agent-0: ${SOURCE}`]]);
  });

  it('leaves what has just changed to its event', async () => {
    const { config, tick, pass, told } = worldOf();
    pass(61);
    config(0, SOURCE, 'NON_COMPLIANT');
    await tick();
    expect(told()).toEqual([]);
  });

  it('tells many that no event told of in one digest', async () => {
    const { config, tick, pass, told } = worldOf();
    for (const index of indexes) config(index, SOURCE, 'NON_COMPLIANT');
    for (let round = 0; round < 6; round += 1) {
      pass(15);
      await tick();
    }
    expect(told()).toEqual([['many', many]]);
  });

  it('tells what was decided and never told, when its messages come no more', async () => {
    const { config, report, tick, pass, world, ids } = worldOf();
    world.publishes = false;
    await report(config(0, SOURCE, 'NON_COMPLIANT'));
    world.publishes = true;
    pass(15);
    await tick();
    expect(ids()).toEqual([`compliance/${idOf(0)}/1`]);
  });
});

it('what nobody can tell of keeps nothing else from being told', async () => {
  const { world, config, report, tick, pass, told, memory } = worldOf();
  for (const index of indexes.slice(0, 6)) {
    await report(config(index, SOURCE, 'NON_COMPLIANT'));
    pass(20);
    config(index, SOURCE, 'NOT_APPLICABLE');
  }
  // Five are as they were, and the last is gone.
  world.account = without(5);
  expect(memory.items.size).toBe(6);
  pass(61);
  await tick();
  expect(told().at(-1)).toEqual(['compliant', `Resolved: agent-5: ${SOURCE}`]);
});

describe('what a changed workload showed', () => {
  const found = {
    ruleId: SOURCE,
    title: 't',
    resourceId: idOf(0),
    roleArn: arnOf(0),
    roleName: nameOf(0),
    findings: [{ id: 'x', severity: 'high', message: 'm', remediation: 'r' }],
  } as const;

  async function shown() {
    const world = worldOf();
    const teller = toldInLedger(world.memory.ledger, () => world.clock.time);
    const { untold, alertId } = await teller.take([found], () => 'change/1');
    await teller.confirm(untold, alertId);
    world.pass(5);
    return { ...world, teller };
  }

  it('and was put in order before AWS Config held it is told as resolved, once', async () => {
    const { world, teller, tick, pass, told } = await shown();
    world.account = without(0);
    await teller.forget([{ ruleId: SOURCE, resourceId: idOf(0) }]);
    for (let round = 0; round < 3; round += 1) {
      await tick();
      pass(15);
    }
    expect(told()).toEqual([['compliant', `Resolved: agent-0: ${SOURCE}`]]);
  });

  it('and is wrong again by then is not told as resolved', async () => {
    const { teller, tick, told } = await shown();
    await teller.forget([{ ruleId: SOURCE, resourceId: idOf(0) }]);
    await tick();
    expect(told()).toEqual([]);
  });

  it('and is repaired by a change of the role is told as resolved with the next event of the role', async () => {
    const { config, report, told } = await shown();
    config(0, SOURCE, 'COMPLIANT');
    await report(config(0, OTHERS, 'COMPLIANT'));
    expect(told()).toEqual([['compliant', `Resolved: agent-0: ${SOURCE}`]]);
  });

  it('and AWS Config never held is told as resolved when a sweep should have found it, if it is in order', async () => {
    const { world, tick, pass, told } = await shown();
    pass(26 * 60);
    await tick();
    expect(told()).toEqual([]);
    world.account = without(0);
    pass(60);
    await tick();
    expect(told()).toEqual([['compliant', `Resolved: agent-0: ${SOURCE}`]]);
  });
});

it('roles that people were told nothing of, and are in order, make nobody wait', async () => {
  const { config, report, told } = worldOf();
  const inOrder = indexes.slice(1, 20).map((index) => config(index, OTHERS, 'COMPLIANT'));
  await report(...inOrder, config(0, SOURCE, 'NON_COMPLIANT'));
  expect(told()).toEqual([['non-compliant', `[HIGH] Non-compliant: agent-0: ${SOURCE}`]]);
});
