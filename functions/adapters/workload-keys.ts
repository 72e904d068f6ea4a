import { listWorkloads } from '../workload/list-workloads.ts';
import type { AgentCorePart, Snapshot } from '../workload/snapshot.ts';
import { isObject } from './json-fields.ts';

/** One workload by the key that names it in `unread`, and the ARNs of the roles that it acts with: each version may have its own. */
export interface KeyedWorkload {
  readonly key: string;
  readonly roleArns: readonly string[];
}

/** Which field of an AgentCore answer is the id, and the object that some answers nest it in. */
const AGENT_CORE_IDS: Readonly<Record<keyof AgentCorePart, readonly [id: string, inside?: string]>> = {
  runtimes: ['agentRuntimeId'],
  gateways: ['gatewayId'],
  memories: ['id', 'memory'],
  browsers: ['browserId'],
  codeInterpreters: ['codeInterpreterId'],
  harnesses: ['harnessId', 'harness'],
  evaluators: ['evaluatorId'],
  onlineEvaluationConfigs: ['onlineEvaluationConfigId'],
};
const AGENT_CORE_PARTS = Object.keys(AGENT_CORE_IDS) as readonly (keyof AgentCorePart)[];

/** Every workload that was read, those without a role included: others may name them. */
export function keyedWorkloads(snapshot: Snapshot): readonly KeyedWorkload[] {
  const { accountId, region, format, partition } = snapshot;
  const rolesOf = (parts: Partial<Snapshot>): readonly string[] => {
    const none = { agents: [], knowledgeBases: [], flows: [], agentCore: {} };
    const { workloads } = listWorkloads({
      format,
      accountId,
      region,
      ...(partition && { partition }),
      ...none,
      ...parts,
    });
    return [...new Set(workloads.map(({ roleArn }) => roleArn))];
  };
  const { agents = [], knowledgeBases = [], flows = [], agentCore = {} } = snapshot;
  return [
    ...agents.map((entry) => ({ key: `agents.${entry.agent.agentId}`, roleArns: rolesOf({ agents: [entry] }) })),
    ...knowledgeBases.map((entry) => ({
      key: `knowledgeBases.${entry.knowledgeBase.knowledgeBaseId}`,
      roleArns: rolesOf({ knowledgeBases: [entry] }),
    })),
    ...flows.map((flow) => ({ key: `flows.${flow.id}`, roleArns: rolesOf({ flows: [flow] }) })),
    ...AGENT_CORE_PARTS.flatMap((part) =>
      (agentCore[part] ?? []).map((resource) => ({
        key: `agentCore.${part}.${agentCoreId(part, resource)}`,
        roleArns: rolesOf({ agentCore: { [part]: [resource] } }),
      })),
    ),
  ];
}

function agentCoreId(part: keyof AgentCorePart, resource: Readonly<Record<string, unknown>>): unknown {
  const [id, inside] = AGENT_CORE_IDS[part];
  const nested = inside === undefined ? undefined : resource[inside];
  return isObject(nested) ? nested[id] : resource[id];
}
