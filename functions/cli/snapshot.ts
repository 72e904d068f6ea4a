import { openSnapshotFile } from '../adapters/write-snapshot.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { complain } from './complain.ts';
import { exitStatus } from './exit-status.ts';
import { printable } from './printable.ts';
import { readRegion } from './read-snapshots.ts';
import { snapshotPaths } from './snapshot-paths.ts';
import { unreadLines, writtenLine } from './snapshot-summary.ts';

export interface SnapshotOptions {
  readonly out: string;
  readonly region?: readonly string[];
}

/**
 * Reads the account, one Region after the other, each into a file of its own that is there as soon as the Region is
 * read, and returns the exit status.
 */
export async function snapshot({ out, region }: SnapshotOptions): Promise<number> {
  const files = [];
  for (const { path, region: name } of snapshotPaths(out, region))
    files.push({ path, region: name, write: await openSnapshotFile(path) });
  let complete = true;
  for (const { path, region: name, write } of files) {
    const read = await readRegion(name);
    await write(read);
    process.stdout.write(`${printable(writtenLine(path, read))}\n`);
    for (const line of unreadLines(read, files.length > 1)) complain(line);
    complete &&= isComplete(read);
  }
  return complete ? exitStatus.nothingToReport : exitStatus.incomplete;
}

const isComplete = ({ unread = [] }: Snapshot): boolean => unread.length === 0;
