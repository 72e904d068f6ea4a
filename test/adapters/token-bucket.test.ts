import { describe, expect, it } from 'vitest';
import { buildPace } from '../../functions/adapters/pace.ts';
import { buildTokenBucket } from '../../functions/adapters/token-bucket.ts';

/** A clock that stands still, and says how long each sleeper was told to sleep. */
function stillClock() {
  const slept: number[] = [];
  const clock = { time: 0, now: () => clock.time, sleep: async (millis: number) => void slept.push(millis), slept };
  return clock;
}

describe('a bucket of ten a second', () => {
  it('lets ten begin at once, and each after them a tenth of a second later', async () => {
    const clock = stillClock();
    const bucket = buildTokenBucket(10, clock);
    await Promise.all(Array.from({ length: 13 }, () => bucket.take()));
    expect(clock.slept).toEqual([100, 200, 300]);
  });

  it.each([
    ['nothing after none', 0, [100]],
    ['one after a tenth of a second', 100, []],
    ['half of what is missing', 50, [50]],
  ])('fills again: %s', async (_, millis, slept) => {
    const clock = stillClock();
    const bucket = buildTokenBucket(10, clock);
    for (let taken = 0; taken < 10; taken += 1) await bucket.take();
    clock.time += millis;
    await bucket.take();
    expect(clock.slept).toEqual(slept);
  });

  it('never holds more than ten, however long nobody came', async () => {
    const clock = stillClock();
    const bucket = buildTokenBucket(10, clock);
    clock.time += 3_600_000;
    for (let taken = 0; taken < 11; taken += 1) await bucket.take();
    expect(clock.slept).toEqual([100]);
  });
});

describe('the pace', () => {
  it('has a bucket for each operation that has a published rate', async () => {
    const clock = stillClock();
    const pace = buildPace(clock);
    const calls = ['ListAgents', 'GetAgent'].flatMap((name) => Array.from({ length: 16 }, () => name));
    await Promise.all(calls.map((name) => pace.wait('BedrockAgentClient', name)));
    // 10 of ListAgents and 15 of GetAgent began at once.
    expect(clock.slept).toEqual([100, 200, 300, 400, 500, 600, 67]);
  });

  it.each([
    ['BedrockAgentClient', 'ListPrompts'],
    ['IAMClient', 'GetPolicy'],
    ['', ''],
  ])('lets anything else begin: %s %s', async (client, operation) => {
    const clock = stillClock();
    const pace = buildPace(clock);
    await Promise.all(Array.from({ length: 100 }, () => pace.wait(client, operation)));
    expect(clock.slept).toEqual([]);
  });
});
