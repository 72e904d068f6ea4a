import { type RepeatedKey, repeatedKey } from './parse-repeated-key.ts';
import { quoted, type Refusal } from './refusal.ts';

/**
 * The limits for customers are far below: 10,240 characters for the inline policies of a role, 20 KB for a bucket policy,
 * 32 KB for a key policy. AWS's own AWSSupportServiceRolePolicy is beyond 131,072, and percent-encoding adds to it.
 */
export const LONGEST_DOCUMENT = 524_288;

interface Refused extends Refusal {
  readonly statement?: number;
}

/**
 * The JSON object inside a policy document: an object as it is, plain JSON text, or the percent-encoded JSON text that
 * IAM's API returns (RFC 3986: `+` is not a space). Never throws.
 */
export function readDocument(document: unknown): { readonly value: Readonly<Record<string, unknown>> } | Refused {
  if (typeof document === 'string') return readText(document);
  if (!isObject(document)) {
    return { problem: `a policy is a JSON object, not ${kindOf(document)}`, help: 'Give the policy document itself.' };
  }
  return { value: document };
}

function readText(text: string): ReturnType<typeof readDocument> {
  if (text.length > LONGEST_DOCUMENT) return tooLong(text.length);
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return { problem: 'the document is empty', help: 'Give a policy document with a `Statement`.' };
  const json = /^[{["]/.test(trimmed) ? trimmed : percentDecoded(trimmed);
  if (json === undefined) {
    return {
      problem: 'the document is neither JSON nor percent-encoded JSON',
      help: 'Give JSON, or the encoded text as the IAM API returns it.',
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { problem: `the document is not JSON: ${syntaxProblem(json, error)}`, help: syntaxHelp(json) };
  }
  const repeated = repeatedKey(json);
  if (repeated !== undefined) return writtenTwice(repeated);
  if (isObject(value)) return { value };
  return {
    problem: `a policy is a JSON object, not ${kindOf(value)}`,
    help: 'Wrap the statements: `{"Version": "2012-10-17", "Statement": […]}`.',
  };
}

/** The place is told when it is in an element of the policy or of a statement. */
function writtenTwice({ key, path: [outer, ...inner] }: RepeatedKey): Refused {
  const refusal = {
    problem: `\`${quoted(key)}\` is written twice in the same object`,
    help: 'Put both values into one; AWS refuses a key that is repeated.',
  };
  if (outer !== 'Statement') return { ...refusal, element: quoted(String(outer ?? key)) };
  const [first, ...rest] = inner;
  const within = typeof first === 'number' ? rest : inner;
  const [element = key] = within;
  return { ...refusal, statement: typeof first === 'number' ? first : 0, element: quoted(String(element)) };
}

const tooLong = (length: number): Refused => ({
  problem: `the document has ${length} characters, more than ${LONGEST_DOCUMENT}`,
  help: 'No AWS policy is that long; look at what the file really contains.',
});

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text).trim();
  } catch {
    return undefined;
  }
}

/** Outside strings: `//` inside one is a URL. */
const hasComment = (json: string): boolean => /\/\/|\/\*/.test(json.replace(/"(?:[^"\\]|\\.)*"/g, '""'));

function syntaxProblem(json: string, error: unknown): string {
  if (hasComment(json)) return 'it has comments';
  const message = error instanceof Error ? error.message : '';
  // Node quotes a part of the text, which may be long or secret; the place is enough.
  return /position \d+( \(line \d+ column \d+\))?/.exec(message)?.[0] ?? 'it ends too early or has a stray character';
}

const syntaxHelp = (json: string): string =>
  hasComment(json)
    ? 'JSON has no comments: remove `//` and `/* */`; a statement can be named with `Sid`.'
    : 'Look for a missing quote, bracket or comma at that place, or a comma before a closing bracket.';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
