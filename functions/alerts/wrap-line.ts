/**
 * A line in pieces of at most `width` characters, broken at spaces; a longer word (an ARN, a URL) stays whole, so that it
 * can be copied. The pieces after the first are indented by `hanging`.
 */
export function wrapLine(line: string, width: number, hanging: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (current.trim() !== '' && joined.length > width) {
      lines.push(current);
      current = `${hanging}${word}`;
    } else current = joined;
  }
  return [...lines, current];
}
