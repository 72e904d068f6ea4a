import { complain } from './complain.ts';
import { exitStatus } from './exit-status.ts';
import type { SimulationFormat } from './option-values.ts';
import { printable } from './printable.ts';
import { type Answered, answerLine, type CaseStatus, statusOf } from './simulation-answer.ts';
import { inputBytes } from './simulation-input.ts';
import { linesOf } from './simulation-lines.ts';
import { policyReader } from './simulation-policies.ts';
import { caseBlock, summaryLine } from './simulation-table.ts';
import { tableStyle } from './table-style.ts';
import { openReport } from './write-report.ts';

export interface SimulateOptions {
  readonly cases: string;
  readonly format: SimulationFormat;
}

/**
 * Decides one case after the other and writes each answer in its turn: only what arrived together is held. Ends early,
 * without a word, when nobody reads on. Returns the exit status.
 */
export async function simulate({ cases, format }: SimulateOptions): Promise<number> {
  const write = await openReport(undefined);
  const isRead = watchReader();
  const readPolicies = policyReader();
  const style = tableStyle(process.stdout);
  const textOf = format === 'table' ? (answered: Answered) => caseBlock(answered, style) : jsonLine;
  const counts: Record<CaseStatus, number> = { allowed: 0, explicitDeny: 0, implicitDeny: 0, error: 0 };

  for await (const lines of linesOf(inputBytes(cases))) {
    const answers = lines.map((line) => answerLine(line, readPolicies));
    for (const answered of answers) counts[statusOf(answered)] += 1;
    if (answers.length > 0) await write(answers.map(textOf).join(''));
    if (!isRead()) return statusFor(counts);
  }
  if (format === 'table') await write(summaryLine(counts));
  if (counts.error > 0) complain(undecidedLine(counts));
  return statusFor(counts);
}

const jsonLine = ({ answer }: Answered): string => `${printable(JSON.stringify(answer))}\n`;

/** Standard output closes when its reader has seen enough (`| head`). */
function watchReader(): () => boolean {
  let open = true;
  process.stdout.once('error', () => {
    open = false;
  });
  return () => open;
}

function undecidedLine(counts: Readonly<Record<CaseStatus, number>>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return `${counts.error} of ${total} ${total === 1 ? 'case' : 'cases'} could not be decided`;
}

const statusFor = ({ error }: Readonly<Record<CaseStatus, number>>): number =>
  error > 0 ? exitStatus.incomplete : exitStatus.nothingToReport;
