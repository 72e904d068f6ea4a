import { GUIDE, requestsFor, type WorkloadNeeds } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';

export interface PlaceOfNode {
  readonly snapshot: Snapshot;
  readonly workload: Workload;
  /** `flow ABCDEFGHIJ`, or its version. */
  readonly label: string;
  /** When the flow was created, ISO 8601, if that is known. */
  readonly createdAt: string | undefined;
}

export interface FlowNodeInPlace extends PlaceOfNode {
  /** `node Ask of flow ABCDEFGHIJ` */
  readonly name: string;
}

/** The needs of a node of one type, from its own configuration. */
export type NodeOf = (node: FlowNodeInPlace, configuration: unknown) => WorkloadNeeds;

export const FLOW_ROLE = `${GUIDE}/flows-permissions.html`;

export const nodeRequests = (
  { workload }: PlaceOfNode,
  capability: string,
  kind: RequiredRequest['kind'],
): ReturnType<typeof requestsFor> => requestsFor({ workload }, { capability, kind, source: FLOW_ROLE });

/** Since then a flow uses its role for what the service itself, or another action, did before; undefined: its age is not known. */
export const isOlderThanRoleChange = ({ createdAt }: PlaceOfNode): boolean | undefined =>
  createdAt === undefined || !/^\d{4}-\d{2}-\d{2}/.test(createdAt) ? undefined : createdAt < '2024-11-22';
