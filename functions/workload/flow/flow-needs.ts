import { at } from '../fields.ts';
import { joinNeeds, needsWith } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import type { FlowDetail, FlowVersion, Snapshot } from '../snapshot.ts';
import { notRead } from '../unread.ts';
import type { Workload } from '../workload.ts';
import { definitionNodes } from './definition-nodes.ts';
import { flowKeyNeeds } from './flow-key-needs.ts';
import { unseenVersions, versionOf } from './flow-workloads.ts';
import { nodeNeeds, resourceGaps } from './node-needs.ts';

/**
 * What the role of a flow needs: of the working draft, or of the version that the workload is.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/flows-permissions.html
 */
export function flowNeeds(snapshot: Snapshot, flow: FlowDetail, workload: Workload): WorkloadNeeds {
  const { version } = workload;
  const part = version === undefined ? `flows.${flow.id}` : `flows.${flow.id}.versions.${version}`;
  const label = labelOf(flow, workload);
  const detail = detailOf(flow, workload);
  if (detail === undefined) return needsWith({ gaps: [notRead(snapshot, part, label)] });
  const place = { snapshot, workload, label, createdAt: flow.createdAt };
  const nodes = Array.isArray(at(detail, 'definition', 'nodes'))
    ? joinNeeds(definitionNodes(detail.definition).map((node) => nodeNeeds(place, node)))
    : needsWith({ gaps: [notRead(snapshot, `${part}.definition`, `the definition of ${label}`)] });
  // A version that was not read may act with the role of the draft.
  const unseen = version === undefined ? unseenVersions(snapshot, flow) : [];
  return joinNeeds([nodes, flowKeyNeeds(workload, detail.customerEncryptionKeyArn, label), { gaps: unseen }]);
}

/** The gaps of a flow that hide no model, no knowledge base and no guardrail: of its other nodes, and of its own key. */
export function flowResourceGaps(snapshot: Snapshot, flow: FlowDetail, workload: Workload): readonly string[] {
  const label = labelOf(flow, workload);
  const detail = detailOf(flow, workload);
  if (detail === undefined) return [];
  const place = { snapshot, workload, label, createdAt: flow.createdAt };
  return [
    ...definitionNodes(detail.definition).flatMap((node) => resourceGaps(place, node)),
    ...flowKeyNeeds(workload, detail.customerEncryptionKeyArn, label).gaps,
  ];
}

const labelOf = ({ id }: FlowDetail, { version }: Workload): string =>
  version === undefined ? `flow ${id}` : `version ${version} of flow ${id}`;

const detailOf = (flow: FlowDetail, { version }: Workload): FlowDetail | FlowVersion | undefined =>
  version === undefined ? flow : versionOf(flow, version);
