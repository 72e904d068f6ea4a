import { styleText } from 'node:util';
import type { ComplianceStatus, ResourceStatus, StatusResult } from './compliance-status.ts';
import { printable } from './printable.ts';
import { annotationOf, minuteOf, resourceTitle, ruleNotes, statusSummary, unreadNote } from './status-words.ts';
import { complianceTypes } from './summary.ts';
import type { TableStyle } from './table-style.ts';
import { wrapText } from './wrap-text.ts';

/** The column of `? INSUFFICIENT_DATA` and the gap behind it. */
const STATUS_WIDTH = 19 + 2;

const statuses = {
  NON_COMPLIANT: ['✗', 'red'],
  INSUFFICIENT_DATA: ['?', 'magenta'],
  COMPLIANT: ['✓', 'green'],
  NOT_APPLICABLE: ['–', 'gray'],
} as const;

/** A block for each role, the worst first in it, then the rules that cannot be relied on, and what it all comes to. */
export function statusTable(status: ComplianceStatus, style: TableStyle): string {
  const notes = [...ruleNotes(status), ...status.unread.map(unreadNote)];
  const doubts = notes.flatMap((note) => rows(paint('magenta', '? '.padEnd(2), style), 2, [note], style));
  const summary = wrapText(printable(statusSummary(status)), style.width);
  const blocks = [...status.resources.map((resource) => resourceBlock(resource, style)), doubts, summary];
  return `${blocks.flatMap((lines) => (lines.length === 0 ? [] : [lines.join('\n')])).join('\n\n')}\n`;
}

function resourceBlock(resource: ResourceStatus, style: TableStyle): readonly string[] {
  const { arn, results, withoutResult } = resource;
  const heading = wrapText(printable(resourceTitle(resource)), style.width);
  return [
    ...heading.map((line) => paint('bold', line, style)),
    ...(arn === null ? [] : wrapText(`  ${printable(arn)}`, style.width)),
    ...complianceTypes.flatMap((type) => {
      const texts = results.filter(({ complianceType }) => complianceType === type).flatMap(resultTexts);
      const [symbol, colour] = statuses[type];
      return texts.length === 0
        ? []
        : rows(paint(colour, `${symbol} ${type}`.padEnd(STATUS_WIDTH), style), STATUS_WIDTH, texts, style);
    }),
    ...(withoutResult.length === 0 ? [] : rows('– no result'.padEnd(STATUS_WIDTH), STATUS_WIDTH, withoutResult, style)),
  ];
}

/** What was seen stands under its rule, two characters further in. */
function resultTexts(result: StatusResult): readonly string[] {
  const annotation = annotationOf(result);
  return [`${result.ruleId}, since ${minuteOf(result.since)}`, ...(annotation === '' ? [] : [`  ${annotation}`])];
}

function rows(left: string, indent: number, texts: readonly string[], style: TableStyle): readonly string[] {
  const lines = texts.flatMap((text) => wrapText(printable(text), style.width - indent));
  return lines.map((line, index) => (index === 0 ? left : ' '.repeat(indent)) + line);
}

function paint(format: 'bold' | (typeof statuses)[keyof typeof statuses][1], text: string, style: TableStyle): string {
  return style.colours ? styleText(format, text, { validateStream: false }) : text;
}
