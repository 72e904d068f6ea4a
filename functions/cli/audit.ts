import { InputError } from '../adapters/input-error.ts';
import { loadSnapshot } from '../adapters/snapshot-file.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { complain } from './complain.ts';
import { auditExitStatus, type FailOn } from './exit-status.ts';
import { type Audit, judgeSnapshots } from './judge-snapshot.ts';
import type { AuditFormat } from './option-values.ts';
import { printableJson } from './printable.ts';
import { auditJson } from './report-json.ts';
import { openReport } from './write-report.ts';

export interface AuditOptions {
  readonly snapshot?: string;
  readonly region?: readonly string[];
  readonly format: AuditFormat;
  readonly out?: string;
  readonly failOn: FailOn;
}

/** Judges every agent role of a snapshot or of the account, writes the report, and returns the exit status. */
export async function audit({ snapshot, region, format, out, failOn }: AuditOptions): Promise<number> {
  const writeReport = await openReport(out);
  const judged = judgeSnapshots(await snapshotsOf(snapshot, region));
  for (const { policy, statement, element, problem, help } of judged.malformed) {
    const place = [policy, statement === undefined ? '' : `statement ${statement}`, element ?? ''];
    complain(`${problem}: ${place.filter((part) => part !== '').join(', ')}: ${help}`);
  }
  await writeReport(format === 'json' ? printableJson(auditJson(judged)) : await table(judged, out));
  return auditExitStatus(judged, failOn);
}

async function snapshotsOf(
  path: string | undefined,
  regions: readonly string[] | undefined,
): Promise<readonly [Snapshot, ...Snapshot[]]> {
  if (path === undefined) return readRegions(regions);
  const snapshot = await loadSnapshot(path);
  const other = regions?.find((region) => region !== snapshot.region);
  if (other !== undefined)
    throw new InputError(`the snapshot is of ${snapshot.region}`, `--region ${other}`, 'leave --region out');
  return [snapshot];
}

/** The account that the credentials belong to, one Region after the other: AWS's quotas are of the account. */
async function readRegions(regions: readonly string[] = []): Promise<readonly [Snapshot, ...Snapshot[]]> {
  const { readAccount } = await import('../adapters/read-account.ts');
  const [first, ...others] = regions;
  const read = (region: string | undefined) => {
    if (process.stderr.isTTY) process.stderr.write(`Reading ${region ?? 'the account'} …\n`);
    return readAccount(region === undefined ? {} : { region });
  };
  const snapshots: [Snapshot, ...Snapshot[]] = [await read(first)];
  for (const region of others) snapshots.push(await read(region));
  return snapshots;
}

async function table(judged: Audit, out: string | undefined): Promise<string> {
  const { tableReport } = await import('./report-table.ts');
  const { tableStyle } = await import('./table-style.ts');
  return tableReport(judged, tableStyle(out === undefined ? process.stdout : undefined));
}
