import { shellQuoted } from '../remediation/policy-snippets.ts';
import type { NewNonCompliance } from './non-compliance.ts';

/** More commands than that nobody reads: then one has a place for the name of the rule. */
const MOST_COMMANDS = 3;

/** What keeps these findings quiet: an exception in a tag of the role, for the time and the reason that somebody fills in. */
export function exceptionCommands(found: readonly NewNonCompliance[]): readonly string[] {
  const commands = found.map(({ roleName, ruleId }) => exceptionCommand(roleName, ruleId));
  if (commands.length <= MOST_COMMANDS) return commands;
  const [first, ...others] = new Set(found.map(({ roleName }) => roleName));
  return [exceptionCommand(others.length === 0 && first !== undefined ? first : 'ROLE', 'RULE')];
}

/** https://docs.aws.amazon.com/cli/latest/reference/iam/tag-role.html */
function exceptionCommand(roleName: string, ruleId: string): string {
  const tag = { Key: `bedrock-warden:exception:${ruleId}`, Value: 'owner=TEAM until=YYYY-MM-DD reason=WHY' };
  return `aws iam tag-role --role-name ${shellQuoted(roleName)} --tags ${shellQuoted(JSON.stringify([tag]))}`;
}
