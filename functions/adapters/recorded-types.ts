/**
 * The types of Amazon Bedrock and AgentCore that AWS Config records: what a workload is, or is made of. It records no agents,
 * no versions or aliases of agents, and no flows.
 * https://docs.aws.amazon.com/config/latest/developerguide/resource-config-reference.html
 */
export const RECORDED_WORKLOAD_TYPES: readonly string[] = [
  'AWS::Bedrock::ApplicationInferenceProfile',
  'AWS::Bedrock::DataSource',
  'AWS::Bedrock::FlowAlias',
  'AWS::Bedrock::Guardrail',
  'AWS::Bedrock::KnowledgeBase',
  'AWS::Bedrock::Prompt',
  'AWS::BedrockAgentCore::BrowserCustom',
  'AWS::BedrockAgentCore::CodeInterpreterCustom',
  'AWS::BedrockAgentCore::Evaluator',
  'AWS::BedrockAgentCore::Gateway',
  'AWS::BedrockAgentCore::GatewayTarget',
  'AWS::BedrockAgentCore::Memory',
  'AWS::BedrockAgentCore::OnlineEvaluationConfig',
  'AWS::BedrockAgentCore::Runtime',
  'AWS::BedrockAgentCore::RuntimeEndpoint',
  'AWS::BedrockAgentCore::WorkloadIdentity',
];
