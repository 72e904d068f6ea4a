import type { Workloads } from '../agent-core/agent-core-workloads.ts';
import { partitionOf, regionOf, roleArn } from '../arn.ts';
import type { FlowDetail, FlowVersion, Snapshot } from '../snapshot.ts';
import { noRole, notRead } from '../unread.ts';
import type { Workload } from '../workload.ts';

/** The flows of a snapshot: the working draft of each, and every version that an alias routes to, which keeps its own role. */
export function flowWorkloads(snapshot: Snapshot): Workloads {
  const { flows } = snapshot;
  if (flows === undefined) return { workloads: [], gaps: [notRead(snapshot, 'flows', 'the flows', 'were')] };
  const found = flows.flatMap((flow) => [
    workloadOf(snapshot, flow, flow),
    ...routedVersions(flow).flatMap((version) => {
      const routed = versionOf(flow, version);
      return routed === undefined ? [] : [workloadOf(snapshot, flow, routed, version)];
    }),
    ...unseenVersions(snapshot, flow),
  ]);
  return {
    workloads: found.flatMap((workload) => (typeof workload === 'string' ? [] : [workload])),
    gaps: found.flatMap((gap) => (typeof gap === 'string' ? [gap] : [])),
  };
}

export const versionOf = ({ versions }: FlowDetail, version: string): FlowVersion | undefined =>
  versions?.find((candidate) => candidate.version === version);

/** Phrases about versions that may run, and of which nothing is known. */
export function unseenVersions(snapshot: Snapshot, flow: FlowDetail): readonly string[] {
  if (flow.aliases === undefined)
    return [notRead(snapshot, `flows.${flow.id}.aliases`, `the aliases of flow ${flow.id}`, 'were')];
  const untold = flow.aliases
    .filter(
      ({ routingConfiguration: routes }) =>
        routes === undefined || routes.some((route) => route.flowVersion === undefined),
    )
    .map(
      ({ name, id }) =>
        `the versions that alias ${name ?? id ?? 'without a name'} of flow ${flow.id} routes to were not read`,
    );
  const unread = routedVersions(flow)
    .filter((version) => versionOf(flow, version) === undefined)
    .map((version) =>
      notRead(
        snapshot,
        `flows.${flow.id}.versions.${version}`,
        `version ${version} of flow ${flow.id}, which an alias routes to,`,
      ),
    );
  return [...untold, ...unread];
}

const routedVersions = ({ aliases }: FlowDetail): readonly string[] => [
  ...new Set(
    (aliases ?? [])
      .flatMap(({ routingConfiguration }) => routingConfiguration ?? [])
      .flatMap(({ flowVersion }) => (flowVersion === undefined || flowVersion === 'DRAFT' ? [] : [flowVersion])),
  ),
];

/** The workload, or why it is none. The draft has no version: it is the flow itself. */
function workloadOf(
  snapshot: Snapshot,
  flow: FlowDetail,
  { executionRoleArn, name }: Pick<FlowDetail, 'executionRoleArn' | 'name'>,
  version?: string,
): Workload | string {
  const role = roleArn(executionRoleArn);
  const label = version === undefined ? `flow ${flow.id}` : `version ${version} of flow ${flow.id}`;
  if (role === undefined) return noRole(label, executionRoleArn);
  const arn =
    flow.arn ?? `arn:${partitionOf(snapshot)}:bedrock:${snapshot.region}:${snapshot.accountId}:flow/${flow.id}`;
  return {
    type: 'flow',
    arn,
    id: flow.id,
    name: name ?? flow.name ?? flow.id,
    ...(version === undefined ? {} : { version }),
    region: regionOf(arn) ?? snapshot.region,
    roleArn: role.arn,
    servicePrincipal: 'bedrock.amazonaws.com',
    sourceArn: arn,
  };
}
