import { CERTAINTIES } from './denial-case.ts';
import type { DenialJudgement } from './judge-denials.ts';

/** How many of the cases that count were answered rightly, first and among the first three. */
export interface Score {
  readonly cases: number;
  readonly first: number;
  readonly amongThree: number;
}

export const score = (judgements: readonly DenialJudgement[]): Score => ({
  cases: judgements.length,
  first: judgements.filter(({ first }) => first).length,
  amongThree: judgements.filter(({ amongThree }) => amongThree).length,
});

/** Per code and per certainty, for the cases that count, and what the text alone would have given. */
export function denialTables(judgements: readonly DenialJudgement[]): string {
  const counted = judgements.filter(({ counts }) => counts);
  const apart = judgements.filter(({ counts }) => !counts);
  return [
    table(['cause', 'cases', 'first', 'among three'], perCode(counted)),
    table(['certainty of the first cause', 'cases', 'right'], perCertainty(counted)),
    table(
      ['cases', 'number', 'first', 'among three', 'by the text alone'],
      [
        ['that count', ...scores(counted), baseline(counted)],
        ['a guess, or nothing can show it', ...scores(apart), baseline(apart)],
      ],
    ),
  ].join('\n\n');
}

/** One answer that is not the expected one, in two lines and what could not be asked. */
export function denialText({ of, causes, wronglyProven, unanswered }: DenialJudgement): string {
  const answered = causes.map(({ code, certainty }) => `${code} (${certainty})`).join(', ');
  return [
    `${of.case} [${of.standing}]`,
    `  expected ${[of.expect, ...(of.alsoAcceptable ?? [])].join(' or ')}`,
    `  answered ${answered === '' ? 'nothing' : answered}`,
    ...(wronglyProven.length === 0 ? [] : [`  wrongly proven: ${wronglyProven.join(', ')}`]),
    ...unanswered.map((line) => `  unanswered: ${line}`),
  ].join('\n');
}

const perCode = (judgements: readonly DenialJudgement[]): readonly string[][] =>
  [...Map.groupBy(judgements, ({ of }) => of.expect)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, of]) => [code, ...scores(of)]);

const perCertainty = (judgements: readonly DenialJudgement[]): readonly string[][] =>
  CERTAINTIES.map((certainty) => {
    const said = judgements.filter(({ causes }) => causes[0]?.certainty === certainty);
    return [certainty, `${said.length}`, `${score(said).first}`];
  });

function scores(judgements: readonly DenialJudgement[]): readonly [string, string, string] {
  const { cases, first, amongThree } = score(judgements);
  return [`${cases}`, `${first}`, `${amongThree}`];
}

/** Documented cases have no baseline: their messages were not written by those who wrote the rules on the text. */
function baseline(judgements: readonly DenialJudgement[]): string {
  const judged = judgements.filter(({ of }) => of.baseline !== undefined);
  const right = judged.filter(({ of }) => [of.expect, ...(of.alsoAcceptable ?? [])].includes(of.baseline ?? ''));
  return `${right.length} of ${judged.length}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
