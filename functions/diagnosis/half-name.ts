import type { AgentRole } from '../workload/agent-role.ts';
import type { DeniedRequest } from './diagnosis.ts';

/**
 * Whether the message may hold half a name: it ends in an action or a resource, and whoever passed it on may have stopped
 * there. CloudTrail does not stop within its 1 KB, and what the workload is known to ask for is whole.
 */
export function mayBeHalf({ message, eventSource, eventTime }: DeniedRequest, role: AgentRole | undefined): boolean {
  const { openEnd, action, resource } = message;
  const isOfRecord = eventSource !== undefined && eventTime !== undefined;
  if (isOfRecord || (openEnd !== 'resource' && openEnd !== 'action')) return false;
  if (openEnd === 'action') return true;
  return role?.knownRequests.some((known) => known.action === action && known.resource === resource) !== true;
}
