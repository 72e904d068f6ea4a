/**
 * Requests a second that AWS grants an account in a Region, by client and operation. What is not here has no published
 * rate: the SDK's adaptive retry slows down when AWS says so.
 *
 * https://docs.aws.amazon.com/general/latest/gr/bedrock.html
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const publishedRates: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  BedrockAgentClient: {
    ListAgents: 10,
    GetAgent: 15,
    GetAgentVersion: 10,
    ListAgentAliases: 10,
    GetAgentAlias: 10,
    ListAgentActionGroups: 10,
    GetAgentActionGroup: 20,
    ListAgentKnowledgeBases: 10,
    ListAgentCollaborators: 10,
    ListKnowledgeBases: 10,
    GetKnowledgeBase: 10,
    ListDataSources: 10,
    GetDataSource: 10,
    ListFlows: 10,
    GetFlow: 10,
    GetFlowVersion: 10,
    ListFlowAliases: 10,
    GetPrompt: 10,
  },
  // 5 is the least that AWS publishes for any read of this API.
  BedrockAgentCoreControlClient: {
    ListAgentRuntimes: 5,
    GetAgentRuntime: 5,
    ListAgentRuntimeEndpoints: 5,
    ListGateways: 5,
    GetGateway: 5,
    ListGatewayTargets: 5,
    GetGatewayTarget: 5,
    ListMemories: 5,
    GetMemory: 5,
    ListBrowsers: 5,
    GetBrowser: 5,
    ListCodeInterpreters: 5,
    GetCodeInterpreter: 5,
    ListHarnesses: 5,
    GetHarness: 5,
    ListEvaluators: 5,
    GetEvaluator: 5,
    ListOnlineEvaluationConfigs: 5,
    GetOnlineEvaluationConfig: 5,
    GetApiKeyCredentialProvider: 5,
    GetOauth2CredentialProvider: 5,
  },
  LambdaClient: { GetPolicy: 15 },
};
