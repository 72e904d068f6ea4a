import type { PolicyPlan } from './policy-plan.ts';
import { printable } from './printable.ts';

/** What stands above the policies in every format that has comments. */
export function headComments({ role, workloads, unknown, notes, leftOut }: PolicyPlan): readonly string[] {
  const optional = [...new Set(leftOut.map(({ action, resource }) => `${action} on ${resource}`))];
  return commentLines([
    ...(unknown.length === 0
      ? []
      : [
          'INCOMPLETE: the role needs more than this. It is written as comments, so that nobody applies it for the whole.',
          ...unknown.map((reason) => `Unknown: ${reason}`),
        ]),
    `What the role ${role.arn} needs for ${workloads.join(', ')}`,
    ...notes,
    ...(optional.length === 0 ? [] : [`Left out, since the workloads work without: ${optional.join('; ')}`]),
  ]);
}

/** A template or a configuration makes a role; one that somebody else made has to become its own first. */
export const existingRoleComment = ({ isNewRole, roleName }: PolicyPlan, how: string): readonly string[] =>
  isNewRole
    ? []
    : commentLines([`The role ${roleName} is there already: ${how}, or take its documents to where it is made.`]);

/** What nobody can paste: statements that belong into policies which others keep. */
export const elsewhereComments = ({ elsewhere }: Pick<PolicyPlan, 'elsewhere'>): readonly string[] =>
  commentLines([
    ...elsewhere.keyPolicies.map(
      ({ resource, statement }) =>
        `The policy of the key ${resource} needs this statement, unless it leaves access to the policies of the account: ${JSON.stringify(statement)}`,
    ),
    ...elsewhere.resourcePolicies.map(
      ({ resource, statement }) =>
        `The policy of ${resource}, which is another account's, needs this statement: ${JSON.stringify(statement)}`,
    ),
    ...elsewhere.otherAccounts.map(
      ({ action, resource, principal, capability }) =>
        `The account of ${resource} has to let ${principal} do ${action} as well (${capability})`,
    ),
    ...elsewhere.oncePerAccount.map(
      ({ action, resource, capability }) => `Once by anyone in the account: ${action} on ${resource} (${capability})`,
    ),
  ]);

export const commentLines = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => `# ${printable(line)}`);

/** A part is not for use: all of it becomes comments. */
export const whenComplete = ({ unknown }: PolicyPlan, lines: readonly string[]): readonly string[] =>
  unknown.length === 0 ? lines : lines.map((line) => (line.startsWith('#') || line === '' ? line : `# ${line}`));
