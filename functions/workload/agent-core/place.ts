import { partitionOf } from '../arn.ts';
import type { Fields } from '../fields.ts';
import { requestsFor } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';

/** An AgentCore resource whose needs are derived. */
export interface AgentCorePlace {
  readonly snapshot: Snapshot;
  readonly workload: Workload;
  /** `AgentCore gateway tools-abc123` */
  readonly label: string;
  /** The `get-…` answer, without the object that some of them nest it in. */
  readonly resource: Fields;
}

/** Makes the requests of one purpose, as the named page of the AgentCore developer guide has them. */
export const placeRequests = (
  { workload }: AgentCorePlace,
  page: string,
  kind: RequiredRequest['kind'],
  capability: string,
): ReturnType<typeof requestsFor> => requestsFor({ workload }, { capability, kind, source: pageOf(page) });

/** A page of the AgentCore developer guide. */
export const pageOf = (page: string): string =>
  `https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/${page}.html`;

/** An ARN in the account and the Region of the resource. */
export const arnIn = (
  { snapshot, workload: { region } }: AgentCorePlace,
  service: string,
  resource: string,
  account = snapshot.accountId,
): string => `arn:${partitionOf(snapshot)}:${service}:${region}:${account}:${resource}`;
