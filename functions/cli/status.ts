import { InputError } from '../adapters/input-error.ts';
import { readStatus } from '../adapters/read-status.ts';
import { complianceStatus } from './compliance-status.ts';
import { statusExitStatus } from './exit-status.ts';
import type { StatusFormat } from './option-values.ts';
import { printableJson } from './printable.ts';
import { showProgress } from './progress.ts';
import { statusJson } from './status-json.ts';
import { statusMarkdown } from './status-markdown.ts';
import { statusTable } from './status-table.ts';
import { tableStyle } from './table-style.ts';
import { openReport } from './write-report.ts';

export interface StatusOptions {
  readonly region?: string;
  readonly format: StatusFormat;
  readonly out?: string;
}

/**
 * Writes what AWS Config says of every agent role now, and returns the exit status.
 *
 * @throws InputError when no rule of this product is there
 */
export async function status({ region, format, out }: StatusOptions): Promise<number> {
  const writeReport = await openReport(out);
  const done = showProgress('Reading AWS Config');
  const held = await readStatus(region === undefined ? {} : { region }).finally(done);
  if (held.rules.length === 0)
    throw new InputError(
      'AWS Config has no rule whose name begins with `bedrock-warden-`',
      `account ${held.accountId}, ${held.region}`,
      'name the Region that it is deployed in with `--region`, or deploy it (README.md, "Deploy it")',
    );
  const found = complianceStatus(held);
  switch (format) {
    case 'json':
      await writeReport(printableJson(statusJson(found)));
      break;
    case 'markdown':
      await writeReport(statusMarkdown(found));
      break;
    case 'table':
      await writeReport(statusTable(found, tableStyle(out === undefined ? process.stdout : undefined)));
  }
  return statusExitStatus(found);
}
