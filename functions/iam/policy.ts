/** The parsed forms of an IAM policy. `parse-policy.ts` makes them; everything else in `iam/` reads them. */

/** What a policy is used as; it decides which elements are allowed and what the policy can do. */
export type PolicyKind =
  | 'identity'
  | 'resource'
  | 'trust'
  | 'permissionsBoundary'
  | 'session'
  | 'serviceControl'
  | 'resourceControl'
  | 'vpcEndpoint';

export interface Policy {
  /** How a person finds it: `inline policy BedrockAccess`, `arn:aws:iam::aws:policy/AdministratorAccess`, `trust policy`. */
  readonly name: string;
  readonly kind: PolicyKind;
  readonly version: '2012-10-17' | '2008-10-17';
  /** The element `Id`, which decides nothing. */
  readonly id?: string;
  readonly statements: readonly Statement[];
  /** How many users, groups and roles have it, as a policy or as a boundary, where IAM tells. */
  readonly holders?: number;
}

export interface StatementLocation {
  readonly policy: string;
  /** Counted from 0, in the order of the document. */
  readonly statement: number;
  readonly sid?: string;
}

export interface Statement {
  readonly location: StatementLocation;
  readonly effect: 'Allow' | 'Deny';
  /** `Action` or, with `except`, `NotAction`; as written, case kept. */
  readonly actions: Patterns;
  /** `Resource` or, with `except`, `NotResource`. Absent in a trust policy. */
  readonly resources?: Patterns;
  /** `Principal` or, with `except`, `NotPrincipal`. Absent in an identity policy. */
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
}

export interface Patterns {
  readonly patterns: readonly string[];
  /** True for the `Not…` spelling of the element. */
  readonly except: boolean;
}

export interface Principals {
  readonly except: boolean;
  /** `Principal: "*"` is `[{ type: 'AWS', value: '*' }]`. */
  readonly principals: readonly {
    readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
    readonly value: string;
  }[];
}

export interface Condition {
  /** As AWS spells it, quantifier and suffix included: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** As written; compare it without case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Why a document is not a policy that AWS would store: a value, never thrown. */
export interface PolicyError {
  readonly policy: string;
  readonly statement?: number;
  readonly element?: string;
  /** What is wrong; starts lower-case, no final period, the reader's own text in backticks. */
  readonly problem: string;
  /** What to do about it; a whole sentence. */
  readonly help: string;
}
