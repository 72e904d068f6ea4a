import { styleText } from 'node:util';
import type { Miss } from '../iam/decision.ts';
import { printable } from './printable.ts';
import { type Answered, type CaseStatus, type DecidedCase, statusOf } from './simulation-answer.ts';
import type { TableStyle } from './table-style.ts';
import { wrapCopyable } from './wrap-text.ts';

/** How many statements of one case are named; the rest is counted. */
const SHOWN = 5;
/** The column of `✗ explicitDeny` and the gap behind it. */
const STATUS_WIDTH = 14 + 2;

const statuses = {
  allowed: ['✓', 'green'],
  explicitDeny: ['✗', 'red'],
  implicitDeny: ['✗', 'yellow'],
  error: ['?', 'magenta'],
} as const;

/**
 * A case for people: its status, and beside it what was asked and what decided it. The columns are as wide for every case,
 * so that each can be printed when it is decided.
 */
export function caseBlock(answered: Answered, style: TableStyle): string {
  const { line, request, answer } = answered;
  const status = statusOf(answered);
  const [symbol, colour] = statuses[status];
  const texts = [
    ...(request === undefined ? [] : [`${request.action} on ${request.resource}`]),
    ...('error' in answer ? [answer.error] : reasons(answer, answered.misses ?? [])),
  ];
  const rows = [
    ...wrapped(`${answer.id ?? ''}` || `line ${line}`, style).map((row) => paint('bold', row, style)),
    ...texts.flatMap((text) => wrapped(text, style)),
  ];
  const left = `${symbol} ${status}`.padEnd(STATUS_WIDTH);
  return rows
    .map((row, index) => `${index === 0 ? paint(colour, left, style) : ' '.repeat(STATUS_WIDTH)}${row}\n`)
    .join('');
}

/** `120 cases: 80 allowed, 4 explicitDeny, 33 implicitDeny, 3 error` */
export function summaryLine(counts: Readonly<Record<CaseStatus, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  const detail = parts.map(([status, count]) => `${count} ${status}`).join(', ');
  return `${total} ${total === 1 ? 'case' : 'cases'}${detail === '' ? '' : `: ${detail}`}\n`;
}

function reasons({ blockedBy, statements }: DecidedCase, misses: readonly Miss[]): readonly string[] {
  const rest = misses.length - SHOWN;
  const more = statements.length - SHOWN;
  return [
    ...(blockedBy.length === 0 ? [] : [`blocked by ${blockedBy.join(', ')}`]),
    ...statements
      .slice(0, SHOWN)
      .map(({ effect, index, ...place }) => `${effect} in ${placeText({ ...place, index })}`),
    ...(more > 0 ? [`… and ${more} more: --format jsonl has all`] : []),
    ...misses
      .slice(0, SHOWN)
      .map(({ statement, reason, ...place }) => `${placeText({ ...place, index: statement })}: ${reason}`),
    ...(rest > 0 ? [`… and ${rest} more Allows of the action`] : []),
  ];
}

function placeText({
  policy,
  sid,
  index,
}: {
  readonly policy: string;
  readonly sid?: string;
  readonly index: number;
}): string {
  return `${policy}, statement ${index}${sid === undefined || sid === '' ? '' : ` (${sid})`}`;
}

/** What is to be copied stays whole: nothing stands to its right. */
const wrapped = (text: string, style: TableStyle): readonly string[] =>
  wrapCopyable(printable(text), style.width - STATUS_WIDTH);

function paint(format: 'bold' | (typeof statuses)[CaseStatus][1], text: string, style: TableStyle): string {
  return style.colours ? styleText(format, text, { validateStream: false }) : text;
}
