import { InputError } from '../adapters/input-error.ts';
import { loadSnapshot } from '../adapters/snapshot-file.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { showProgress } from './progress.ts';

/**
 * The account of a snapshot file, or the one that the credentials belong to, one Region after the other: AWS's quotas are
 * of the account.
 *
 * @throws InputError when there is nothing to read, or a Region is asked for that the file is not of
 */
export async function readSnapshots(
  path: string | undefined,
  regions: readonly string[] = [],
): Promise<readonly [Snapshot, ...Snapshot[]]> {
  if (path !== undefined) return [await ofRegions(await loadSnapshot(path), regions)];
  const [first, ...others] = regions;
  const snapshots: [Snapshot, ...Snapshot[]] = [await readRegion(first)];
  for (const region of others) snapshots.push(await readRegion(region));
  return snapshots;
}

function ofRegions(snapshot: Snapshot, regions: readonly string[]): Snapshot {
  const other = regions.find((region) => region !== snapshot.region);
  if (other === undefined) return snapshot;
  throw new InputError(`the snapshot is of ${snapshot.region}`, `--region ${other}`, 'leave --region out');
}

/** @param region that of the AWS configuration when absent */
export async function readRegion(region: string | undefined): Promise<Snapshot> {
  const { readAccount } = await import('../adapters/read-account.ts');
  const done = showProgress(`Reading ${region ?? 'the account'}`);
  try {
    return await readAccount(region === undefined ? {} : { region });
  } catch (error) {
    throw notEnabled(region, error) ?? error;
  } finally {
    done();
  }
}

const NOT_VALID = ['InvalidClientTokenId', 'UnrecognizedClient', 'UnrecognizedClientException'];

/**
 * Credentials that are valid elsewhere are not in a Region that is not enabled, and AWS says no more than that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
function notEnabled(region: string | undefined, error: unknown): InputError | undefined {
  const cause = error instanceof InputError ? error.cause : undefined;
  if (region === undefined || !(cause instanceof Error) || !NOT_VALID.includes(cause.name)) return undefined;
  const whatToDo = 'give AWS credentials that are valid, and see that the Region is enabled in their account';
  return new InputError(cause.message, `--region ${region}`, whatToDo, { cause });
}
