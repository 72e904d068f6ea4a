import type { Input, Service } from './account.ts';

export interface Route {
  readonly service: Service;
  readonly operation: string;
  readonly method: string;
  readonly segments: readonly string[];
}

/** Method and path of every REST-JSON operation, as the API's own model spells them. */
export const BEDROCK_ROUTES: readonly Route[] = [
  ...routes('bedrock', {
    GetFoundationModel: 'GET /foundation-models/{modelIdentifier}',
    ListFoundationModels: 'GET /foundation-models',
    GetFoundationModelAvailability: 'GET /foundation-model-availability/{modelId}',
    GetUseCaseForModelAccess: 'GET /use-case-for-model-access',
    GetInferenceProfile: 'GET /inference-profiles/{inferenceProfileIdentifier}',
    ListInferenceProfiles: 'GET /inference-profiles',
    GetGuardrail: 'GET /guardrails/{guardrailIdentifier}',
    ListGuardrails: 'GET /guardrails',
    ListEnforcedGuardrailsConfiguration: 'GET /enforcedGuardrailsConfiguration',
    GetProvisionedModelThroughput: 'GET /provisioned-model-throughput/{provisionedModelId}',
    ListProvisionedModelThroughputs: 'GET /provisioned-model-throughputs',
  }),
  ...routes('bedrock-agent', {
    ListAgents: 'POST /agents/',
    GetAgent: 'GET /agents/{agentId}/',
    ListAgentVersions: 'POST /agents/{agentId}/agentversions/',
    GetAgentVersion: 'GET /agents/{agentId}/agentversions/{agentVersion}/',
    ListAgentAliases: 'POST /agents/{agentId}/agentaliases/',
    GetAgentAlias: 'GET /agents/{agentId}/agentaliases/{agentAliasId}/',
    ListAgentActionGroups: 'POST /agents/{agentId}/agentversions/{agentVersion}/actiongroups/',
    GetAgentActionGroup: 'GET /agents/{agentId}/agentversions/{agentVersion}/actiongroups/{actionGroupId}/',
    ListAgentKnowledgeBases: 'POST /agents/{agentId}/agentversions/{agentVersion}/knowledgebases/',
    GetAgentKnowledgeBase: 'GET /agents/{agentId}/agentversions/{agentVersion}/knowledgebases/{knowledgeBaseId}/',
    ListAgentCollaborators: 'POST /agents/{agentId}/agentversions/{agentVersion}/agentcollaborators/',
    ListKnowledgeBases: 'POST /knowledgebases/',
    GetKnowledgeBase: 'GET /knowledgebases/{knowledgeBaseId}',
    ListDataSources: 'POST /knowledgebases/{knowledgeBaseId}/datasources/',
    GetDataSource: 'GET /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}',
    ListFlows: 'GET /flows/',
    GetFlow: 'GET /flows/{flowIdentifier}/',
    ListFlowVersions: 'GET /flows/{flowIdentifier}/versions',
    GetFlowVersion: 'GET /flows/{flowIdentifier}/versions/{flowVersion}/',
    ListFlowAliases: 'GET /flows/{flowIdentifier}/aliases',
    GetFlowAlias: 'GET /flows/{flowIdentifier}/aliases/{aliasIdentifier}',
    GetPrompt: 'GET /prompts/{promptIdentifier}/',
  }),
];

export const AGENT_CORE_ROUTES: readonly Route[] = routes('bedrock-agentcore', {
  ListAgentRuntimes: 'POST /runtimes/',
  GetAgentRuntime: 'GET /runtimes/{agentRuntimeId}/',
  ListAgentRuntimeEndpoints: 'POST /runtimes/{agentRuntimeId}/runtime-endpoints/',
  GetApiKeyCredentialProvider: 'POST /identities/GetApiKeyCredentialProvider',
  GetOauth2CredentialProvider: 'POST /identities/GetOauth2CredentialProvider',
  ListGateways: 'GET /gateways/',
  GetGateway: 'GET /gateways/{gatewayIdentifier}/',
  ListGatewayTargets: 'GET /gateways/{gatewayIdentifier}/targets/',
  GetGatewayTarget: 'GET /gateways/{gatewayIdentifier}/targets/{targetId}/',
  ListMemories: 'POST /memories/',
  GetMemory: 'GET /memories/{memoryId}/details',
  ListBrowsers: 'POST /browsers',
  GetBrowser: 'GET /browsers/{browserId}',
  ListCodeInterpreters: 'POST /code-interpreters',
  GetCodeInterpreter: 'GET /code-interpreters/{codeInterpreterId}',
  ListHarnesses: 'GET /harnesses',
  GetHarness: 'GET /harnesses/{harnessId}',
  ListEvaluators: 'POST /evaluators',
  GetEvaluator: 'GET /evaluators/{evaluatorId}',
  ListOnlineEvaluationConfigs: 'POST /online-evaluation-configs',
  GetOnlineEvaluationConfig: 'GET /online-evaluation-configs/{onlineEvaluationConfigId}',
});

export const LAMBDA_ROUTES: readonly Route[] = routes('lambda', {
  GetPolicy: 'GET /2015-03-31/functions/{FunctionName}/policy',
  Invoke: 'POST /2015-03-31/functions/{FunctionName}/invocations',
});

/** What S3 asks for by a query (`/{Bucket}?policy`) stands at the end of the path. */
export const S3_ROUTES: readonly Route[] = routes('s3', {
  GetBucketPolicy: 'GET /{Bucket}/policy',
  GetBucketEncryption: 'GET /{Bucket}/encryption',
});

/** The operation at a path, and the labels of the path. A slash at the end makes no difference. */
export function matchRoute(
  all: readonly Route[],
  method: string,
  path: string,
): (Route & { readonly labels: Input }) | undefined {
  const asked = segmentsOf(path);
  const route = all.find(
    ({ method: known, segments }) =>
      known === method &&
      segments.length === asked.length &&
      segments.every((segment, index) => (isLabel(segment) ? asked[index] !== '' : segment === asked[index])),
  );
  if (route === undefined) return undefined;
  const labels = route.segments.flatMap((segment, index) =>
    isLabel(segment) ? [[segment.slice(1, -1), decode(asked[index] ?? '')]] : [],
  );
  return { ...route, labels: Object.fromEntries(labels) };
}

function routes(service: Service, operations: Readonly<Record<string, string>>): readonly Route[] {
  return Object.entries(operations).map(([operation, line]) => {
    const [method = '', path = ''] = line.split(' ');
    return { service, operation, method, segments: segmentsOf(path) };
  });
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}

function isLabel(segment: string): boolean {
  return segment.startsWith('{');
}

/** A label that is not percent-encoding is taken as it stands: it names nothing that exists. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
