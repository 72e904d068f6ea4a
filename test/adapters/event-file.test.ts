import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { loadEventFile } from '../../functions/adapters/event-file.ts';
import { InputError } from '../../functions/adapters/input-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'warden-events-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const two = '{"eventID":"1"}\n{"eventID":"2"}\n';
const withBadLine = '{"eventID":"1"}\n\n{"eventID":\n{"eventID":"2"}\n';

/** Documents by place, and the lines about the rest, with the path as `FILE`. */
async function read(path: string) {
  const { documents, unreadable } = await loadEventFile(path);
  const places = (text: string) => text.replaceAll(path, 'FILE');
  return {
    documents: documents.map(({ where, value }) => [places(where), value]),
    unreadable: unreadable.map(({ message }) => places(message)),
  };
}

/** The line of the InputError; any other outcome fails the comparison. */
const refusal = (loading: Promise<unknown>) =>
  loading.then(
    () => 'was read',
    (error) => (error instanceof InputError ? error.message : error),
  );

describe('loadEventFile', () => {
  it.each<[name: string, file: string, content: string | Buffer, documents: unknown[], unreadable: string[]]>([
    ['one document', 'a.json', '{\n"Records":[]}', [['FILE', { Records: [] }]], []],
    ['one document, compressed', 'b.json.gz', gzipSync('{"a":1}'), [['FILE', { a: 1 }]], []],
    ['two compressed members', 'b2.gz', Buffer.concat([gzipSync('{"a":'), gzipSync('1}')]), [['FILE', { a: 1 }]], []],
    ['compressed, whatever its name', 'c.log', gzipSync('{"a":1}'), [['FILE', { a: 1 }]], []],
    ['a byte order mark', 'd.json', '\ufeff{"a":1}', [['FILE', { a: 1 }]], []],
    ['UTF-16, as PowerShell writes it', 'e.json', Buffer.from('\ufeff{"a":1}', 'utf16le'), [['FILE', { a: 1 }]], []],
    [
      'a document in each line',
      'f.jsonl',
      two,
      [
        ['FILE, line 1', { eventID: '1' }],
        ['FILE, line 2', { eventID: '2' }],
      ],
      [],
    ],
    [
      'the same, compressed',
      'g.jsonl.gz',
      gzipSync(two),
      [
        ['FILE, line 1', { eventID: '1' }],
        ['FILE, line 2', { eventID: '2' }],
      ],
      [],
    ],
    [
      'the same under another name',
      'h.log',
      two,
      [
        ['FILE, line 1', { eventID: '1' }],
        ['FILE, line 2', { eventID: '2' }],
      ],
      [],
    ],
    [
      'the same with CRLF',
      'i.jsonl',
      two.replaceAll('\n', '\r\n'),
      [
        ['FILE, line 1', { eventID: '1' }],
        ['FILE, line 2', { eventID: '2' }],
      ],
      [],
    ],
    ['the text of a log', 'l.log', '[ERROR] denied\n  at x\n', [['FILE', '[ERROR] denied\n  at x\n']], []],
    ['what Python prints', 'm.txt', "{'Error': 'denied'}", [['FILE', "{'Error': 'denied'}"]], []],
    [
      'a bad line among good ones',
      'j.jsonl',
      withBadLine,
      [
        ['FILE, line 1', { eventID: '1' }],
        ['FILE, line 4', { eventID: '2' }],
      ],
      ['not JSON: FILE, line 3, column 12: correct the text there or leave the record out'],
    ],
    [
      'a bad first line',
      'k.log',
      'zzz\n{"a":1}',
      [['FILE, line 2', { a: 1 }]],
      ['not JSON: FILE, line 1, column 1: correct the text there or leave the record out'],
    ],
  ])('reads %s', async (_name, name, content, documents, unreadable) => {
    expect(await read(file(name, content))).toEqual({ documents, unreadable });
  });

  it.each<[name: string, file: string, content: string | Buffer, line: string]>([
    ['an empty file', 'empty.json', ' \n', 'no event: FILE: give a CloudTrail record as JSON; this is empty'],
    [
      'a broken document',
      'broken.json',
      '{\n  "a": 1,\n}',
      'not JSON: FILE, line 3, column 1: correct the text there or leave the record out',
    ],
    [
      'text in a file of JSON',
      'text.json',
      'denied',
      'not JSON: FILE, line 1, column 1: correct the text there or leave the record out',
    ],
    ['half a gzip file', 'half.gz', gzipSync(two).subarray(0, 25), 'not a complete gzip file: FILE: fetch it again'],
    ['no text', 'binary.json', Buffer.from([0x7b, 0xc3, 0x28]), 'not a text file: FILE: give JSON in UTF-8'],
    [
      'a gzip file that grows too large',
      'bomb.gz',
      gzipSync(Buffer.alloc(101 * 1024 * 1024)),
      'larger than 100 MB: FILE: split it and give the parts one by one',
    ],
  ])('refuses %s', async (_name, name, content, line) => {
    const path = file(name, content);
    expect(await refusal(read(path))).toBe(line.replace('FILE', path));
  });

  it('refuses a file over 100 MB without reading it', async () => {
    const path = file('large.json', '');
    truncateSync(path, 100 * 1024 * 1024 + 1);
    expect(await refusal(read(path))).toBe(`larger than 100 MB: ${path}: split it and give the parts one by one`);
  });
});
