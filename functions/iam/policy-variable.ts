import type { RequestContext } from './request-context.ts';
import { type Unknown, unknown } from './truth.ts';
import { LITERAL_QUESTION_MARK, LITERAL_STAR } from './wildcard.ts';

export const hasVariable = (text: string): boolean => text.includes('${');

/** A text whose policy variables are replaced: a pattern, in which a value's own `*` and `?` are no wildcards. */
export interface Substituted {
  /** With a `*` for every variable that is open. */
  readonly pattern: string;
  /** What the open ones depend on; empty: the pattern is what it is. */
  readonly open: readonly string[];
}

/**
 * Replaces policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'default'}`, `${*}`, `${?}`, `${$}`. One that is not
 * closed is read as text, and open. `absent` when one has no value: then the text equals nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 *
 * @param reads whether a `*` that is written is a wildcard (`pattern`) or a character (`text`)
 */
export function substituteVariables(
  text: string,
  context: RequestContext,
  reads: 'pattern' | 'text' = 'pattern',
): Substituted | 'absent' {
  const written = reads === 'pattern' ? (part: string) => part : literal;
  const open: string[] = [];
  let pattern = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf('${', at);
    if (start === -1) break;
    const end = text.indexOf('}', start);
    if (end === -1) {
      open.push('variable without a closing brace');
      break;
    }
    pattern += written(text.slice(at, start));
    at = end + 1;
    const value = variableValue(text.slice(start + 2, end), context);
    if (value === 'absent') return 'absent';
    if ('text' in value) pattern += value.text;
    else {
      open.push(...value.dependsOn);
      pattern += '*';
    }
  }
  return { pattern: pattern + written(text.slice(at)), open };
}

function variableValue(variable: string, context: RequestContext): { readonly text: string } | 'absent' | Unknown {
  if (variable === '*') return { text: LITERAL_STAR };
  if (variable === '?') return { text: LITERAL_QUESTION_MARK };
  if (variable === '$') return { text: '$' };
  const [, key = '', fallback] = /^([^,]*)(?:,\s*'([^']*)')?\s*$/.exec(variable) ?? [];
  if (key === '') return unknown(`variable \${${variable}}`);
  const values = context.valuesOf(key.trim().toLowerCase());
  if (values === undefined) return unknown(key.trim());
  if (values === 'absent') return fallback === undefined ? 'absent' : { text: literal(fallback) };
  const [value, ...more] = values;
  // "You can't use a multivalued condition key as a variable."
  if (value === undefined || more.length > 0) return unknown(`variable \${${variable}}`);
  return { text: literal(value) };
}

const literal = (value: string): string => value.replaceAll('*', LITERAL_STAR).replaceAll('?', LITERAL_QUESTION_MARK);

/**
 * Does it have a variable that no request has a value for, so that it matches nothing? Keys have a colon: `${KnowledgeBaseId}` and
 * `${AWS::Region}` were to be replaced before the policy was stored.
 */
export const hasImpossibleVariable = (text: string): boolean => /\$\{(?:[A-Za-z][\w-]*|AWS::[^}]*)\}/.test(text);

/** The widest pattern the text can become: every variable as `*`. */
export const withVariablesAsWildcards = (text: string): string => text.replace(/\$\{[^}]*\}/g, '*');
