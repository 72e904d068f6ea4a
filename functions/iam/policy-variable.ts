import type { RequestContext } from './request-context.ts';
import { type Unknown, unknown } from './truth.ts';
import { LITERAL_QUESTION_MARK, LITERAL_STAR } from './wildcard.ts';

export const hasVariable = (text: string): boolean => text.includes('${');

/**
 * The text with its policy variables replaced: `${aws:username}`, `${aws:PrincipalTag/team, 'default'}`, `${*}`, `${?}`,
 * `${$}`. A value is put in literally: its `*` is no wildcard.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substituteVariables(
  text: string,
  context: RequestContext,
): { readonly text: string } | 'absent' | Unknown {
  let result = '';
  let at = 0;
  let absent = false;
  const unresolved: string[] = [];
  for (;;) {
    const open = text.indexOf('${', at);
    if (open === -1) break;
    const close = text.indexOf('}', open);
    if (close === -1) return unknown('variable without a closing brace');
    result += text.slice(at, open);
    at = close + 1;
    const value = variableValue(text.slice(open + 2, close), context);
    if (value === 'absent') absent = true;
    else if ('text' in value) result += value.text;
    else unresolved.push(...value.dependsOn);
  }
  if (absent) return 'absent';
  return unresolved.length > 0 ? { dependsOn: unresolved } : { text: result + text.slice(at) };
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

/** The replaced text as a value of its own rather than a pattern. */
export const asPlainText = (text: string): string =>
  text.replaceAll(LITERAL_STAR, '*').replaceAll(LITERAL_QUESTION_MARK, '?');

/** The widest pattern the text can become: every variable as `*`. */
export const withVariablesAsWildcards = (text: string): string => text.replace(/\$\{[^}]*\}/g, '*');
