import type { Policy, StatementLocation } from './policy.ts';

/** One request as IAM sees it. Context keys are compared without case. */
export interface AccessRequest {
  /** `bedrock:InvokeModel` */
  readonly action: string;
  /** An ARN, or `*` for an action without resource types. */
  readonly resource: string;
  /** The account that owns the resource; foundation models belong to none. */
  readonly resourceAccount?: string;
  /** An IAM ARN, an STS session ARN, a service principal, a federated provider's ARN, or `*` for anonymous. */
  readonly principal?: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Every layer that can have a say. Absent layers do not apply (they are *known* not to): a caller that does not know a
 * layer must not ask as if it did. `permissionsBoundary: []` is a boundary that allows nothing.
 */
export interface PolicySet {
  readonly identity?: readonly Policy[];
  readonly resource?: Policy;
  readonly permissionsBoundary?: readonly Policy[];
  readonly session?: readonly Policy[];
  /** One list per level, root first. */
  readonly serviceControl?: readonly (readonly Policy[])[];
  readonly resourceControl?: readonly (readonly Policy[])[];
  readonly vpcEndpoint?: readonly Policy[];
}

export type Layer =
  | 'identity'
  | 'resource'
  | 'permissionsBoundary'
  | 'session'
  | 'serviceControl'
  | 'resourceControl'
  | 'vpcEndpoint'
  | 'trust';

/** The answer with its reasons. */
export interface Decision {
  /**
   * `unknown` when it depends on a context key the caller did not supply, or on something this engine does not evaluate.
   * It is never guessed.
   */
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny' | 'unknown';
  /** Every layer that would have to change for the request to be allowed; empty when allowed or unknown. */
  readonly blockedBy: readonly Layer[];
  /** The statements that determined it: the Deny statements that matched, or the Allows that granted. */
  readonly statements: readonly (StatementLocation & { readonly effect: 'Allow' | 'Deny' })[];
  /** What an `unknown` depends on: context keys, or `operator X`. */
  readonly dependsOn: readonly string[];
  /** For an implicitDeny: why each Allow of a blocking layer that is about the action does not apply. Otherwise empty. */
  readonly misses: readonly Miss[];
}

/** An Allow whose action matched, and what of it did not. */
export interface Miss extends StatementLocation {
  readonly layer: Layer;
  readonly element: 'Principal' | 'NotPrincipal' | 'Resource' | 'NotResource' | 'Condition';
  /** Starts lower-case, no final period; policy and request text in backticks, shortened. */
  readonly reason: string;
}
