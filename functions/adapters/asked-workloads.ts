import { roleArn } from '../workload/arn.ts';
import type { AgentCorePart, Snapshot } from '../workload/snapshot.ts';
import { agentsActingAs } from './role-usage.ts';
import { valuesIn } from './values-in.ts';

/** The snapshot with those workloads only that one of the roles matters to: what they use is all that has to be read. */
export function askedWorkloads(snapshot: Snapshot, roleNames: readonly string[]): Snapshot {
  const namesOne = (entry: unknown) =>
    valuesIn(entry).some(({ value }) => roleNames.includes(roleArn(value)?.name ?? ''));
  const { agents, knowledgeBases, flows, agentCore, ...rest } = snapshot;
  return {
    ...rest,
    ...(agents !== undefined && { agents: agentsActingAs(roleNames, agents) }),
    ...(knowledgeBases !== undefined && { knowledgeBases: knowledgeBases.filter(namesOne) }),
    ...(flows !== undefined && { flows: flows.filter(namesOne) }),
    ...(agentCore !== undefined && { agentCore: askedResources(agentCore, namesOne) }),
  };
}

function askedResources(agentCore: AgentCorePart, asked: (resource: unknown) => boolean): AgentCorePart {
  return Object.fromEntries(Object.entries(agentCore).map(([part, resources]) => [part, resources.filter(asked)]));
}
