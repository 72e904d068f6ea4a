import type { Finding, Outcome, Severity } from './rule.ts';

/** https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
const LONGEST = 256;

const RANKS: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/** The outcome in one line of 1 to 256 characters of plain text, the gravest finding first: what AWS Config shows. */
export function annotation(outcome: Outcome): string {
  switch (outcome.complianceType) {
    case 'COMPLIANT':
      return 'Compliant.';
    case 'NOT_APPLICABLE':
      return fitted(`Not applicable: ${outcome.reason}.`, '');
    case 'INSUFFICIENT_DATA':
      return fitted(`Unknown: ${outcome.missing[0]}`, more(outcome.missing.length - 1, 'gap'));
    case 'NON_COMPLIANT':
      return fitted(gravest(outcome.findings).message, more(outcome.findings.length - 1, 'finding'));
  }
}

const gravest = ([first, ...others]: readonly [Finding, ...Finding[]]): Finding =>
  others.reduce((worst, finding) => (RANKS[finding.severity] < RANKS[worst.severity] ? finding : worst), first);

const more = (count: number, noun: string): string =>
  count === 0 ? '' : ` (+${count} more ${noun}${count === 1 ? '' : 's'})`;

/** Cuts the text, never the count behind it, and never through a character. */
function fitted(text: string, suffix: string): string {
  const cleaned = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .toWellFormed()
    .trim();
  const plain = cleaned === '' ? 'No text was given.' : cleaned;
  const room = LONGEST - suffix.length;
  if (plain.length <= room) return `${plain}${suffix}`;
  const cut = plain.slice(0, room - 1);
  const whole = /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
  return `${whole.trimEnd()}…${suffix}`;
}
