/** Chance from a seed: the same seed throws the same cases everywhere. */
export interface Dice {
  /** From 0 to `sides` - 1. */
  throw(sides: number): number;
  chance(percent: number): boolean;
  pick<T>(things: readonly T[]): T;
  /** From `least` to `most` throws. */
  several<T>(least: number, most: number, make: () => T): readonly T[];
}

/** SplitMix32. */
export function diceFrom(seed: number): Dice {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const dice: Dice = {
    throw: (sides) => Math.floor((next() / 2 ** 32) * sides),
    chance: (percent) => next() < (percent / 100) * 2 ** 32,
    pick: (things) => {
      const thing = things[dice.throw(things.length)];
      if (thing === undefined) throw new Error('nothing to pick from');
      return thing;
    },
    several: (least, most, make) => Array.from({ length: least + dice.throw(most - least + 1) }, make),
  };
  return dice;
}
