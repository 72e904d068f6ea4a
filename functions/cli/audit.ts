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
  if (path === undefined) throw new InputError('no snapshot', 'warden audit', 'name one with --snapshot FILE');
  const snapshot = await loadSnapshot(path);
  const other = regions?.find((region) => region !== snapshot.region);
  if (other !== undefined)
    throw new InputError(`the snapshot is of ${snapshot.region}`, `--region ${other}`, 'leave --region out');
  return [snapshot];
}

async function table(judged: Audit, out: string | undefined): Promise<string> {
  const { tableReport } = await import('./report-table.ts');
  const { tableStyle } = await import('./table-style.ts');
  return tableReport(judged, tableStyle(out === undefined ? process.stdout : undefined));
}
