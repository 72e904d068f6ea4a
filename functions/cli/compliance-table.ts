import { styleText } from 'node:util';
import Table from 'cli-table3';
import { catalogue } from '../rules/catalogue.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { wrapText } from './wrap-text.ts';

/** The part of AWS Config's stored results that a table shows. */
interface StoredResult {
  readonly configRuleName: string;
  readonly resourceId: string;
  readonly complianceType: string;
  readonly annotation?: string;
}

const style = { head: [], border: [], compact: true };
/** So that a line has at most 100 characters. */
const TEXT_WIDTH = 50;

/**
 * What AWS Config holds of every judged role: how many rules it satisfies, fails, and has no result of, and which it fails or is
 * excepted from. A rule without a result was not applicable, or could not be decided: then the invocation says so.
 */
export function complianceTable(results: readonly StoredResult[], snapshot: Snapshot): string {
  const table = new Table({ head: ['Role', 'ok', 'FAIL', '–', 'What fails'], style });
  for (const { RoleName, RoleId } of snapshot.iam?.RoleDetailList ?? []) {
    const own = inOrder(results.filter(({ resourceId }) => resourceId === RoleId));
    if (own.length === 0) continue;
    const failed = own.filter(({ complianceType }) => complianceType === 'NON_COMPLIANT');
    const compliant = own.length - failed.length;
    const none = catalogue.length - own.length;
    table.push([
      RoleName.replace(/^AmazonBedrockExecutionRoleFor/, '…'),
      styleText('green', `${compliant}`),
      failed.length === 0 ? '' : styleText('red', `${failed.length}`),
      styleText('dim', `${none}`),
      [...failed.map(ruleId), ...own.flatMap(exceptionLine)].join('\n'),
    ]);
  }
  return `${table}\n–  no result: the rule does not apply, or the evidence does not decide; the function's log says what was missing`;
}

/** What AWS Config holds of one role, and why. */
export function roleTable(results: readonly StoredResult[], snapshot: Snapshot, roleName: string): string {
  const role = snapshot.iam?.RoleDetailList?.find(({ RoleName }) => RoleName === roleName);
  const own = inOrder(results.filter(({ resourceId }) => resourceId === role?.RoleId));
  const failed = own.filter(({ complianceType }) => complianceType === 'NON_COMPLIANT');
  const table = new Table({ head: ['Rule', roleName, 'Annotation'], colWidths: [38, roleName.length + 2], style });
  for (const result of failed)
    table.push([ruleId(result), styleText('red', 'FAIL'), wrapText(result.annotation ?? '', 38).join('\n')]);
  table.push([`${own.length - failed.length} other rules`, styleText('green', 'ok'), '']);
  return table.toString();
}

const ruleId = ({ configRuleName }: StoredResult): string => configRuleName.replace(/^bedrock-warden-/, '');

function inOrder(results: readonly StoredResult[]): readonly StoredResult[] {
  return catalogue.flatMap(({ id }) => results.filter((result) => ruleId(result) === id));
}

/** `agent-role-trust-limits-source: excepted until 2027-01-31 by orders-team` */
function exceptionLine(result: StoredResult): readonly string[] {
  const [, until] = /^Excepted (until \d{4}-\d\d-\d\d by [^:]+):/.exec(result.annotation ?? '') ?? [];
  if (result.complianceType !== 'COMPLIANT' || until === undefined) return [];
  return wrapText(`${ruleId(result)}: excepted ${until}`, TEXT_WIDTH).map((line) => styleText('yellow', line));
}
