import type { NeededAccess } from '../../iam/allow-surplus.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { isNeededOfRole } from '../needed-grants.ts';

/** What the streaming operations of a model are authorised as; a workload that may do one may do the other. */
const STREAM = 'bedrock:invokemodelwithresponsestream';
const INVOKE = 'bedrock:invokemodel';

/** Whether the configuration of a workload, and not only the denial, says that the role, or whoever else asks, needs it. */
export function isConfigured(
  { action, resource, principal }: PrincipalRequest,
  { arn, knownRequests, accessHeldElsewhere }: AgentRole,
): boolean {
  const meant = named(action);
  const asking = principal ?? arn;
  return [...knownRequests, ...accessHeldElsewhere].some(
    (known) => known.resource === resource && named(known.action) === meant && (known.principal ?? arn) === asking,
  );
}

/** What is needed of the role's own policies, the streaming twins included. */
export const configuredNeeds = ({ knownRequests }: Pick<AgentRole, 'knownRequests'>): readonly NeededAccess[] =>
  knownRequests
    .filter(isNeededOfRole)
    .flatMap(({ action, resource }) =>
      named(action) === INVOKE ? [INVOKE, STREAM].map((twin) => ({ action: twin, resource })) : [{ action, resource }],
    );

function named(action: string): string {
  const name = action.toLowerCase();
  return name === STREAM ? INVOKE : name;
}
