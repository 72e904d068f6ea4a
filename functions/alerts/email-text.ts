import type { Alert, AlertSection } from './alert.ts';
import { type BrokenSection, fitSections } from './fit-sections.ts';
import { harmlessAddresses } from './harmless-addresses.ts';
import { wrapLine } from './wrap-line.ts';

/** What is read without scrolling much, titles and empty lines included. */
const MOST_LINES = 40;

/** Lines are broken for a mail program that does not; what is to be copied never is, however long. */
const WIDTH = 80;

/** Of one line: a name that somebody made long leaves room for the others. */
const MOST_PIECES = 6;

/**
 * An alert as the body of an email: what happened, why, what to do, where to look, how to silence it; at most 40 lines. What has
 * no room is left out from the end, and the text says so.
 */
export function emailText(alert: Alert): string {
  const tail = [
    linesOf(
      'Where to look',
      alert.links.map(({ label, url }) => `${label}: ${url}`),
    ),
    linesOf('How to silence it', alert.silence),
  ].filter((lines) => lines.length > 0);
  const tailLines = tail.reduce((sum, lines) => sum + lines.length + 1, 0);
  const sections = fitSections(alert.sections.map(broken), MOST_LINES - tailLines, `All of it: ${alert.more}`);
  return `${[...sections, ...tail].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function broken({ part, title, lines, code }: AlertSection): BrokenSection {
  const whole = lines.map(pieces);
  return {
    part,
    title,
    lines: whole.map(fewPieces),
    isWhole: whole.every(({ length }) => length <= MOST_PIECES),
    code: code === undefined ? [] : code.split('\n'),
  };
}

/** A label and one word, however long, are not parted. */
function pieces(line: string): readonly string[] {
  const text = harmlessAddresses(line);
  const parts = /^[\w ]{1,20}: [^ ]+$/.test(text) ? [text] : wrapLine(text, WIDTH - 2, '  ');
  return parts.map((piece) => `  ${piece}`);
}

const fewPieces = (line: readonly string[]): readonly string[] =>
  line.length <= MOST_PIECES ? line : [...line.slice(0, MOST_PIECES - 1), '    …'];

const linesOf = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
