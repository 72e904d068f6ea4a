/** JSON text as a value, or where it stops being JSON (`line 3, column 7`). */
export function parseJson(text: string): { readonly value: unknown } | { readonly stopsAt: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { stopsAt: lineAndColumn(text, offsetOf(error, text)) };
  }
}

const TOKEN_ERROR = 'Unexpected token';

/** V8 names the offset in most of its messages; for an unexpected token it only quotes the text around it. */
function offsetOf(error: unknown, text: string): number {
  const message = messageOf(error);
  const named = /at position (\d+) \(line \d+ column \d+\)$/.exec(message)?.[1];
  if (named !== undefined) return Number(named);
  return message.startsWith(TOKEN_ERROR) ? tokenOffset(text) : text.length;
}

/** A prefix fails at its end while it stops short of the bad token, and at the token from there on. */
function tokenOffset(text: string): number {
  let [short, long] = [0, text.length];
  while (long - short > 1) {
    const middle = (short + long) >>> 1;
    if (failsAtToken(text.slice(0, middle))) long = middle;
    else short = middle;
  }
  return short;
}

function failsAtToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return messageOf(error).startsWith(TOKEN_ERROR);
  }
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
