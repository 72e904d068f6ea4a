import type { StatementLocation } from '../iam/policy.ts';
import type { LiteralStatement } from '../iam/tightened-statement.ts';

/**
 * What has to change for a denied call to succeed. Diagnosis and rules name it; `remediation/` finds the smallest wording of
 * it, proves that, and says so where it cannot. A change names what must be allowed, never how a policy is to be written.
 */
export type Change =
  | Grant
  | Correction
  | Exemption
  | TrustChange
  | ResourceGrant
  | DataAccessGrant
  | BoundaryGrant
  | Tightening
  | TrustLimit
  | Steps;

/** The role's identity policy lacks an Allow for exactly these requests: a statement is added. */
export interface Grant {
  readonly kind: 'grant';
  readonly requests: readonly GrantedRequest[];
}

/**
 * A statement of the role's own policies was meant to allow these requests and misses them: by an ARN, by an action that is
 * misnamed, or by a condition. It is corrected in place where that gains nothing else; else a statement is added.
 */
export interface Correction {
  readonly kind: 'correct';
  readonly requests: readonly GrantedRequest[];
  readonly location: StatementLocation;
  /** The Resource or Action pattern of the statement that stands in the place of the right one, as it is written there. */
  readonly written?: string;
}

/** A Deny in an identity policy that the account owns keeps these requests away: it is narrowed by exactly them. */
export interface Exemption {
  readonly kind: 'exempt';
  readonly requests: readonly GrantedRequest[];
  /** The Deny that the engine named; every other one that keeps them away is narrowed with it. */
  readonly location: StatementLocation;
}

/** The trust policy of the role keeps the service away from it: a condition is corrected, or a statement is added. */
export interface TrustChange {
  readonly kind: 'trust';
  /** The ARNs of workloads of the role that have to be let in; every workload of the role when empty. */
  readonly workloads: readonly string[];
}

/** The policy of a function, key, bucket, secret or other resource has to allow it; the role's own policies do not help. */
export interface ResourceGrant {
  readonly kind: 'resourceGrant';
  readonly requests: readonly PrincipalRequest[];
}

/** A data access policy of OpenSearch Serverless has to name the role for these requests: `aoss:ReadDocument` on an index. */
export interface DataAccessGrant {
  readonly kind: 'dataAccess';
  readonly requests: readonly GrantedRequest[];
}

/** The permissions boundary does not reach as far as these requests: whoever owns the boundary widens it. */
export interface BoundaryGrant {
  readonly kind: 'boundary';
  readonly requests: readonly GrantedRequest[];
}

/** A statement grants more than is needed: others stand in its place, or none. */
export interface Tightening {
  readonly kind: 'tighten';
  readonly location: StatementLocation;
  readonly statements: readonly LiteralStatement[];
}

/** A statement of the trust policy lets a service in for more than the workloads of the role: its source is limited. */
export interface TrustLimit {
  readonly kind: 'limitTrust';
  readonly location: StatementLocation;
  /** In the place of the statement's principal, where that is everyone. */
  readonly service?: string;
  /** As a statement has it; every other condition of the statement stays. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** No policy of the account helps: somebody has to do something else. */
export interface Steps {
  readonly kind: 'steps';
  /** `an administrator of account 111122223333` */
  readonly who: string;
  /** Imperatives, in order. */
  readonly steps: readonly [string, ...string[]];
  /** A command that does it, when there is one. */
  readonly cli?: string;
}

export interface GrantedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Who asks, where it is not the role itself: `bedrock.amazonaws.com`, the ARN of another role. */
export interface PrincipalRequest extends GrantedRequest {
  readonly principal?: string;
}
