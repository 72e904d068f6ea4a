import { locate } from './findings/locate.ts';
import type { AppliedException, Finding, Outcome, Severity } from './rule.ts';

/** https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
const LONGEST = 256;

const RANKS: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/** The outcome in one line of 1 to 256 characters of plain text, the gravest finding first: what AWS Config shows. */
export function annotation(outcome: Outcome): string {
  switch (outcome.complianceType) {
    case 'COMPLIANT':
      return outcome.exception === undefined ? 'Compliant.' : excepted(outcome.exception);
    case 'NOT_APPLICABLE':
      return fitted(`Not applicable: ${outcome.reason}.`, '');
    case 'INSUFFICIENT_DATA':
      return fitted(`Unknown: ${outcome.missing[0]}`, more(outcome.missing.length - 1, 'gap'));
    case 'NON_COMPLIANT':
      return placed(
        gravest(outcome.findings),
        `${more(outcome.findings.length - 1, 'finding')}${(outcome.notExcepted ?? []).slice(0, 1).map(aside).join('')}`,
      );
  }
}

const excepted = ({ owner, reason, until, findings }: AppliedException): string =>
  fitted(
    `Excepted until ${until} by ${owner}: ${reason}`,
    ` (${findings.length} finding${findings.length === 1 ? '' : 's'})`,
  );

/** A long message says where at its end, which is the part that would be cut. */
function placed({ message, location }: Finding, suffix: string): string {
  const text = fitted(message, suffix);
  const place = location === undefined ? '' : cleaned(locate(location));
  if (place === '' || text.includes(place) || !cleaned(message).includes(`${place})`)) return text;
  return fitted(message, ` (${clipped(place, 80)})${suffix}`);
}

/** Its owner may have a long name, and the finding must keep its room. */
const aside = (text: string): string => ` (${clipped(cleaned(text), 96)})`;

const gravest = ([first, ...others]: readonly [Finding, ...Finding[]]): Finding =>
  others.reduce((worst, finding) => (RANKS[finding.severity] < RANKS[worst.severity] ? finding : worst), first);

const more = (count: number, noun: string): string =>
  count === 0 ? '' : ` (+${count} more ${noun}${count === 1 ? '' : 's'})`;

/** Cuts the text, never the count behind it, and never through a character. */
function fitted(text: string, suffix: string): string {
  const plain = cleaned(text);
  return `${clipped(plain === '' ? 'No text was given.' : plain, LONGEST - suffix.length)}${suffix}`;
}

const cleaned = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ')
    .toWellFormed()
    .trim();

function clipped(text: string, room: number): string {
  if (text.length <= room) return text;
  const cut = text.slice(0, room - 1);
  const whole = /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
  return `${whole.trimEnd()}…`;
}
