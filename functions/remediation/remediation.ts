import type { Decision, Layer } from '../iam/decision.ts';
import type { LiteralPolicy } from '../iam/literal-policy.ts';

/** What to do about a cause or a finding. With a policy it carries its proof; without one, `steps` say it all. */
export interface Remediation {
  /** Who can do it: `an administrator of account 111122223333`. */
  readonly who: string;
  /** Imperatives, in order. */
  readonly steps: readonly string[];
  /** The policy as it is to be stored: a new one, or one of today with the change made in it. */
  readonly policy?: LiteralPolicy;
  /** What changes in the policies concerned, as a unified diff of their JSON. */
  readonly diff?: string;
  /** `sha256:…` of the JSON of `policy`, keys in order and without white space: what was approved is what is applied. */
  readonly hash?: string;
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
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  }[];
}

/** What the policy engine answered for the request(s) on the evidence, and on a copy of it with the change. */
export interface Proof {
  readonly before: Decision['decision'];
  readonly after: Decision['decision'];
  /** Leaving out any part of the change denies a request that is needed, and nothing but the requests becomes allowed. */
  readonly minimal: boolean;
  /** Layers that still deny with the change made. */
  readonly stillBlockedBy: readonly Layer[];
  /** `bedrock:X on arn:…` that would become allowed besides; such a change is not handed out. */
  readonly gained?: readonly string[];
  /** `bedrock:X on arn:…` that the workloads need and would no longer be allowed; such a change is not handed out. */
  readonly lost?: readonly string[];
  /** Why AWS would not take the change, for want of room; such a change is not handed out. */
  readonly refused?: string;
}
