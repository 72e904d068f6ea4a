import type { AgentRole } from '../workload/agent-role.ts';
import type { GrantedRequest } from '../workload/change.ts';

/** What the streaming operations of a model are authorised as; a workload that may do one may do the other. */
const STREAM = 'bedrock:invokemodelwithresponsestream';
const INVOKE = 'bedrock:invokemodel';

/** Whether the configuration of a workload, and not only the denial, says that the role needs it. */
export function isConfigured({ action, resource }: GrantedRequest, { knownRequests }: AgentRole): boolean {
  const meant = named(action);
  return knownRequests.some((known) => known.resource === resource && named(known.action) === meant);
}

function named(action: string): string {
  const name = action.toLowerCase();
  return name === STREAM ? INVOKE : name;
}
