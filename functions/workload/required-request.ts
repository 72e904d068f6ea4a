/** One request that must be allowed for a workload to do its job, derived from the workload's own configuration. */
export interface RequiredRequest {
  readonly action: string;
  /** A concrete ARN, or `*` for an action without resource types. */
  readonly resource: string;
  /** Context keys that AWS is known to send with it. Any other key is not known. */
  readonly context: Readonly<Record<string, string>>;
  /** What it is for: `foundation model amazon.nova-pro-v1:0`, `knowledge base KB12345678`. */
  readonly capability: string;
  readonly kind:
    | 'model'
    | 'knowledgeBase'
    | 'guardrail'
    | 'schema'
    | 'codeInterpreter'
    | 'collaborator'
    | 'vectorStore'
    | 'dataSource'
    | 'structuredStore'
    | 'secret'
    | 'storage'
    | 'encryptionKey'
    | 'function'
    | 'prompt'
    | 'telemetry'
    | 'image'
    | 'identity'
    | 'memory'
    | 'gateway'
    | 'other';
  /**
   * `optional`: documented or tolerable, but the workload works without it. `oncePerAccount`: one first use by anyone in the
   * account is enough.
   */
  readonly necessity: 'required' | 'optional' | 'oncePerAccount';
  /**
   * What must allow it: the identity-based policies of the workload's role; the policy of the Lambda function or the key,
   * for `principal`; the policy of the resource itself, for `principal`, e.g. a bucket, a secret, a repository of another
   * account; the data access policy of the vector store; or something of the account.
   */
  readonly heldBy: 'role' | 'functionPolicy' | 'keyPolicy' | 'resourcePolicy' | 'dataAccessPolicy' | 'account';
  /** Who asks, where it is not the role: `bedrock.amazonaws.com`. */
  readonly principal?: string;
  /** The AWS page that says so. */
  readonly source: string;
  /** Where AWS's pages disagree: what each says, and which reading this is. */
  readonly note?: string;
  /** `arn#version` of the workload that needs it. */
  readonly workload: string;
}
