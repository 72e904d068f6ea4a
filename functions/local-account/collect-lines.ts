import type { Readable } from 'node:stream';

const MOST_LINES = 10_000;

/** Adds every line of a stream to a list, blank ones left out; tells when a line that is a mark went by. */
export function collectLines(stream: Readable | null, lines: string[]): { seen(mark: string): Promise<void> } {
  const waiting = new Map<string, () => void>();
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) keep(line);
  });
  stream?.on('end', () => keep(rest));

  function keep(line: string): void {
    const reached = waiting.get(line);
    if (reached !== undefined) {
      waiting.delete(line);
      reached();
      return;
    }
    if (line.trim() === '') return;
    lines.push(line);
    if (lines.length > MOST_LINES) lines.shift();
  }

  return { seen: (mark) => new Promise((resolve) => waiting.set(mark, resolve)) };
}
