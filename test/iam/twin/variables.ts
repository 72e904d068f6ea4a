import type { Policy } from '../../../functions/iam/policy.ts';
import type { Answer } from './answer.ts';
import type { Facts } from './facts.ts';
import { literal, matchesWhole } from './wildcards.ts';

/** What is written, and the policy variables in between. */
type Part =
  | { readonly text: string; readonly notClosed?: true }
  | { readonly inside: string; readonly key: string; readonly fallback?: string; readonly malformed?: true };

/** The version of 2008 has no variables: `${` is text there. */
export const hasVariable = (text: string, version: Policy['version']): boolean =>
  version === '2012-10-17' && text.includes('${');

/**
 * Whether `text` is what the pattern says once its variables are replaced. `written` makes a regular expression of what
 * stands between variables; a value is never a pattern. A variable without a value equals nothing; one with a value
 * nobody told of is open, unless no value at all could make the pattern match. What is not closed is read as text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function matchesWithVariables(
  pattern: string,
  text: string,
  how: {
    readonly facts: Facts;
    readonly version: Policy['version'];
    readonly written: (text: string) => string;
    /** The source of what stands before the pattern. */
    readonly before?: string;
    readonly flags?: string;
  },
): Answer {
  const { facts, version, written, before = '', flags = '' } = how;
  if (!hasVariable(pattern, version)) return matchesWhole(before + written(pattern), text, flags);
  const replaced = replaceVariables(pattern, facts);
  if (replaced === 'without a value') return false;
  const source = replaced.parts.map((part) =>
    'value' in part ? literal(part.value) : 'text' in part ? written(part.text) : '.*',
  );
  if (!matchesWhole(before + source.join(''), text, flags)) return false;
  return replaced.open.length === 0 || replaced.open;
}

type Replaced = { readonly text: string } | { readonly value: string } | { readonly anything: true };

/** The parts of a pattern with the values of its variables, and what the open ones hang on. */
export function replaceVariables(
  pattern: string,
  facts: Facts,
): { readonly parts: readonly Replaced[]; readonly open: readonly string[] } | 'without a value' {
  const open: string[] = [];
  const replaced: Replaced[] = [];
  for (const part of partsOf(pattern)) {
    if ('text' in part) {
      if (part.notClosed) open.push('variable without a closing brace');
      replaced.push({ text: part.text });
      continue;
    }
    const values = valuesOf(part, facts);
    if (values === 'not told' || values.length > 1 || part.malformed) {
      open.push(values === 'not told' && !part.malformed ? part.key : `variable \${${part.inside}}`);
      replaced.push({ anything: true });
    } else {
      const value = values[0] ?? part.fallback;
      if (value === undefined) return 'without a value';
      replaced.push({ value });
    }
  }
  return { parts: replaced, open };
}

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  let rest = pattern;
  while (rest.includes('${')) {
    const start = rest.indexOf('${');
    const end = rest.indexOf('}', start);
    if (end === -1) return [...parts, { text: rest, notClosed: true }];
    parts.push({ text: rest.slice(0, start) }, variable(rest.slice(start + 2, end)));
    rest = rest.slice(end + 1);
  }
  return [...parts, { text: rest }];
}

/** `aws:username` or `aws:username, 'nobody'`. */
function variable(inside: string): Part {
  const [, key, fallback] = /^([^,]*)(?:,\s*'([^']*)')?$/s.exec(inside) ?? [];
  if (key === undefined) return { inside, key: inside, malformed: true };
  return fallback === undefined ? { inside, key } : { inside, key, fallback };
}

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const valuesOf = ({ key }: { readonly key: string }, facts: Facts): readonly string[] | 'not told' =>
  /^[*?$]$/.test(key) ? [key] : facts.valuesOf(key);

/** The fields of an ARN; a colon inside `${…}` belongs to the variable. */
export function splitAtColons(pattern: string, version: Policy['version']): string[] {
  if (!hasVariable(pattern, version)) return pattern.split(':');
  const fields: string[] = [''];
  let insideVariable = false;
  for (const [at, character] of pattern.split('').entries()) {
    if (pattern.startsWith('${', at)) insideVariable = true;
    if (character === '}') insideVariable = false;
    if (character === ':' && !insideVariable) fields.push('');
    else fields.push((fields.pop() ?? '') + character);
  }
  return fields;
}
