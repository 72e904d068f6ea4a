/** One request that must be allowed for a workload to do its job, derived from the workload's own configuration. */
export interface RequiredRequest {
  readonly action: string;
  /** A concrete ARN, or `*` for an action without resource types. */
  readonly resource: string;
  /** Context keys that AWS is known to send with it. Any other key is not known. */
  readonly context: Readonly<Record<string, string>>;
  /** What it is for: `foundation model amazon.nova-pro-v1:0`, `knowledge base KB12345678`. */
  readonly capability: string;
  readonly kind: 'model' | 'knowledgeBase' | 'guardrail' | 'schema' | 'codeInterpreter' | 'collaborator' | 'other';
  /** `optional`: documented or tolerable, but the workload works without it. */
  readonly necessity: 'required' | 'optional';
  /** The AWS page that says so. */
  readonly source: string;
  /** `arn#version` of the workload that needs it. */
  readonly workload: string;
}
