/** A literal `*` or `?` in a pattern whose `${*}` and `${?}` are already replaced; the parser refuses them in a document. */
export const LITERAL_STAR = '\u0001';
export const LITERAL_QUESTION_MARK = '\u0002';

const STAR = 0x2a;
const QUESTION_MARK = 0x3f;

/** A pattern of `*` (any characters) and `?` (exactly one), taken apart once so that most values need only comparisons. */
export interface Wildcard {
  readonly pattern: string;
  readonly shape: 'everything' | 'literal' | 'prefix' | 'parts' | 'scanned';
  /** The text before the first `*`; the whole text of a literal. */
  readonly head: string;
  /** The texts between two stars. */
  readonly middle: readonly string[];
  /** The text after the last `*`. */
  readonly tail: string;
}

const NONE: readonly string[] = [];

export function compileWildcard(pattern: string): Wildcard {
  const star = pattern.indexOf('*');
  if (pattern.includes('?') || pattern.includes(LITERAL_STAR) || pattern.includes(LITERAL_QUESTION_MARK)) {
    return { pattern, shape: 'scanned', head: '', middle: NONE, tail: '' };
  }
  if (star === -1) return { pattern, shape: 'literal', head: pattern, middle: NONE, tail: '' };
  const last = pattern.lastIndexOf('*');
  const head = pattern.slice(0, star);
  const tail = pattern.slice(last + 1);
  const middle =
    star === last
      ? NONE
      : pattern
          .slice(star + 1, last)
          .split('*')
          .filter(isNotEmpty);
  if (tail !== '' || middle.length > 0) return { pattern, shape: 'parts', head, middle, tail };
  return { pattern, shape: head === '' ? 'everything' : 'prefix', head, middle, tail };
}

const isNotEmpty = (text: string): boolean => text !== '';

/** Does the whole value match? Case-sensitive; whoever compares without case lowers both. */
export function wildcardMatches(wildcard: Wildcard, value: string): boolean {
  return wildcard.shape === 'literal' ? value === wildcard.head : wildcardMatchesPart(wildcard, value, 0, value.length);
}

/** Does the part of the text from `from` to `to` match? Nothing is copied. */
export function wildcardMatchesPart(wildcard: Wildcard, text: string, from: number, to: number): boolean {
  const { shape, head } = wildcard;
  if (shape === 'prefix') return to - from >= head.length && text.startsWith(head, from);
  if (shape === 'everything') return true;
  if (shape === 'literal') return to - from === head.length && text.startsWith(head, from);
  return shape === 'parts' ? partsMatch(wildcard, text, from, to) : scan(wildcard.pattern, text.slice(from, to));
}

/** Every part at its first possible place: what fits there leaves the most room for the rest. */
function partsMatch({ head, middle, tail }: Wildcard, value: string, from: number, to: number): boolean {
  const end = to - tail.length;
  let at = from + head.length;
  if (at > end || !value.startsWith(head, from) || !value.startsWith(tail, end)) return false;
  for (const part of middle) {
    const found = value.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= end;
}

/** At most (pattern length + 1) × (value length + 1) steps: only the last `*` is ever retried. */
function scan(pattern: string, value: string): boolean {
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

/** As `wildcardMatches`, for a pattern that is matched once. */
export function matchesWildcard(
  pattern: string,
  value: string,
  { caseInsensitive = false }: { readonly caseInsensitive?: boolean } = {},
): boolean {
  return caseInsensitive ? scan(pattern.toLowerCase(), value.toLowerCase()) : scan(pattern, value);
}

/** `*`, however often it is repeated. */
export const isEverything = (pattern: string): boolean => /^\*+$/.test(pattern);

/** Action names are compared without case. `*` is every action. */
export function matchesAction(pattern: string, action: string): boolean {
  return isEverything(pattern) || matchesWildcard(pattern, action, { caseInsensitive: true });
}
