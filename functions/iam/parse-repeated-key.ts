/** Where a JSON text writes a key a second time in the same object. */
export interface RepeatedKey {
  readonly key: string;
  /** The keys and positions that lead to that object. */
  readonly path: readonly (string | number)[];
}

interface Container {
  /** The keys so far; undefined for an array. */
  readonly keys: Set<string> | undefined;
  /** The key or position of the value that is being read. */
  at: string | number;
}

/**
 * The first key that is written twice in one object. `JSON.parse` keeps the last one silently; AWS: "Individual elements
 * must not contain multiple instances of the same key." One pass, without recursion.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @param json text that `JSON.parse` accepts
 */
export function repeatedKey(json: string): RepeatedKey | undefined {
  const containers: Container[] = [];
  let inside: Container | undefined;
  let keyComes = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) {
      const end = closingQuote(json, at);
      if (keyComes && inside?.keys !== undefined) {
        const key = unescaped(json.slice(at + 1, end));
        if (inside.keys.has(key)) return { key, path: containers.slice(0, -1).map((container) => container.at) };
        inside.keys.add(key);
        inside.at = key;
        keyComes = false;
      }
      at = end;
    } else if (character === COMMA) {
      keyComes = true;
      if (typeof inside?.at === 'number') inside.at += 1;
    } else if (character === BRACE || character === BRACKET) {
      inside = character === BRACE ? { keys: new Set(), at: '' } : { keys: undefined, at: 0 };
      containers.push(inside);
      keyComes = true;
    } else if (character === BRACE_END || character === BRACKET_END) {
      containers.pop();
      inside = containers.at(-1);
    }
  }
  return undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;

function closingQuote(json: string, opening: number): number {
  let end = json.indexOf('"', opening + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

/** Behind an odd number of backslashes. */
function isEscaped(json: string, quote: number): boolean {
  let first = quote;
  while (json.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (quote - first) % 2 === 1;
}

/** `\u0041ction` is the key `Action`. */
function unescaped(key: string): string {
  if (!key.includes('\\')) return key;
  const value: unknown = JSON.parse(`"${key}"`);
  return typeof value === 'string' ? value : key;
}
