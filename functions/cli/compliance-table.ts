import { styleText } from 'node:util';
import Table from 'cli-table3';
import { catalogue } from '../rules/catalogue.ts';
import type { Snapshot } from '../workload/snapshot.ts';

/** The part of AWS Config's stored results that a table shows. */
interface StoredResult {
  readonly configRuleName: string;
  readonly resourceId: string;
  readonly complianceType: string;
  readonly annotation?: string;
}

const words: Readonly<Record<string, string>> = {
  COMPLIANT: styleText('green', 'ok'),
  NON_COMPLIANT: styleText('red', 'FAIL'),
};
const noResult = styleText('dim', '–');

/**
 * What AWS Config holds: every judged role against every rule or, with `roleName`, one role with its annotations.
 * A role without a result was not applicable, or could not be decided: then the invocation says so.
 */
export function complianceTable(results: readonly StoredResult[], snapshot: Snapshot, roleName?: string): string {
  const roles = (snapshot.iam?.RoleDetailList ?? []).filter(
    ({ RoleId, RoleName }) =>
      results.some(({ resourceId }) => resourceId === RoleId) && (roleName === undefined || RoleName === roleName),
  );
  const resultOf = (roleId: string, ruleId: string) =>
    results.find(({ configRuleName, resourceId }) => resourceId === roleId && configRuleName.endsWith(ruleId));

  if (roleName !== undefined) {
    const table = new Table({
      head: ['Rule', roleName, 'Annotation'],
      colWidths: [36, roleName.length + 2, 58],
      wordWrap: true,
      style,
    });
    for (const { RoleId } of roles)
      for (const { id } of catalogue) {
        const result = resultOf(RoleId, id);
        table.push([id, words[result?.complianceType ?? ''] ?? noResult, result?.annotation ?? '']);
      }
    return table.toString();
  }

  const table = new Table({ head: ['Role', ...catalogue.map(({ id }) => columnTitle(id))], style });
  for (const { RoleName, RoleId } of roles)
    table.push([
      RoleName.replace(/^AmazonBedrockExecutionRoleFor/, '…'),
      ...catalogue.map(({ id }) => words[resultOf(RoleId, id)?.complianceType ?? ''] ?? noResult),
    ]);
  return `${table}\n–  no result: AWS Config has no word for evidence that does not decide; the function's log says what was missing`;
}

const style = { head: [], border: [], compact: true };

/** `agent-role-trust-limits-source` becomes three short lines. */
function columnTitle(ruleId: string): string {
  const parts = ruleId.replace(/^agent-(role-)?/, '').split('-');
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${part}`.length <= 11) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  return lines.join('\n');
}
