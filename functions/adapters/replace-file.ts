import { randomUUID } from 'node:crypto';
import { close, fsync, openSync, rmSync, writeFile } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Readable and writable by its owner alone. */
const OWNER_ONLY = 0o600;

/**
 * Puts a file in the place of another, or of none, for its owner's eyes only: readers see the old one or the whole new
 * one, after a power cut too. Whatever ends this process meanwhile, an interrupt included, leaves no other file behind.
 */
export async function replaceFile(
  target: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = join(dirname(target), `.warden-${randomUUID()}.tmp`);
  const forget = removeOnSignal(temporary);
  try {
    await writeAll(temporary, pieces);
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    forget();
  }
}

async function writeAll(path: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  // At once: a file that is still being made when a signal comes would be made after its removal.
  const file = openSync(path, 'wx', OWNER_ONLY);
  try {
    for await (const piece of pieces) await promisify(writeFile)(file, piece);
    await promisify(fsync)(file);
  } finally {
    await promisify(close)(file);
  }
}

/** On a signal, removes the file and lets the signal do what it does. Returns what undoes this. */
function removeOnSignal(path: string): () => void {
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
  const end = (signal: NodeJS.Signals) => {
    rmSync(path, { force: true });
    forget();
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return forget;
}

/** Makes the new name as safe as the content, where a system can open a folder for it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}
