import { type Truth, unknown } from './truth.ts';

/** A literal `*` or `?` in a pattern whose `${*}` and `${?}` are already replaced; the parser refuses them in a document. */
export const LITERAL_STAR = '\u0001';
export const LITERAL_QUESTION_MARK = '\u0002';

const STAR = 0x2a;
const QUESTION_MARK = 0x3f;

/**
 * Does the whole value match, where `*` stands for any characters and `?` for exactly one?
 * At most (pattern length + 1) × (value length + 1) steps: only the last `*` is ever retried.
 */
export function matchesWildcard(
  pattern: string,
  value: string,
  { caseInsensitive = false }: { readonly caseInsensitive?: boolean } = {},
): boolean {
  return caseInsensitive ? matches(pattern.toLowerCase(), value.toLowerCase()) : matches(pattern, value);
}

function matches(pattern: string, value: string): boolean {
  let p = 0;
  let v = 0;
  let starred = -1;
  let resume = 0;
  while (v < value.length) {
    const wanted = p < pattern.length ? pattern.charCodeAt(p) : -1;
    const seen = value.charCodeAt(v);
    if (wanted === STAR) {
      starred = p;
      p += 1;
      resume = v;
    } else if (wanted === QUESTION_MARK) {
      p += 1;
      v += characterLength(seen, value, v);
    } else if (wanted === seen || (wanted === 1 && seen === STAR) || (wanted === 2 && seen === QUESTION_MARK)) {
      p += 1;
      v += 1;
    } else if (starred !== -1) {
      p = starred + 1;
      resume += 1;
      v = resume;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern.charCodeAt(p) === STAR) p += 1;
  return p === pattern.length;
}

/** A character outside the basic plane is two code units and one character. */
function characterLength(unit: number, value: string, at: number): number {
  return unit >= 0xd800 && unit < 0xdc00 && at + 1 < value.length ? 2 : 1;
}

const isEverything = (pattern: string): boolean => /^\*+$/.test(pattern);

/** Action names are compared without case. `*` is every action. */
export function matchesAction(pattern: string, action: string): boolean {
  return isEverything(pattern) || matchesWildcard(pattern, action, { caseInsensitive: true });
}

/**
 * Does a Resource pattern certainly match an ARN? Partition, service, Region and account are matched one by one; in the
 * rest, `*` also stands for `/` and `:`. An ARN with missing fields is completed with `*`, as IAM does. An action without
 * resource types is asked for with the resource `*`, which only `*` matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(pattern: string, arn: string): boolean {
  return resourceMatch(pattern, arn) === true;
}

/**
 * As `matchesResource`, but unknown where only a `*` that reaches across a colon would match: the documentation says that
 * a `*` at the end of a segment "can" do so, and elsewhere that each segment is compared separately.
 */
export function resourceMatch(pattern: string, arn: string): Truth {
  if (pattern === arn || isEverything(pattern)) return true;
  const seen = arnFields(arn);
  if (seen.length < 6) return arn !== '*' && matches(pattern, arn);
  const wanted = arnFields(pattern);
  if (wanted.every((field, index) => matches(field, seen[index] ?? ''))) return true;
  const mayCross = /\*(:|$)/.test(pattern) && colons(arn) > colons(pattern) && matches(pattern, arn);
  return mayCross ? unknown(`wildcard across a colon in ${pattern}`) : false;
}

/** Up to six fields: what follows the fifth colon is the resource, colons included. */
export function arnFields(arn: string): readonly string[] {
  const fields: string[] = [];
  let start = 0;
  while (fields.length < 5) {
    const colon = arn.indexOf(':', start);
    if (colon === -1) break;
    fields.push(arn.slice(start, colon));
    start = colon + 1;
  }
  fields.push(arn.slice(start));
  return fields;
}

const colons = (text: string): number => text.split(':').length - 1;

const completed = (pattern: string): readonly string[] => {
  const fields = arnFields(pattern);
  return [...fields, ...Array<string>(6 - fields.length).fill('*')];
};

/** Does every ARN that `other` matches also match `pattern`? */
export function coversResource(pattern: string, other: string): boolean {
  if (isEverything(pattern)) return true;
  if (isEverything(other)) return false;
  const fields = completed(other);
  return completed(pattern).every((field, index) => covers(field, fields[index] ?? ''));
}

/** Can some ARN match both? */
export function intersectsResource(one: string, other: string): boolean {
  if (isEverything(one) || isEverything(other)) return true;
  const fields = completed(other);
  return completed(one).every((field, index) => intersects(field, fields[index] ?? ''));
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
  if (!pattern.includes('?')) return matches(pattern, other);
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
  if (!hasWildcard(one)) return matches(other, one);
  if (!hasWildcard(other)) return matches(one, other);
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
