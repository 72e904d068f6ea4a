import { textAt } from './fields.ts';
import { allNeeds, type Capability, GUIDE, NO_NEEDS, requestsFor } from './needs.ts';
import { quoted } from './unread.ts';

const SUPERVISORS: ReadonlySet<string> = new Set(['SUPERVISOR', 'SUPERVISOR_ROUTER']);
const ALIAS = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:agent-alias\/[0-9A-Za-z]+\/[0-9A-Za-z]+$/;

/** A supervisor calls the aliases of its collaborators; any other agent calls none. */
export const collaboratorNeeds: Capability = (_snapshot, configuration) => {
  const { collaborators, detail, workload } = configuration;
  if (!SUPERVISORS.has(textAt(detail, 'agentCollaboration') ?? '')) return NO_NEEDS;
  if ('missing' in collaborators) return { requests: [], gaps: collaborators.missing };
  return allNeeds(
    collaborators.known.map((collaborator) => {
      const alias = textAt(collaborator, 'agentDescriptor', 'aliasArn');
      const name = textAt(collaborator, 'collaboratorName') ?? alias ?? 'without a name';
      if (alias === undefined)
        return { requests: [], gaps: [`the alias of collaborator ${name} of agent ${workload.id} was not read`] };
      if (!ALIAS.test(alias))
        return {
          requests: [],
          gaps: [`${quoted(alias)} is no ARN of an agent alias (collaborator ${name} of agent ${workload.id})`],
        };
      const request = requestsFor(configuration, {
        capability: `collaborator ${name}`,
        kind: 'collaborator',
        source: `${GUIDE}/agents-permissions.html`,
      });
      return { requests: request(['bedrock:GetAgentAlias', 'bedrock:InvokeAgent'], alias), gaps: [] };
    }),
  );
};
