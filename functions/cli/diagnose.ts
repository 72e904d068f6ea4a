import { loadEventFile } from '../adapters/event-file.ts';
import { InputError } from '../adapters/input-error.ts';
import { placeOf } from '../adapters/input-file.ts';
import { loadSnapshot } from '../adapters/snapshot-file.ts';
import { explainDenial } from '../alerts/explain-denial.ts';
import { findRole } from '../diagnosis/find-role.ts';
import { buildAgentRoles } from '../workload/build-agent-roles.ts';
import { complain } from './complain.ts';
import { diagnosisExitStatus, exitStatus } from './exit-status.ts';
import { messageDenials } from './message-denials.ts';
import type { DiagnosisFormat } from './option-values.ts';
import { printableJson } from './printable.ts';
import { type Denials, readDenials } from './read-denials.ts';
import { diagnosisJson, diagnosisText } from './report-diagnosis.ts';
import { openReport } from './write-report.ts';

export interface DiagnoseOptions {
  readonly event?: string;
  readonly message?: string;
  readonly snapshot?: string;
  readonly format: DiagnosisFormat;
}

/** Explains every denial among the records, and the message; writes the report and returns the exit status. */
export async function diagnose({ event, message, snapshot, format }: DiagnoseOptions): Promise<number> {
  if (event === undefined && message === undefined)
    throw new InputError('nothing to explain', 'warden diagnose', 'give --event FILE, --event - or --message TEXT');
  if (event === '-' && snapshot === '-')
    throw new InputError('standard input is read once', '--event - --snapshot -', 'give one of them as a file');
  const writeReport = await openReport(undefined);
  const accounts = snapshot === undefined ? [] : [await loadSnapshot(snapshot)];
  const [account] = accounts;
  const { roles, gaps } = account === undefined ? unreadAccount : buildAgentRoles(account);
  const { records, denied, unreadable, ignored } =
    event === undefined ? noRecords : readDenials(await loadEventFile(event));
  const all = message === undefined ? denied : [...denied, ...messageDenials(message)];
  const denials = all.map((one) => explainDenial(one, findRole(one, roles), gaps, accounts));

  for (const { message: line } of unreadable) complain(line);
  if (event !== undefined && denials.length === 0 && ignored.length > 0)
    complain(`no denial: ${placeOf(event)}: ${ignored.slice(0, MOST_REASONS).join('; ')}`);
  await writeReport(
    format === 'json'
      ? printableJson(diagnosisJson(denials))
      : diagnosisText(denials, event === undefined ? undefined : records),
  );
  return unreadable.length > 0 ? exitStatus.unusable : diagnosisExitStatus(denials);
}

const unreadAccount = { roles: [], gaps: ['no snapshot of the account was given (--snapshot FILE)'] } as const;
const noRecords: Denials = { records: 0, denied: [], unreadable: [], ignored: [] };

/** Of a log file with everything in it. */
const MOST_REASONS = 3;
