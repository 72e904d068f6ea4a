/** A line that is not blank, with its number counted from 1; or why it cannot be read, as a sentence with its remedy. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly problem: string };

const LONGEST = 1024 * 1024;
const LINE_FEED = 0x0a;

/** The lines that each chunk completes. What is longer than a megabyte is dropped while it arrives. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Line[]> {
  const line = openLine();
  for await (const chunk of chunks) {
    const complete: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      line.append(chunk.subarray(start, end));
      complete.push(...line.close());
      start = end + 1;
    }
    line.append(chunk.subarray(start));
    yield complete;
  }
  yield line.close();
}

function openLine() {
  let number = 0;
  let parts: Buffer[] = [];
  let size = 0;
  return {
    append(part: Buffer): void {
      size += part.length;
      if (size <= LONGEST) parts.push(part);
      else parts = [];
    },
    close(): readonly Line[] {
      number += 1;
      const line = size > LONGEST ? tooLong(number) : decoded(number, Buffer.concat(parts));
      parts = [];
      size = 0;
      return 'text' in line && line.text.trim() === '' ? [] : [line];
    },
  };
}

const tooLong = (number: number): Line => ({
  number,
  problem: 'longer than 1 MB. Leave out the policies that have no say in the case.',
});

/** Without its byte order mark; every line may have one, since files are put together. */
function decoded(number: number, bytes: Buffer): Line {
  try {
    return { number, text: utf8.decode(bytes) };
  } catch {
    return { number, problem: 'not UTF-8. Save the file in UTF-8.' };
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
