import type { AgentConfiguration } from './agent-configurations.ts';
import { partitionOf } from './arn.ts';
import type { ModelUse } from './model-use.ts';
import type { RequiredRequest } from './required-request.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';
import { workloadKey } from './workload-key.ts';

/** What one capability of a workload needs, and what could not be derived. */
export interface Needs {
  readonly requests: readonly RequiredRequest[];
  /** Phrases that fit behind "unknown: ". */
  readonly gaps: readonly string[];
}

export type Capability = (snapshot: Snapshot, configuration: AgentConfiguration) => Needs;

/** The needs of a workload that is no agent, with the models that it calls. */
export interface WorkloadNeeds extends Needs {
  readonly models: readonly ModelUse[];
}

export const NO_NEEDS: Needs = { requests: [], gaps: [] };

export const allNeeds = (needs: readonly Needs[]): Needs => ({
  requests: needs.flatMap(({ requests }) => requests),
  gaps: [...new Set(needs.flatMap(({ gaps }) => gaps))],
});

type Purpose = Pick<RequiredRequest, 'capability' | 'kind' | 'source'>;

/** Makes the requests of one purpose; `required`, held by the role and without context unless told. */
export const requestsFor =
  ({ workload }: { readonly workload: Workload }, purpose: Purpose) =>
  (
    actions: readonly string[],
    resource: string,
    more: Partial<Pick<RequiredRequest, 'necessity' | 'context' | 'heldBy' | 'principal' | 'note'>> = {},
  ): readonly RequiredRequest[] =>
    actions.map((action) => ({
      action,
      resource,
      context: {},
      ...purpose,
      necessity: 'required',
      heldBy: 'role',
      ...more,
      workload: workloadKey(workload),
    }));

/** `arn:aws:bedrock:us-east-1:111122223333:` and a resource. */
export const bedrockArn = (snapshot: Snapshot, region: string, resource: string): string =>
  `arn:${partitionOf(snapshot)}:bedrock:${region}:${snapshot.accountId}:${resource}`;

export const GUIDE = 'https://docs.aws.amazon.com/bedrock/latest/userguide';
