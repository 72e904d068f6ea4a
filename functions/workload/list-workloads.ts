import { type AgentConfiguration, agentConfigurations, type HiddenVersions } from './agent-configurations.ts';
import { agentCoreWorkloads, type Workloads } from './agent-core/agent-core-workloads.ts';
import { partitionOf, regionOf, roleArn } from './arn.ts';
import { flowWorkloads } from './flow/flow-workloads.ts';
import type { AgentCorePart, Snapshot } from './snapshot.ts';
import { noRole, notRead, unreadBelow } from './unread.ts';
import type { Workload } from './workload.ts';
import { workloadKey } from './workload-key.ts';

/**
 * Everything in a snapshot that acts with a role: agents (the draft and every version that an alias routes to), knowledge
 * bases, flows, AgentCore resources. `gaps` are phrases about what was not read and could hide a workload.
 */
export function listWorkloads(snapshot: Snapshot): Workloads {
  const { configurations, gaps } = listAgentConfigurations(snapshot);
  const found = [
    { workloads: configurations.map(({ workload }) => workload), gaps },
    knowledgeBaseWorkloads(snapshot),
    flowWorkloads(snapshot),
    agentCoreWorkloads(snapshot),
    { workloads: [], gaps: unknownKinds(snapshot) },
  ];
  const reported = ['agents', 'knowledgeBases', 'flows', 'agentCore']
    .flatMap((part) => unreadBelow(snapshot, part).filter((unread) => unread.part !== part))
    .map(({ part, error }) => `${part} was not read (${error})`);
  return {
    workloads: distinct(found.flatMap(({ workloads }) => workloads)),
    gaps: [...new Set([...found.flatMap((part) => part.gaps), ...reported])],
  };
}

/** The agents among them, with the configuration that their needs follow from. */
export function listAgentConfigurations(snapshot: Snapshot): {
  readonly configurations: readonly AgentConfiguration[];
  readonly gaps: readonly string[];
  readonly hidden: readonly HiddenVersions[];
} {
  if (snapshot.agents === undefined)
    return { configurations: [], hidden: [], gaps: [notRead(snapshot, 'agents', 'the agents', 'were')] };
  const found = snapshot.agents.map((entry) => agentConfigurations(snapshot, entry));
  return {
    configurations: found.flatMap(({ configurations }) => configurations),
    gaps: found.flatMap(({ gaps }) => gaps),
    hidden: found.flatMap(({ hidden }) => hidden),
  };
}

function knowledgeBaseWorkloads(snapshot: Snapshot): Workloads {
  if (snapshot.knowledgeBases === undefined)
    return { workloads: [], gaps: [notRead(snapshot, 'knowledgeBases', 'the knowledge bases', 'were')] };
  return split(
    snapshot.knowledgeBases.map(({ knowledgeBase: { knowledgeBaseId, name, knowledgeBaseArn, roleArn: written } }) =>
      bedrockWorkload(snapshot, 'knowledgeBase', {
        label: `knowledge base ${knowledgeBaseId}`,
        id: knowledgeBaseId,
        name,
        arn: knowledgeBaseArn,
        resource: `knowledge-base/${knowledgeBaseId}`,
        role: written,
      }),
    ),
  );
}

interface BedrockResource {
  readonly label: string;
  readonly id: string;
  readonly name: string | undefined;
  readonly arn: string | undefined;
  readonly resource: string;
  readonly role: string | undefined;
}

function bedrockWorkload(
  snapshot: Snapshot,
  type: 'knowledgeBase',
  { label, id, name, arn: written, resource, role: writtenRole }: BedrockResource,
): Workload | string {
  const role = roleArn(writtenRole);
  if (role === undefined) return noRole(label, writtenRole);
  const arn = written ?? `arn:${partitionOf(snapshot)}:bedrock:${snapshot.region}:${snapshot.accountId}:${resource}`;
  return {
    type,
    arn,
    id,
    name: name ?? id,
    region: regionOf(arn) ?? snapshot.region,
    roleArn: role.arn,
    servicePrincipal: 'bedrock.amazonaws.com',
    sourceArn: arn,
  };
}

const split = (found: readonly (Workload | string)[]): Workloads => ({
  workloads: found.flatMap((workload) => (typeof workload === 'string' ? [] : [workload])),
  gaps: found.flatMap((gap) => (typeof gap === 'string' ? [gap] : [])),
});

const AGENT_CORE_PARTS: Readonly<Record<keyof AgentCorePart, true>> = {
  runtimes: true,
  gateways: true,
  memories: true,
  browsers: true,
  codeInterpreters: true,
  harnesses: true,
  onlineEvaluationConfigs: true,
  evaluators: true,
};

/** What a newer reader put into the snapshot, and may act with a role. */
const unknownKinds = ({ agentCore = {} }: Snapshot): readonly string[] =>
  Object.entries(agentCore).flatMap(([part, listed]) =>
    Object.hasOwn(AGENT_CORE_PARTS, part) || !Array.isArray(listed) || listed.length === 0
      ? []
      : [`the workloads in agentCore.${part} are of a kind that this version of Warden does not know`],
  );

/** A resource listed twice is one workload, unless it is listed with two roles. */
const distinct = (workloads: readonly Workload[]): readonly Workload[] => [
  ...new Map(workloads.map((workload) => [`${workloadKey(workload)} ${workload.roleArn}`, workload])).values(),
];
