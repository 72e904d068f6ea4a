import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textDiff } from '../../functions/remediation/wording/text-diff.ts';

const lines = (...texts: readonly string[]): string => texts.join('\n');

it.each([
  ['nothing changed', lines('a', 'b'), lines('a', 'b'), ''],
  ['all is new', '', lines('a', 'b'), lines('--- /dev/null', '+++ x (proposed)', '@@ -0,0 +1,2 @@', '+a', '+b')],
  ['all is gone', 'a', '', lines('--- x (as read)', '+++ /dev/null', '@@ -1,1 +0,0 @@', '-a')],
  [
    'two changes that are far apart',
    lines('a', '1', '2', '3', '4', '5', '6', '7', 'z'),
    lines('b', '1', '2', '3', '4', '5', '6', '7', 'y'),
    lines(
      '--- x (as read)',
      '+++ x (proposed)',
      '@@ -1,4 +1,4 @@',
      '-a',
      '+b',
      ' 1',
      ' 2',
      ' 3',
      '@@ -6,4 +6,4 @@',
      ' 5',
      ' 6',
      ' 7',
      '-z',
      '+y',
    ),
  ],
])('%s', (_name, before, after, diff) => {
  expect(textDiff(before, after, 'x')).toBe(diff);
});

/** What a patch program makes of a text. */
function patched(before: string, diff: string): string {
  const old = before === '' ? [] : before.split('\n');
  const out: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(2)) {
    const hunk = /^@@ -(\d+),(\d+) /.exec(line);
    if (hunk !== null) {
      const start = hunk[2] === '0' ? Number(hunk[1]) : Number(hunk[1]) - 1;
      out.push(...old.slice(at, start));
      at = start;
    } else {
      if (line.startsWith('+')) out.push(line.slice(1));
      else {
        if (line.startsWith(' ')) out.push(line.slice(1));
        at += 1;
      }
    }
  }
  return [...out, ...old.slice(at)].join('\n');
}

it('can be applied', () => {
  const text = fc
    .array(fc.constantFrom('{', '}', '"a"', '"b"'), { minLength: 1, maxLength: 30 })
    .map((all) => all.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = textDiff(before, after, 'x');
      return diff === '' ? before === after : patched(before, diff) === after;
    }),
  );
});
