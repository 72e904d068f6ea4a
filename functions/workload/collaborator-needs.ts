import { type Capability, GUIDE, NO_NEEDS, requestsFor } from './needs.ts';

const SUPERVISORS: ReadonlySet<string> = new Set(['SUPERVISOR', 'SUPERVISOR_ROUTER']);

/** A supervisor calls the aliases of its collaborators; any other agent calls none. */
export const collaboratorNeeds: Capability = (_snapshot, configuration) => {
  const { collaborators, detail, workload } = configuration;
  if (!SUPERVISORS.has(detail.agentCollaboration ?? '')) return NO_NEEDS;
  if ('missing' in collaborators) return { requests: [], gaps: collaborators.missing };
  const needs = collaborators.known.map(({ agentDescriptor, collaboratorName }) => {
    const alias = agentDescriptor?.aliasArn;
    const name = collaboratorName ?? alias ?? 'without a name';
    if (alias === undefined)
      return { requests: [], gaps: [`the alias of collaborator ${name} of agent ${workload.id} was not read`] };
    const request = requestsFor(configuration, {
      capability: `collaborator ${name}`,
      kind: 'collaborator',
      source: `${GUIDE}/agents-permissions.html`,
    });
    return { requests: request(['bedrock:GetAgentAlias', 'bedrock:InvokeAgent'], alias), gaps: [] };
  });
  return { requests: needs.flatMap(({ requests }) => requests), gaps: needs.flatMap(({ gaps }) => gaps) };
};
