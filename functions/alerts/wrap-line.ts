/** Up to the next space outside backticks; two spaces have an empty word between them. */
const WORDS = /(?:`[^`]*`|[^ ])+|(?<= )(?= )/g;

/**
 * A line in pieces of at most `width` characters, broken at spaces; a longer word (an ARN, a URL) and a command between
 * backticks stay whole, so that they can be copied. The pieces after the first are indented by `hanging`.
 */
export function wrapLine(line: string, width: number, hanging: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.match(WORDS) ?? []) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (current.trim() !== '' && joined.length > width) {
      lines.push(current);
      current = `${hanging}${word}`;
    } else current = joined;
  }
  return [...lines, current];
}
