import type { Layer } from '../iam/decision.ts';
import type { Change } from '../workload/change.ts';
import type { CauseCode } from './cause-code.ts';

/** What is known of one denied call, from a CloudTrail record, an envelope around one, or a bare message. */
export interface DeniedRequest {
  readonly eventId?: string;
  readonly eventTime?: string;
  /** Where the call was logged; not the resource's Region. */
  readonly region?: string;
  readonly accountId?: string;
  readonly eventSource?: string;
  /** The API operation: `Converse`, `InvokeAgent`. Not the IAM action. */
  readonly eventName?: string;
  readonly errorCode?: string;
  /** Up to 1 KB as CloudTrail gives it. Hostile text. */
  readonly errorMessage?: string;
  /** The STS session or IAM ARN that made the call. */
  readonly principalArn?: string;
  /** The role whose permissions were denied, path included, from `sessionContext.sessionIssuer`. */
  readonly roleArn?: string;
  /** When only a session ARN is known, which has no path. */
  readonly roleName?: string;
  readonly sessionName?: string;
  /** The workload that acted: from the session name, or from the call's own parameters. */
  readonly workload?: WorkloadHint;
  /** `requestParameters.modelId`, or the model in the denied ARN. */
  readonly modelId?: string;
  readonly vpcEndpointId?: string;
  readonly message: DenialMessage;
}

export interface WorkloadHint {
  readonly type: 'agent' | 'knowledgeBase' | 'agentCoreRuntime' | 'agentCoreGateway' | 'flow';
  readonly id?: string;
  /** Whether the denied principal is the workload's own role (session name) or a caller of the workload (InvokeAgent). */
  readonly actsAs: 'itself' | 'called';
}

/** The facts that an error message states, and which of the known templates it is. */
export interface DenialMessage {
  /** `iam-identity-implicit`, `use-case-form`, `generic-bedrock`, … or `unrecognised`; `absent` when there is no text. */
  readonly template: string;
  readonly principalArn?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly layer?: Layer;
  readonly effect?: 'explicit' | 'implicit';
  readonly policyArn?: string;
  /** The error code that a client prints in front of it. */
  readonly errorCode?: string;
}

export type Certainty = 'proven' | 'likely' | 'possible';

/** Something that was asked, and the answer: `bedrock get-use-case-for-model-access` / `not found: …`. */
export interface EvidenceLine {
  readonly source: string;
  readonly says: string;
}

export interface Cause {
  readonly code: CauseCode;
  readonly certainty: Certainty;
  /** One sentence: what is wrong. */
  readonly summary: string;
  readonly evidence: readonly EvidenceLine[];
  /** What has to change; `remediation/` turns it into something to paste, with its proof. */
  readonly change: Change;
}

/** The answer for one denied call. */
export interface Diagnosis {
  readonly eventId: string | null;
  readonly roleArn: string | null;
  /** Known from a session's ARN too, which drops the role's path and with it the role's ARN. */
  readonly roleName: string | null;
  readonly workload: {
    readonly type: string;
    readonly arn: string | null;
    readonly id?: string;
    readonly version?: string;
  } | null;
  readonly denied: {
    readonly action: string | null;
    readonly resource: string | null;
    readonly layer: Layer | null;
  };
  /** Best first. */
  readonly causes: readonly Cause[];
  /** Questions that the evidence could not answer, each with its reason. */
  readonly unanswered: readonly string[];
}
