/** A Bedrock or AgentCore resource that acts with a role. */
export interface Workload {
  readonly type:
    | 'agent'
    | 'knowledgeBase'
    | 'flow'
    | 'agentCoreRuntime'
    | 'agentCoreGateway'
    | 'agentCoreMemory'
    | 'agentCoreBrowser'
    | 'agentCoreCodeInterpreter'
    | 'agentCoreHarness'
    | 'agentCoreEvaluation';
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  /** A version number, or `DRAFT` of an agent; the versions of agents, flows and runtimes keep the role they were cut with. */
  readonly version?: string;
  readonly region: string;
  readonly roleArn: string;
  /** The service that assumes the role for this workload. */
  readonly servicePrincipal: 'bedrock.amazonaws.com' | 'bedrock-agentcore.amazonaws.com';
  /** The `aws:SourceArn` that the service presents when it assumes the role. */
  readonly sourceArn: string;
}
