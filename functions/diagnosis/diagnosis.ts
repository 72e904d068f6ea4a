import type { Layer } from '../iam/decision.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { Change } from '../workload/change.ts';
import type { CauseCode } from './cause-code.ts';
import type { Obstacle } from './next-obstacle.ts';

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
  /** Who made the call, as far as the session name and the operation tell; absent: somebody else, or not known. */
  readonly caller?: Caller;
  /** The service that made the call for somebody, or by itself: `bedrock.amazonaws.com`. */
  readonly invokedBy?: string;
  /** What the call hands to the service, from `requestParameters`. */
  readonly requested?: RequestedThings;
  /** The ARNs in the record's `resources`: what the call was made on. */
  readonly resourceArns?: readonly string[];
  /** Where a call of a cross-Region profile ran; the record itself is in the Region it was made in. */
  readonly inferenceRegion?: string;
  /** The call was made with a Bedrock API key. */
  readonly withApiKey?: true;
  /** Claims of the bearer token that a gateway or runtime was called with. */
  readonly token?: TokenClaims;
  readonly message: DenialMessage;
}

/**
 * `workload`: its own role, by the name of the session. `invoker`: whoever runs a workload (`InvokeAgent`, `Retrieve`).
 * `manager`: whoever makes, changes or reads one (`CreateAgent`). `service`: a service by itself, with no principal of an
 * account (`bedrock.amazonaws.com` that assumes a role).
 */
export type Caller = 'workload' | 'invoker' | 'manager' | 'service';

/** What a request passes on: roles, models and data that the service will use for it. Absent: none is named. */
export interface RequestedThings {
  /** The role that is passed, or the one to assume: `agentResourceRoleArn`, `roleArn`, `executionRoleArn`. */
  readonly roleArn?: string;
  /** Id or ARN. */
  readonly kmsKey?: string;
  /** Id or ARN. */
  readonly guardrail?: string;
  /** Ids or ARNs of models and profiles. */
  readonly models?: readonly string[];
  readonly functions?: readonly string[];
  readonly buckets?: readonly string[];
  readonly secrets?: readonly string[];
  /** ARNs of collections, indexes, clusters. */
  readonly vectorStores?: readonly string[];
  readonly containerImages?: readonly string[];
  /** The alias of a collaborator. */
  readonly agentAliasArn?: string;
}

export interface TokenClaims {
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string;
  readonly clientId?: string;
  readonly scope?: string;
}

export interface WorkloadHint {
  readonly type: 'agent' | 'knowledgeBase' | 'agentCoreRuntime' | 'agentCoreGateway' | 'flow';
  readonly id?: string;
  /** The alias that was called, or the endpoint of a runtime: it says which version. `TSTALIASID` is the working draft. */
  readonly aliasId?: string;
  /** When the call itself names it. */
  readonly version?: string;
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
  /** The operation that a client says it called: `InvokeAgent`. */
  readonly operation?: string;
  /** When the ARN of the principal is shortened. */
  readonly roleName?: string;
  /** The service that refused, where a client or another service tells: `BedrockRuntime`, `S3`. */
  readonly service?: string;
  /** The HTTP status that `service` answered with. */
  readonly status?: number;
  /** For `iam:GetRequestAuthorizationDetails`, which answers for 24 hours. */
  readonly authorizationId?: string;
  /** The text ends in this name: nothing behind it shows that it is whole. */
  readonly openEnd?: 'action' | 'resource' | 'policyArn';
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
  /** Whose permissions the change is about, where it is not the role that was asked about. */
  readonly role?: AgentRole;
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
  /** What would stop the call once the first cause is out of the way. */
  readonly next?: Obstacle;
  /** Questions that the evidence could not answer, each with its reason. */
  readonly unanswered: readonly string[];
}
