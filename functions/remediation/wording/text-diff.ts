type Line = readonly [mark: ' ' | '-' | '+', text: string];

/** Lines of unchanged text around a change. */
const CONTEXT = 3;

/** A unified diff of two texts; empty when they are the same. */
export function textDiff(before: string, after: string, name: string): string {
  const lines = compared(linesOf(before), linesOf(after));
  const changed = lines.flatMap(([mark], index) => (mark === ' ' ? [] : [index]));
  if (changed.length === 0) return '';
  const from = before === '' ? '/dev/null' : `${name} (as read)`;
  const to = after === '' ? '/dev/null' : `${name} (proposed)`;
  return [`--- ${from}`, `+++ ${to}`, ...hunks(lines, changed)].join('\n');
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));

/** By the longest common subsequence of the lines between a common start and a common end. */
function compared(before: readonly string[], after: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [
    ...before.slice(0, start).map(same),
    ...changes(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

const same = (text: string): Line => [' ', text];

function changes(before: readonly string[], after: readonly string[]): readonly Line[] {
  // lengths[i][j]: of the longest common subsequence of what follows i and j.
  const lengths = Array.from({ length: before.length + 1 }, () => Array<number>(after.length + 1).fill(0));
  const lengthAt = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      (lengths[i] ?? [])[j] =
        before[i] === after[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, next] = [before[i], after[j]];
    if (old !== undefined && old === next) {
      lines.push([' ', old]);
      [i, j] = [i + 1, j + 1];
    } else if (old !== undefined && (next === undefined || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      lines.push(['-', old]);
      i += 1;
    } else {
      lines.push(['+', next ?? '']);
      j += 1;
    }
  }
  return lines;
}

function hunks(lines: readonly Line[], changed: readonly number[]): readonly string[] {
  const ranges: [first: number, last: number][] = [];
  for (const index of changed) {
    const range = ranges.at(-1);
    if (range !== undefined && index - range[1] <= 2 * CONTEXT) range[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.flatMap(([first, last]) => {
    const from = Math.max(0, first - CONTEXT);
    const part = lines.slice(from, last + CONTEXT + 1);
    const place = (other: '-' | '+'): string => {
      const count = part.filter(([mark]) => mark !== other).length;
      const start = lines.slice(0, from).filter(([mark]) => mark !== other).length;
      return `${count === 0 ? start : start + 1},${count}`;
    };
    return [`@@ -${place('+')} +${place('-')} @@`, ...part.map(([mark, text]) => `${mark}${text}`)];
  });
}
