import type { Layer } from '../iam/decision.ts';

/** What to do about a cause. With a policy it carries its proof; without one, `steps` say it all. */
export interface Remediation {
  /** Who can do it: `an administrator of account 111122223333`. */
  readonly who: string;
  /** Imperatives, in order. */
  readonly steps: readonly string[];
  /** An identity policy to attach; the smallest that allows what was denied. */
  readonly policy?: PolicyDocument;
  readonly cli?: string;
  readonly cloudformation?: string;
  readonly terraform?: string;
  readonly proof?: Proof;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
}

/** What the policy engine answered for the denied request(s) without and with the policy. */
export interface Proof {
  readonly before: 'implicitDeny' | 'explicitDeny';
  readonly after: 'allowed' | 'implicitDeny' | 'explicitDeny' | 'unknown';
  /** Leaving out any action or resource of the policy denies a request that is needed. */
  readonly minimal: boolean;
  /** Layers that still deny with the policy attached. */
  readonly stillBlockedBy: readonly Layer[];
}
