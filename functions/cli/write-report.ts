import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../adapters/error-code.ts';
import { InputError } from '../adapters/input-error.ts';

type WriteReport = (text: string) => Promise<void>;

/**
 * Where a report goes: to a file, whole or not at all, or to standard output. Asked before the work that makes the
 * report, so that a wrong path is known at once.
 *
 * @throws InputError (here and when writing) when the path cannot be written
 */
export async function openReport(path: string | undefined): Promise<WriteReport> {
  if (path === undefined) return writeToStdout;
  if (path === '') throw new InputError('no file is named', '--out', 'name a file');
  const present = await existing(path);
  if (present?.isDirectory()) throw new InputError('a directory, not a file', path, 'name a file in it');
  if (present !== undefined && !present.isFile()) return (text) => orInputError(path, writeFile(path, text));
  const target = present === undefined ? path : await orInputError(path, realpath(path));
  if ((await existing(dirname(target))) === undefined)
    throw new InputError('no such directory', dirname(target), 'create it first');
  return (text) => orInputError(path, replaceFile(target, text));
}

/** A reader that has seen enough (`| head`) is no error. */
function writeToStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === undefined || error === null || errorCode(error) === 'EPIPE') resolve();
      else reject(notWritten('standard output', error));
    });
  });
}

/** Readers see the old file or the new one, never a part: a file system renames in one step. */
async function replaceFile(target: string, text: string): Promise<void> {
  const temporary = join(dirname(target), `.warden-${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function existing(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw notWritten(path, error);
  }
}

async function orInputError<Value>(path: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw notWritten(path, error);
  }
}

function notWritten(path: string, error: unknown): InputError {
  const code = errorCode(error);
  return new InputError(`cannot be written (${code ?? 'unknown'})`, path, 'name a file that can be written', {
    cause: error,
  });
}
