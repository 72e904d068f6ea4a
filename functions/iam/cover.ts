import { completedFields } from './arn.ts';
import { isEverything, matchesWildcard } from './wildcard.ts';

/** Does every ARN that `other` matches also match `pattern`? */
export function coversResource(pattern: string, other: string): boolean {
  if (isEverything(pattern)) return true;
  if (isEverything(other)) return false;
  const fields = completedFields(other);
  return completedFields(pattern).every((field, index) => covers(field, fields[index] ?? ''));
}

/** Can some ARN match both? */
export function intersectsResource(one: string, other: string): boolean {
  if (isEverything(one) || isEverything(other)) return true;
  const fields = completedFields(other);
  return completedFields(one).every((field, index) => intersects(field, fields[index] ?? ''));
}

export const coversAction = (pattern: string, other: string): boolean =>
  isEverything(pattern) || (!isEverything(other) && covers(pattern.toLowerCase(), other.toLowerCase()));

export const intersectsAction = (one: string, other: string): boolean =>
  isEverything(one) || isEverything(other) || intersects(one.toLowerCase(), other.toLowerCase());

/** Beyond this the answer is the cautious one: "not shown to cover", "may intersect". No real policy comes near. */
const MOST_STEPS = 200_000;

/**
 * Does every string that `other` matches also match `pattern`? Exact.
 *
 * A character that occurs in neither pattern is the hardest to match: only a wildcard does. So `other` stands for the
 * strings in which each of its `?` is such a character and each of its `*` a run of them, of every length. `pattern` is
 * followed through those strings as a set of positions; a run has no more than `pattern.length + 1` different effects.
 * Without a `?` in `pattern`, only its `*` can take a run, whatever its length: then `other` is matched as it is written.
 */
export function covers(pattern: string, other: string): boolean {
  if (!pattern.includes('?')) return matchesWildcard(pattern, other);
  const wanted = [...pattern];
  const given = [...other];
  const start = closure(new Set([0]), wanted);
  let reachable = new Map([[key(start), start]]);
  let steps = 0;
  for (const character of given) {
    const next = new Map<string, ReadonlySet<number>>();
    for (const first of reachable.values()) {
      let positions: ReadonlySet<number> = character === '*' ? first : advance(first, character, wanted);
      for (;;) {
        steps += wanted.length + 1;
        if (steps > MOST_STEPS || positions.size === 0) return false;
        const name = key(positions);
        if (next.has(name)) break;
        next.set(name, positions);
        if (character !== '*') break;
        positions = advance(positions, '?', wanted);
      }
    }
    reachable = next;
  }
  return [...reachable.values()].every((positions) => positions.has(wanted.length));
}

/** One character on; `?` stands for a character that only wildcards match. */
function advance(positions: ReadonlySet<number>, character: string, pattern: readonly string[]): ReadonlySet<number> {
  const next = new Set<number>();
  for (const position of positions) {
    const wanted = pattern[position];
    if (wanted === '*') next.add(position);
    else if (wanted === '?' || (wanted === character && character !== '?')) next.add(position + 1);
  }
  return closure(next, pattern);
}

function closure(positions: Set<number>, pattern: readonly string[]): ReadonlySet<number> {
  for (const position of positions) if (pattern[position] === '*') positions.add(position + 1);
  return positions;
}

const key = (positions: ReadonlySet<number>): string => [...positions].toSorted((a, b) => a - b).join();

const hasWildcard = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?');

/** Can some string match both patterns? Exact. */
export function intersects(one: string, other: string): boolean {
  if (!hasWildcard(one)) return matchesWildcard(other, one);
  if (!hasWildcard(other)) return matchesWildcard(one, other);
  const left = [...one];
  const right = [...other];
  if (left.length * right.length > MOST_STEPS) return true;
  // below[j]: can the rest of `left` after i and the rest of `right` from j match the same string?
  let below = Array<boolean>(right.length + 1).fill(false);
  for (let i = left.length; i >= 0; i -= 1) {
    const row = Array<boolean>(right.length + 1).fill(false);
    for (let j = right.length; j >= 0; j -= 1) {
      const a = left[i];
      const b = right[j];
      row[j] =
        (a === undefined && b === undefined) ||
        (a === '*' && (below[j] === true || (b !== undefined && row[j + 1] === true))) ||
        (b === '*' && (row[j + 1] === true || (a !== undefined && below[j] === true))) ||
        (a !== undefined && b !== undefined && (a === '?' || b === '?' || a === b) && below[j + 1] === true);
    }
    below = row;
  }
  return below[0] === true;
}
