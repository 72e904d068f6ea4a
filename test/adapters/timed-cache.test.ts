import { expect, it } from 'vitest';
import { mapConcurrently } from '../../functions/adapters/map-concurrently.ts';
import { buildTimedCache } from '../../functions/adapters/timed-cache.ts';

it('two that want the same share one read', async () => {
  let reads = 0;
  const cache = buildTimedCache<number>(10, () => 0);
  const read = async () => ++reads;
  expect(await Promise.all([cache.get('a', read), cache.get('a', read), cache.get('b', read)])).toEqual([1, 1, 2]);
});

it('a read that failed is made again', async () => {
  const cache = buildTimedCache<string>(10, () => 0);
  await expect(cache.get('a', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(await cache.get('a', async () => 'read')).toBe('read');
});

it('what was read is new for a while, or from the moment that is asked for', async () => {
  let time = 0;
  let reads = 0;
  const cache = buildTimedCache<number>(10, () => time);
  const read = async () => ++reads;
  expect(await cache.get('a', read)).toBe(1);
  time = 9;
  expect([await cache.get('a', read), await cache.get('a', read, 0), await cache.get('a', read, 1)]).toEqual([1, 1, 2]);
  time = 100;
  expect([await cache.get('a', read, 9), await cache.get('a', read)]).toEqual([2, 3]);
  cache.forget('a');
  expect(await cache.get('a', read)).toBe(4);
});

it('what is older than an hour is let go', async () => {
  let time = 0;
  const cache = buildTimedCache<number>(10, () => time);
  await cache.get('a', async () => 1);
  time = 3_600_000;
  await cache.get('b', async () => 1);
  expect(await cache.get('a', async () => 2, 0)).toBe(2);
});

it('calls are made side by side up to the limit, results in the items’ order', async () => {
  const gates = new Map<number, () => void>();
  let most = 0;
  let running = 0;
  const mapped = mapConcurrently([3, 1, 2], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => gates.set(item, resolve));
    running -= 1;
    return item * 10;
  });
  for (const item of [1, 2, 3]) {
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    gates.get(item)?.();
  }
  expect([await mapped, most]).toEqual([[30, 10, 20], 2]);
});

it('a call that fails fails the whole', async () => {
  await expect(mapConcurrently([1, 2], 2, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
});
