import { complain } from './complain.ts';
import { auditExitStatus, type FailOn } from './exit-status.ts';
import { type Audit, judgeSnapshots } from './judge-snapshot.ts';
import type { AuditFormat } from './option-values.ts';
import { printableJson } from './printable.ts';
import { readSnapshots } from './read-snapshots.ts';
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
  const judged = judgeSnapshots(await readSnapshots(snapshot, region));
  for (const { policy, statement, element, problem, help } of judged.malformed) {
    const place = [policy, statement === undefined ? '' : `statement ${statement}`, element ?? ''];
    complain(`${problem}: ${place.filter((part) => part !== '').join(', ')}: ${help}`);
  }
  await writeReport(format === 'json' ? printableJson(auditJson(judged)) : await table(judged, out));
  return auditExitStatus(judged, failOn);
}

async function table(judged: Audit, out: string | undefined): Promise<string> {
  const { tableReport } = await import('./report-table.ts');
  const { tableStyle } = await import('./table-style.ts');
  return tableReport(judged, tableStyle(out === undefined ? process.stdout : undefined));
}
