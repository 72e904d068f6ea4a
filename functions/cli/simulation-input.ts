import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../adapters/error-code.ts';
import { InputError } from '../adapters/input-error.ts';
import { placeOf, unreadable } from '../adapters/input-file.ts';

type Bytes = AsyncIterable<Buffer>;

/**
 * The UTF-8 bytes of a file as they arrive, or of standard input when `path` is `-`. Compressed text (gzip) is recognised
 * by its first bytes, UTF-16 by its byte order mark.
 *
 * @throws InputError while it is read, when there is no such file or it cannot be read on
 */
export async function* inputBytes(path: string): AsyncGenerator<Buffer> {
  if (path === '') throw new InputError('no file is named', 'an empty path', 'name a file');
  try {
    const stream = path === '-' ? process.stdin : createReadStream(path);
    yield* inUtf8(decompressed(stream));
  } catch (error) {
    throw refusal(error, placeOf(path));
  }
}

async function* decompressed(source: Bytes): AsyncGenerator<Buffer> {
  const { head, whole } = await peek(source);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  // An error of either end comes out of the iteration.
  yield* isGzip ? pipeline(whole, createGunzip(), () => {}) : whole;
}

async function* inUtf8(source: Bytes): AsyncGenerator<Buffer> {
  const { head, whole } = await peek(source);
  if (head[0] !== 0xff || head[1] !== 0xfe) return yield* whole;
  const decoder = new TextDecoder('utf-16le', { fatal: true });
  for await (const chunk of whole) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** The first two bytes, and all of them. */
async function peek(source: Bytes): Promise<{ readonly head: Buffer; readonly whole: Bytes }> {
  const rest = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await rest.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, whole: startingWith(head, rest) };
}

async function* startingWith(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    // Whoever stops reading early lets the source go.
    await rest.return?.();
  }
}

function refusal(error: unknown, where: string): unknown {
  const code = errorCode(error);
  const because = { cause: error };
  if (code?.startsWith('Z_')) return new InputError('not a complete gzip file', where, 'fetch it again', because);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new InputError('not a text file', where, 'give JSON lines in UTF-8', because);
  return unreadable(error, where);
}
