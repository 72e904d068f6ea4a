import { score } from './denial-tables.ts';
import type { DenialJudgement } from './judge-denials.ts';

/** Of the cases that count: the true cause comes first in 95 of 100, and is always among the first three. */
const FIRST = 0.95;

/** The goals that are missed, in words. A cause that is wrongly called proven counts in every case, a guess too. */
export function goalsMissed(judgements: readonly DenialJudgement[]): readonly string[] {
  const { cases, first, amongThree } = score(judgements.filter(({ counts }) => counts));
  const wronglyProven = judgements.filter((judgement) => judgement.wronglyProven.length > 0);
  return [
    ...(first >= FIRST * cases ? [] : [`the true cause comes first in ${first} of ${cases}`]),
    ...(amongThree === cases ? [] : [`the true cause is among the first three in ${amongThree} of ${cases}`]),
    ...wronglyProven.map((one) => `${one.of.case} calls ${one.wronglyProven.join(', ')} proven`),
  ];
}
