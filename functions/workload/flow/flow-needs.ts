import { at } from '../fields.ts';
import { joinNeeds, needsWith } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import type { FlowDetail, FlowVersion, Snapshot } from '../snapshot.ts';
import { notRead } from '../unread.ts';
import type { Workload } from '../workload.ts';
import { definitionNodes } from './definition-nodes.ts';
import { flowKeyNeeds } from './flow-key-needs.ts';
import { unseenVersions, versionOf } from './flow-workloads.ts';
import { nodeNeeds } from './node-needs.ts';

/**
 * What the role of a flow needs: of the working draft, or of the version that the workload is.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/flows-permissions.html
 */
export function flowNeeds(snapshot: Snapshot, flow: FlowDetail, workload: Workload): WorkloadNeeds {
  const { version } = workload;
  const part = version === undefined ? `flows.${flow.id}` : `flows.${flow.id}.versions.${version}`;
  const label = version === undefined ? `flow ${flow.id}` : `version ${version} of flow ${flow.id}`;
  const detail: FlowDetail | FlowVersion | undefined = version === undefined ? flow : versionOf(flow, version);
  if (detail === undefined) return needsWith({ gaps: [notRead(snapshot, part, label)] });
  const place = { snapshot, workload, label, createdAt: flow.createdAt };
  const nodes = Array.isArray(at(detail, 'definition', 'nodes'))
    ? joinNeeds(definitionNodes(detail.definition).map((node) => nodeNeeds(place, node)))
    : needsWith({ gaps: [notRead(snapshot, `${part}.definition`, `the definition of ${label}`)] });
  // A version that was not read may act with the role of the draft.
  const unseen = version === undefined ? unseenVersions(snapshot, flow) : [];
  return joinNeeds([nodes, flowKeyNeeds(workload, detail.customerEncryptionKeyArn, label), { gaps: unseen }]);
}
