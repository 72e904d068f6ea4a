import { denialText } from '../alerts/denial-text.ts';
import type { ExplainedDenial } from '../alerts/explain-denial.ts';
import { printableLines } from './printable.ts';

/** The object that `--format json` prints: `bedrock-warden/diagnosis/1`. */
export function diagnosisJson(denials: readonly ExplainedDenial[]) {
  return { format: 'bedrock-warden/diagnosis/1', denials };
}

/** @param records how many CloudTrail records were read, if any were to be */
export function diagnosisText(denials: readonly ExplainedDenial[], records: number | undefined): string {
  const blocks = denials.map((denial) => `${printableLines(denialText(denial)).trimEnd()}\n`);
  const count =
    records === undefined ? [] : [`${counted(records, 'record')} read, ${counted(denials.length, 'denial')}\n`];
  return [...blocks, ...count].join(`\n${'─'.repeat(60)}\n\n`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
