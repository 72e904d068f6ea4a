import { loadExceptions } from '../adapters/exceptions-file.ts';
import { InputError } from '../adapters/input-error.ts';
import { complain } from './complain.ts';
import { auditExitStatus, exitStatus, type FailOn } from './exit-status.ts';
import { type Audit, judgeSnapshots } from './judge-snapshot.ts';
import type { AuditFormat } from './option-values.ts';
import { printableJson } from './printable.ts';
import { readSnapshots } from './read-snapshots.ts';
import { auditJson } from './report-json.ts';
import { openReport } from './write-report.ts';

export interface AuditOptions {
  readonly snapshot?: string;
  readonly exceptions?: string;
  readonly region?: readonly string[];
  readonly format: AuditFormat;
  readonly out?: string;
  readonly failOn: FailOn;
}

/** Judges every agent role of a snapshot or of the account, writes the report, and returns the exit status. */
export async function audit({
  snapshot,
  exceptions: file,
  region,
  format,
  out,
  failOn,
}: AuditOptions): Promise<number> {
  if (snapshot === '-' && file === '-')
    throw new InputError('standard input is read once', '--snapshot - --exceptions -', 'give one of the two as a file');
  const writeReport = await openReport(out);
  const { exceptions, problems } = file === undefined ? { exceptions: [], problems: [] } : await loadExceptions(file);
  for (const problem of problems) complain(problem);
  const judged = judgeSnapshots(await readSnapshots(snapshot, region), { exceptions });
  for (const { policy, statement, element, problem, help } of judged.malformed) {
    const place = [policy, statement === undefined ? '' : `statement ${statement}`, element ?? ''];
    complain(`${problem}: ${place.filter((part) => part !== '').join(', ')}: ${help}`);
  }
  await writeReport(format === 'json' ? printableJson(auditJson(judged)) : await table(judged, out));
  return problems.length > 0 ? exitStatus.unusable : auditExitStatus(judged, failOn);
}

async function table(judged: Audit, out: string | undefined): Promise<string> {
  const { tableReport } = await import('./report-table.ts');
  const { tableStyle } = await import('./table-style.ts');
  return tableReport(judged, tableStyle(out === undefined ? process.stdout : undefined));
}
