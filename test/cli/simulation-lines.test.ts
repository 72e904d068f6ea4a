import { describe, expect, it } from 'vitest';
import { type Line, linesOf } from '../../functions/cli/simulation-lines.ts';

const MEGABYTE = 1024 * 1024;
const BOM = '\uFEFF';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(text: string | Buffer, size = MEGABYTE): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const some of linesOf(inChunks(Buffer.from(text), size))) lines.push(...some);
  return lines;
}

const tooLong = {
  number: 1,
  problem: 'longer than 1 MB. Leave out the policies that have no say in the case.',
};

describe('the lines of a case file', () => {
  it.each<[name: string, text: string | Buffer, lines: readonly Line[]]>([
    ['none', '', []],
    ['one', 'a', [{ number: 1, text: 'a' }]],
    ['one that ends', 'a\n', [{ number: 1, text: 'a' }]],
    [
      'two',
      'a\nb\n',
      [
        { number: 1, text: 'a' },
        { number: 2, text: 'b' },
      ],
    ],
    ['blank ones count', '\n \t\n\r\na\n\n', [{ number: 4, text: 'a' }]],
    [
      'a carriage return stays, as white space',
      'a\r\nb',
      [
        { number: 1, text: 'a\r' },
        { number: 2, text: 'b' },
      ],
    ],
    [
      'a byte order mark',
      `${BOM}a\nb`,
      [
        { number: 1, text: 'a' },
        { number: 2, text: 'b' },
      ],
    ],
    [
      'files put together',
      `${BOM}a\n${BOM}b`,
      [
        { number: 1, text: 'a' },
        { number: 2, text: 'b' },
      ],
    ],
    ['only a byte order mark', BOM, []],
    ['a mark inside', `a${BOM}b`, [{ number: 1, text: `a${BOM}b` }]],
    ['a line separator is no line end', 'a\u2028b', [{ number: 1, text: 'a\u2028b' }]],
    ['as long as may be', 'a'.repeat(MEGABYTE), [{ number: 1, text: 'a'.repeat(MEGABYTE) }]],
    ['too long', 'a'.repeat(MEGABYTE + 1), [tooLong]],
    ['too long, and the next', `${'a'.repeat(3 * MEGABYTE)}\nb`, [tooLong, { number: 2, text: 'b' }]],
    [
      'not UTF-8, and the next',
      Buffer.from([0x61, 0xff, 0x0a, 0x62]),
      [
        { number: 1, problem: 'not UTF-8. Save the file in UTF-8.' },
        { number: 2, text: 'b' },
      ],
    ],
  ])('%s', async (_name, text, lines) => {
    expect(await read(text)).toEqual(lines);
  });

  it.each([1, 2, 3, 5, 7])('are the same in chunks of %i bytes', async (size) => {
    const text = `${BOM}{"é":"💡"}\r\n\n"中"\nlast`;
    expect(await read(text, size)).toEqual([
      { number: 1, text: '{"é":"💡"}\r' },
      { number: 3, text: '"中"' },
      { number: 4, text: 'last' },
    ]);
  });

  it('come as soon as their end arrives, and nothing is read ahead', async () => {
    let asked = 0;
    async function* endless() {
      for (;;) {
        asked += 1;
        yield Buffer.from('a\nb');
      }
    }
    for await (const lines of linesOf(endless())) {
      expect({ lines, asked }).toEqual({ lines: [{ number: 1, text: 'a' }], asked: 1 });
      break;
    }
  });
});
