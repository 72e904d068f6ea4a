import type { Policy } from '../iam/policy.ts';
import type { Evidence } from './evidence.ts';
import type { ModelUse } from './model-use.ts';
import type { RequiredRequest } from './required-request.ts';
import type { Workload } from './workload.ts';

/**
 * A role that at least one Bedrock workload acts with, and everything that is known of it. `build-agent-roles.ts` makes
 * it from a snapshot; rules, diagnosis and remediation read it.
 */
export interface AgentRole {
  readonly arn: string;
  readonly name: string;
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
  /** `AROA…`, or `null` when IAM has no such role. */
  readonly roleId: Evidence<string | null>;
  readonly workloads: readonly Workload[];
  readonly trustPolicy: Evidence<Policy>;
  /** Inline and managed, parsed. One document that does not parse makes the whole part missing, with its reason. */
  readonly identityPolicies: Evidence<readonly Policy[]>;
  /** The policies that did parse, whatever became of the others: enough to prove a presence, never an absence. */
  readonly readablePolicies: readonly Policy[];
  readonly permissionsBoundary: Evidence<Policy | null>;
  /** One list per level, root first; `[]`: the account is known to be in no organization or to have no level. */
  readonly serviceControlPolicies: Evidence<readonly (readonly Policy[])[]>;
  readonly resourceControlPolicies: Evidence<readonly (readonly Policy[])[]>;
  /**
   * What all its workloads together need of its own policies. Missing when one of them is of a kind whose needs are not derived, or when a
   * workload that was not read may act with the role too.
   */
  readonly requiredAccess: Evidence<readonly RequiredRequest[]>;
  /** The needs that are known, even when `requiredAccess` as a whole is not. */
  readonly knownRequests: readonly RequiredRequest[];
  /** What its workloads need that others must allow: functions, keys, vector stores, the account. */
  readonly accessHeldElsewhere: readonly RequiredRequest[];
  readonly models: Evidence<readonly ModelUse[]>;
  /** Whether the account has submitted the use-case form that Anthropic's models need. */
  readonly useCaseFormSubmitted: Evidence<boolean>;
  /** When the snapshot was taken: ISO 8601, the only "now" that a rule has. */
  readonly takenAt: Evidence<string>;
}

/** The parts of an agent role that can be missing; a rule lists the ones it reads. */
export type EvidencePart = {
  [Part in keyof AgentRole]: AgentRole[Part] extends Evidence<unknown> ? Part : never;
}[keyof AgentRole];
