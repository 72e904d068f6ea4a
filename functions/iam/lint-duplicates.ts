import type { LintFinding, StatementLint } from './lint.ts';

/** A value that a list names again; the second one changes nothing. */
export const lintDuplicates: StatementLint = ({ actions, resources, principals, conditions }) => [
  ...repeated(actions.patterns, (action) => action.toLowerCase()).map((value) =>
    finding(actions.except ? 'NotAction' : 'Action', value),
  ),
  ...repeated(resources?.patterns ?? []).map((value) => finding(resources?.except ? 'NotResource' : 'Resource', value)),
  ...repeated(principals?.principals.map(({ type, value }) => `${type} ${value}`) ?? []).map((value) =>
    finding(principals?.except ? 'NotPrincipal' : 'Principal', value.slice(value.indexOf(' ') + 1)),
  ),
  ...conditions.flatMap(({ values }) => repeated(values)).map((value) => finding('Condition', value)),
];

/** Each value that occurs more than once, once. */
function repeated(values: readonly string[], sameAs = (value: string): string => value): readonly string[] {
  const seen = new Map<string, number>();
  return values.filter((value) => {
    const count = (seen.get(sameAs(value)) ?? 0) + 1;
    seen.set(sameAs(value), count);
    return count === 2;
  });
}

const finding = (element: LintFinding['element'], value: string): Omit<LintFinding, 'location'> => ({
  id: 'duplicate-value',
  element,
  value,
  message: `\`${value}\` is listed more than once in \`${element}\``,
  help: 'Remove the repeated value; it changes nothing.',
});
