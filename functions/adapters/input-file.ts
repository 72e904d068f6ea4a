import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { errorCode } from './error-code.ts';
import { InputError } from './input-error.ts';

const MEGABYTE = 1024 * 1024;

/** How a message names the input. */
export function placeOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/**
 * The text of a file, or of standard input when `path` is `-`. Compressed text (gzip) is recognised by its first bytes,
 * UTF-16 by its byte order mark (PowerShell's redirection writes it); anything else must be UTF-8.
 *
 * @param limit in megabytes, for the file and for what it decompresses to
 * @throws InputError when there is no such file, it cannot be read, is larger than `limit` or is no text
 */
export async function readInputText(path: string, limit: number): Promise<string> {
  if (path === '') throw new InputError('no file is named', 'an empty path', 'name a file');
  const where = placeOf(path);
  try {
    if (path !== '-') await refuseLargeFile(path, limit);
    const stream = path === '-' ? process.stdin : createReadStream(path);
    return textOf(await readBytes(stream, where, limit), where, limit);
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(error, where);
  }
}

async function refuseLargeFile(path: string, limit: number): Promise<void> {
  const { size } = await stat(path);
  if (size > limit * MEGABYTE) throw tooLarge(path, limit);
}

/** Counts what arrives: a pipe or a device does not say its size beforehand. */
async function readBytes(stream: AsyncIterable<Buffer>, where: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit * MEGABYTE) throw tooLarge(where, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textOf(bytes: Buffer, where: string, limit: number): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? decompress(bytes, where, limit) : bytes;
  const encoding = plain[0] === 0xff && plain[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(plain);
  } catch (error) {
    throw new InputError('not a text file', where, 'give JSON in UTF-8', { cause: error });
  }
}

function decompress(bytes: Buffer, where: string, limit: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: limit * MEGABYTE });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(where, limit);
    throw new InputError('not a complete gzip file', where, 'fetch it again', { cause: error });
  }
}

function tooLarge(where: string, limit: number): InputError {
  return new InputError(`larger than ${limit} MB`, where, 'split it and give the parts one by one');
}

/** The InputError for an error of reading; any other error as it is. */
export function unreadable(error: unknown, where: string): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  const [what, whatToDo] = reasons[code] ?? [`cannot be read (${code})`, 'name a file that can be read'];
  return new InputError(what, where, whatToDo, { cause: error });
}

const reasons: Readonly<Record<string, readonly [what: string, whatToDo: string]>> = {
  ENOENT: ['no such file', 'correct the path'],
  ENOTDIR: ['no such file', 'correct the path'],
  EISDIR: ['a directory, not a file', 'name the file in it'],
  EACCES: ['no permission to read the file', 'let this user read it'],
};
