import type { LintFinding } from './lint.ts';
import { nearest } from './nearest.ts';
import type { PolicyError } from './policy.ts';
import { isObject, LONGEST_DOCUMENT } from './policy-document.ts';
import { POLICY_ELEMENTS, STATEMENT_ELEMENTS } from './policy-elements.ts';
import { quoted } from './refusal.ts';

/** Why AWS would not store a document; the message says it in detail. */
export type RefusalId = 'json-comment' | 'not-json' | 'misspelt-element' | 'misspelt-effect' | 'refused-by-aws';

/** The finding for a document that `parsePolicy` refuses. */
export function refusalFinding(error: PolicyError, document: unknown): LintFinding {
  const { policy, statement, element, problem, help } = error;
  const value = jsonObject(document);
  const holder = statement === undefined ? value : statementAt(value, statement);
  const sid = statement === undefined ? undefined : holder?.Sid;
  return {
    id: value === undefined ? (hasComment(document) ? 'json-comment' : 'not-json') : refusalId(error, holder),
    location: {
      policy,
      ...(statement === undefined ? {} : { statement }),
      ...(typeof sid === 'string' ? { sid } : {}),
    },
    element: element ?? (statement === undefined ? 'Document' : 'Statement'),
    value: textAt(element, holder),
    message: problem,
    help,
  };
}

type Holder = Readonly<Record<string, unknown>> | undefined;

function refusalId({ statement, element }: PolicyError, holder: Holder): RefusalId {
  if (element === 'Effect') return isMisspeltEffect(holder?.Effect) ? 'misspelt-effect' : 'refused-by-aws';
  const known = statement === undefined ? POLICY_ELEMENTS : STATEMENT_ELEMENTS;
  const isMisspelt = element !== undefined && !known.includes(element) && nearest(element, known) !== undefined;
  return isMisspelt ? 'misspelt-element' : 'refused-by-aws';
}

const isMisspeltEffect = (effect: unknown): boolean =>
  typeof effect === 'string' && effect !== 'Allow' && effect !== 'Deny';

function statementAt(value: Holder, index: number): Holder {
  const written = value?.Statement;
  const entry: unknown = Array.isArray(written) ? written[index] : written;
  return isObject(entry) ? entry : undefined;
}

/** What stands there, where it is short enough to be read: a text, a number, or the name of the element. */
function textAt(element: string | undefined, holder: Holder): string {
  if (element === undefined) return '';
  const written = holder !== undefined && Object.hasOwn(holder, element) ? holder[element] : undefined;
  return typeof written === 'string' || typeof written === 'number' ? quoted(String(written)) : element;
}

/** The document as `parsePolicy` reads it: an object, its JSON text, or that text percent-encoded. */
function jsonObject(document: unknown): Holder {
  if (isObject(document)) return document;
  try {
    const value: unknown = JSON.parse(jsonText(document));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A `//` or a `/*` outside the strings of a JSON text. */
const hasComment = (document: unknown): boolean =>
  /\/\/|\/\*/.test(jsonText(document).replace(/"(?:[^"\\]|\\.)*"/g, '""'));

function jsonText(document: unknown): string {
  if (typeof document !== 'string' || document.length > LONGEST_DOCUMENT) return '';
  const text = document.replace(/^\uFEFF/, '').trim();
  if (/^[{["/]/.test(text)) return text;
  try {
    return decodeURIComponent(text).trim();
  } catch {
    return '';
  }
}
