import { access, constants, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Snapshot } from '../workload/snapshot.ts';
import { errorCode } from './error-code.ts';
import { InputError } from './input-error.ts';
import { redactSnapshot } from './redact-snapshot.ts';
import { replaceFile } from './replace-file.ts';

type WriteSnapshot = (snapshot: Snapshot) => Promise<void>;

/**
 * Where a snapshot goes: a file that only its owner reads, written whole or not at all, compressed (gzip) when its name
 * ends in `.gz`. Asked before the account is read, so that a wrong path is known at once.
 *
 * @throws InputError (here and when writing) when the path cannot be written
 */
export async function openSnapshotFile(path: string): Promise<WriteSnapshot> {
  if (path === '' || path === '-') throw new InputError('no file is named', '--out', 'name a file');
  const target = await targetOf(path);
  await orInputError(path, access(dirname(target), constants.W_OK | constants.X_OK));
  return async (snapshot) => {
    const text = Buffer.from(`${JSON.stringify(redactSnapshot(snapshot), null, 2)}\n`);
    const bytes = /\.gz$/i.test(path) ? await promisify(gzip)(text) : text;
    await orInputError(path, replaceFile(target, [bytes]));
  };
}

/** The file itself where the path is a link, be it a link to nothing yet: the link stays. */
async function targetOf(path: string): Promise<string> {
  const present = await existing(path);
  if (present?.isDirectory() || path.endsWith('/') || path.endsWith(sep))
    throw new InputError('a directory, not a file', path, 'name a file in it');
  if (present !== undefined && !present.isFile())
    throw new InputError('not a regular file', path, 'name a file: a snapshot is kept for its owner alone');
  const target = await (present === undefined ? followed(path) : orInputError(path, realpath(path)));
  if ((await existing(dirname(target))) === undefined)
    throw new InputError('no such directory', dirname(target), 'create it first');
  return target;
}

/** Where a link that leads to no file points; the path itself where there is no link. */
async function followed(path: string): Promise<string> {
  const pointsTo = await readlink(path).catch(() => undefined);
  return pointsTo === undefined ? path : followed(resolve(await realpath(dirname(path)), pointsTo));
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

const WHAT_TO_DO = new Map([
  ['ENOSPC', 'free some space there, or name a file on another disk'],
  ['EDQUOT', 'free some space there, or name a file on another disk'],
  ['ENAMETOOLONG', 'give the file a shorter name'],
  ['ELOOP', 'name a file: the link leads back to itself'],
]);

/** A defect of our own stays what it is. */
function notWritten(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  const whatToDo = WHAT_TO_DO.get(code) ?? 'name a file in a folder that this user may write to';
  return new InputError(`cannot be written (${code})`, path, whatToDo, { cause: error });
}
