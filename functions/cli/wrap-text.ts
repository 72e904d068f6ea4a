/**
 * Breaks text into lines of at most `width` characters, at spaces where there are any; a longer word (an ARN) goes on in
 * the next line and loses nothing. Line feeds and the indentation behind them stay.
 */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) =>
    wrapLine(
      line,
      width,
      (words) => words.split(/ +/),
      (word, most) => parts(word, most),
    ),
  );
}

/** The same, but what is to be copied (an ARN, JSON, a command in backticks) stays whole, even on a line that is longer. */
export function wrapCopyable(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width, copyableWords, (word) => [word]));
}

/** A command between backticks is one word, spaces and all. */
const copyableWords = (words: string): readonly string[] => words.match(/(?:`[^`]*`|[^ ])+/g) ?? [''];

function wrapLine(
  line: string,
  width: number,
  wordsOf: (line: string) => readonly string[],
  partsOf: (word: string, width: number) => readonly string[],
): readonly string[] {
  const indent = /^ */.exec(line)?.[0].slice(0, Math.floor(width / 2)) ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of wordsOf(line.trim())) {
    for (const [index, part] of partsOf(word, width - indent.length).entries()) {
      const joint = current === indent || index > 0 ? '' : ' ';
      if (current !== indent && length(current + joint + part) > width) {
        lines.push(current);
        current = indent + part;
      } else current += joint + part;
    }
  }
  return [...lines, current];
}

/** A word in pieces that fit, cut where a reader would: behind a `/` or `,`, or else behind a `:` or `-`. */
function parts(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let rest = Array.from(word);
  while (rest.length > width) {
    const cut = cutOf(rest.slice(0, width), width);
    pieces.push(rest.slice(0, cut).join(''));
    rest = rest.slice(cut);
  }
  return [...pieces, rest.join('')];
}

function cutOf(fitting: readonly string[], width: number): number {
  const cuts = ['/,', ':-'].map((joints) => fitting.findLastIndex((character) => joints.includes(character)) + 1);
  return cuts.find((cut) => cut > width / 3) ?? width;
}

function length(text: string): number {
  return Array.from(text).length;
}
