import { agentCoreNeeds } from './agent-core/agent-core-needs.ts';
import { agentCoreResource } from './agent-core/agent-core-workloads.ts';
import { concreteNeeds } from './concrete-needs.ts';
import { flowNeeds } from './flow/flow-needs.ts';
import { knowledgeBaseRoleNeeds } from './knowledge-base/knowledge-base-needs.ts';
import type { WorkloadNeeds } from './needs.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';

/** What the role of a workload that is no agent needs. Agents have versions: `required-access.ts` answers for each. */
export const roleNeeds = (snapshot: Snapshot, workload: Workload): WorkloadNeeds =>
  concreteNeeds(needsOf(snapshot, workload));

function needsOf(snapshot: Snapshot, workload: Workload): WorkloadNeeds {
  const { type, id } = workload;
  if (type === 'knowledgeBase') {
    const entry = snapshot.knowledgeBases?.find(({ knowledgeBase }) => knowledgeBase.knowledgeBaseId === id);
    return entry === undefined ? unknownNeeds(workload) : knowledgeBaseRoleNeeds(snapshot, entry, workload);
  }
  if (type === 'flow') {
    const flow = snapshot.flows?.find((candidate) => candidate.id === id);
    return flow === undefined ? unknownNeeds(workload) : flowNeeds(snapshot, flow, workload);
  }
  const resource = agentCoreResource(snapshot, workload);
  return resource === undefined ? unknownNeeds(workload) : agentCoreNeeds(snapshot, resource, workload);
}

const unknownNeeds = ({ arn }: Workload): WorkloadNeeds => ({
  requests: [],
  gaps: [`the configuration of ${arn} was not read`],
  models: [],
});
