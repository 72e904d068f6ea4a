import { expect, it } from 'vitest';
import { mapConcurrently } from '../../functions/adapters/map-concurrently.ts';

it('keeps the order of the items, whichever is done first', async () => {
  const doors = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const mapping = mapConcurrently([0, 1, 2], 3, async (index) => {
    await doors[index]?.promise;
    return `item ${index}`;
  });
  for (const { resolve } of doors.toReversed()) resolve();
  expect(await mapping).toEqual(['item 0', 'item 1', 'item 2']);
});

it('has no more under way than it may', async () => {
  let underWay = 0;
  let most = 0;
  await mapConcurrently([1, 2, 3, 4, 5, 6, 7], 3, async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await Promise.resolve();
    underWay -= 1;
  });
  expect(most).toBe(3);
});

it('begins nothing after a failure', async () => {
  const begun: number[] = [];
  const mapping = mapConcurrently([1, 2, 3, 4, 5, 6], 2, async (item) => {
    begun.push(item);
    if (item === 2) throw new Error('two');
    await Promise.resolve();
  });
  await expect(mapping).rejects.toThrow('two');
  await new Promise(setImmediate);
  expect(begun).toEqual([1, 2]);
});
