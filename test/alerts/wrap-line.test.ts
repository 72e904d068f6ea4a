import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapLine } from '../../functions/alerts/wrap-line.ts';

test.each([
  ['a short line stays', 'one two', 10, ['one two']],
  ['a long line is broken at a space', 'one two three', 8, ['one two', '  three']],
  [
    'a word that is too long stays whole',
    'see arn:aws:iam::111122223333:role/r now',
    10,
    ['see', '  arn:aws:iam::111122223333:role/r', '  now'],
  ],
  ['a command stays whole', 'Ask `aws iam get-role` now', 10, ['Ask', '  `aws iam get-role`', '  now']],
  ['an empty line stays', '', 10, ['']],
])('%s', (_, line, width, expected) => {
  expect(wrapLine(line, width, '  ')).toEqual(expected);
});

test('no word is lost, and only a word alone is longer than the width', () => {
  const words = fc.array(fc.stringMatching(/^[a-z:/-]{1,12}$/), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.integer({ min: 4, max: 30 }), (all, width) => {
      const lines = wrapLine(all.join(' '), width, '  ');
      expect(lines.map((line) => line.trim()).join(' ')).toBe(all.join(' '));
      for (const line of lines) expect(line.length <= width || !line.trim().includes(' ')).toBe(true);
    }),
  );
});
