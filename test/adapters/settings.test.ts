import { expect, it } from 'vitest';
import { readSettings } from '../../functions/adapters/settings.ts';

it('are the variables that were asked for', () => {
  expect(readSettings(['A', 'B'], { A: '1', B: '2', C: '3' })).toEqual({ A: '1', B: '2' });
});

it('that are missing or empty are named all at once', () => {
  expect(() => readSettings(['A', 'B', 'C'], { B: '', C: '3' })).toThrow('environment variables are not set: A, B; ');
});
