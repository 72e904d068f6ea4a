import { coversResource } from '../../iam/cover.ts';
import type { StatementFinding } from '../../iam/lint.ts';
import type { Policy } from '../../iam/policy.ts';
import { matchesAction } from '../../iam/wildcard.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { Finding } from '../rule.ts';

/**
 * What was meant in the place of what means nothing, where that is certain and a workload needs it: what nobody needs is a guess.
 * A Deny that is corrected takes something away, and nobody knows from whom.
 */
export function lintFix(
  { element, value, suggestion, location }: StatementFinding,
  { kind, statements }: Policy,
  { knownRequests }: Pick<AgentRole, 'knownRequests'>,
): Pick<Finding, 'fix'> {
  const statement = statements[location.statement];
  if (suggestion === undefined || kind !== 'identity' || statement?.effect !== 'Allow' || statement.actions.except)
    return {};
  const { patterns } = statement.actions;
  const isMeant = ({ action, resource }: AgentRole['knownRequests'][number]): boolean =>
    element === 'Action'
      ? matchesAction(suggestion, action)
      : element === 'Resource' &&
        coversResource(suggestion, resource) &&
        patterns.some((pattern) => matchesAction(pattern, action));
  const requests = knownRequests
    .filter((request) => request.heldBy === 'role' && request.necessity === 'required' && isMeant(request))
    .map(({ action, resource, context }) => ({ action, resource, context }));
  return requests.length === 0 ? {} : { fix: { kind: 'correct', requests, location, written: value } };
}
