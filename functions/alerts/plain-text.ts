/** Marks that are not seen, or that reorder what follows. */
const MARKS = /[\p{Cf}\p{Co}\p{Cs}\p{NChar}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;

/**
 * Text from an event, made harmless to print on one line: no control characters, no marks that reorder or hide what
 * follows, no line breaks.
 */
export const plainText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(MARKS, '')
    .trim();

/** The text as it looks: without marks, and without control characters other than white space. */
export const withoutHidden = (text: string): string => text.replace(/[\p{Cc}--\s]/gv, '').replace(MARKS, '');

/** As `plainText`, line by line: for text that is made here and has lines of its own. */
export const plainLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => `${/^ */.exec(line)?.[0] ?? ''}${plainText(line)}`)
    .join('\n');

export const shortened = (text: string, most: number): string => {
  if (text.length <= most) return text;
  // A pair of surrogates is not cut in two.
  const cut = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
};
