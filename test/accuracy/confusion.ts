import { LABELS, RULE_IDS } from '../fixtures/accuracy/roles/labels.ts';
import type { Judgement } from './judge-labelled-roles.ts';

const SHORT = {
  COMPLIANT: 'compliant',
  NON_COMPLIANT: 'non-compliant',
  NOT_APPLICABLE: 'not applicable',
  INSUFFICIENT_DATA: 'insufficient',
} as const;

const FIRST = 21;
const WIDTH = 16;

/** One table for each rule, what was expected down and what was answered across; then the totals. */
export function confusionTables(judgements: readonly Judgement[]): string {
  const byRule = Map.groupBy(judgements, ({ rule }) => rule);
  const tables = RULE_IDS.map((rule) => table(rule, byRule.get(rule) ?? []));
  return [...tables, table('every rule', judgements)].join('\n\n');
}

function table(title: string, judgements: readonly Judgement[]): string {
  if (judgements.every(({ answered }) => answered === undefined)) return `${title}: there is no such rule`;
  const right = judgements.filter(({ expected, answered }) => expected === answered).length;
  const rows = LABELS.map((expected) => {
    const ofRow = judgements.filter((judgement) => judgement.expected === expected);
    const cells = [...LABELS, undefined].map((answered) => count(ofRow, answered));
    return `  ${SHORT[expected].padEnd(FIRST)}${cells.map((cell) => cell.padStart(WIDTH)).join('')}`;
  });
  const columns = [...LABELS.map((label) => SHORT[label]), 'no answer'];
  const head = `  ${'expected \\ answered'.padEnd(FIRST)}${columns.map((name) => name.padStart(WIDTH)).join('')}`;
  return [`${title}: ${right} of ${judgements.length} right`, head, ...rows].join('\n');
}

const count = (judgements: readonly Judgement[], label: Judgement['answered']): string => {
  const found = judgements.filter(({ answered }) => answered === label).length;
  return found === 0 ? '·' : String(found);
};

/** The role and the rule, what was expected and why, what was answered and how the rule explains it. */
export const disagreementText = ({ role, rule, expected, why, answered, annotation }: Judgement): string =>
  [
    `${role}: ${rule}`,
    `  expected ${expected}${why === undefined ? ', as the base of the role' : `: ${why}`}`,
    `  answered ${answered ?? 'nothing'}: ${annotation}`,
  ].join('\n');
