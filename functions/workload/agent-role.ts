import type { Policy } from '../iam/policy.ts';
import type { OpenDenial } from './denial-record.ts';
import type { Evidence } from './evidence.ts';
import type { HiddenWorkloads } from './hidden-users.ts';
import type { ModelUse } from './model-use.ts';
import type { NeedGaps } from './need-gaps.ts';
import type { OpenSearchEvidence } from './open-search-evidence.ts';
import type { RequiredRequest } from './required-request.ts';
import type { ResourcePolicies } from './resource-policies.ts';
import type { RoleTag } from './snapshot.ts';
import type { UnseenNeed } from './unseen-needs.ts';
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
  /** Those whose workloads were read; in any other, something unseen may act with the role. */
  readonly regions: readonly string[];
  /** `AROA…`, or `null` when IAM has no such role. */
  readonly roleId: Evidence<string | null>;
  readonly workloads: readonly Workload[];
  /** Lists of workloads that were not read, and whose workloads the trust policy would let in. */
  readonly hiddenWorkloads: readonly HiddenWorkloads[];
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
  /** What it may need besides, each for its own actions alone: `requiredAccess` can be known all the same. */
  readonly unseenNeeds: readonly UnseenNeed[];
  /** What its workloads need that others must allow: functions, keys, vector stores, the account. */
  readonly accessHeldElsewhere: readonly RequiredRequest[];
  /** What the knowledge bases that its workloads query need of their own, other roles. */
  readonly knowledgeBaseRequests: readonly RequiredRequest[];
  /** What of its needs could not be derived, by what it concerns; `requiredAccess` joins it with all that may hide a need. */
  readonly needGaps: NeedGaps;
  /** Of everything that its needs touch and that can carry a policy. */
  readonly resourcePolicies: ResourcePolicies;
  /** The other layer of its vector stores. */
  readonly openSearch: OpenSearchEvidence;
  readonly models: Evidence<readonly ModelUse[]>;
  /** Whether the account has submitted the use-case form that Anthropic's models need. */
  readonly useCaseFormSubmitted: Evidence<boolean>;
  /** The role's own tags: exceptions to rules can stand in them. */
  readonly tags: Evidence<readonly RoleTag[]>;
  /** Its denials that nobody has resolved; `null`: no listener's record of denials was given at all. */
  readonly openDenials: Evidence<readonly OpenDenial[] | null>;
  /** When the snapshot was taken: ISO 8601, the only "now" that a rule has. */
  readonly takenAt: Evidence<string>;
}

/** The parts of an agent role that can be missing; a rule lists the ones it reads. */
export type EvidencePart = {
  [Part in keyof AgentRole]: AgentRole[Part] extends Evidence<unknown> ? Part : never;
}[keyof AgentRole];
