import type { StatementLint, StatementProblem } from './lint.ts';

/** A value that a list names again; the second one changes nothing. */
export const lintDuplicates: StatementLint = ({ actions, resources, principals, conditions }) => [
  ...repeated(actions.patterns, (action) => action.toLowerCase()).map((value) =>
    finding(actions.except ? 'NotAction' : 'Action', value),
  ),
  ...repeated(resources?.patterns ?? []).map((value) => finding(resources?.except ? 'NotResource' : 'Resource', value)),
  ...repeated(principals?.principals.map(({ type, value }) => `${type} ${value}`) ?? []).map(({ value, times }) =>
    finding(principals?.except ? 'NotPrincipal' : 'Principal', { value: value.slice(value.indexOf(' ') + 1), times }),
  ),
  ...conditions.flatMap(({ values }) => repeated(values)).map((value) => finding('Condition', value)),
];

interface Repeated {
  readonly value: string;
  readonly times: number;
}

/** Each value that occurs more than once. */
function repeated(values: readonly string[], sameAs = (value: string): string => value): readonly Repeated[] {
  return [...Map.groupBy(values, sameAs).values()].flatMap((same) => {
    const [value] = same;
    return value === undefined || same.length === 1 ? [] : [{ value, times: same.length }];
  });
}

const finding = (element: string, { value, times }: Repeated): StatementProblem => ({
  id: 'duplicate-value',
  element,
  value,
  message: `\`${value}\` is listed ${times} times in \`${element}\``,
  help: 'List it once: the repetition changes nothing.',
});
