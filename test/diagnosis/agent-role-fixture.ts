import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { Policy, PolicyKind } from '../../functions/iam/policy.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import type { FoundationModelUse, ModelUse } from '../../functions/workload/model-use.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import type { ModelAvailability } from '../../functions/workload/snapshot.ts';

export const ACCOUNT = '111122223333';
const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;
export const MODEL_ID = 'anthropic.claude-haiku-4-5-20251001-v1:0';
export const MODEL = `arn:aws:bedrock:us-east-1::foundation-model/${MODEL_ID}`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/SupportAgentRole`;

export const good: ModelAvailability = {
  agreementAvailability: { status: 'AVAILABLE' },
  authorizationStatus: 'AUTHORIZED',
  entitlementAvailability: 'AVAILABLE',
  regionAvailability: 'AVAILABLE',
};

/** A policy of one statement, or of the statements given. */
export function policy(name: string, statement: unknown, kind: PolicyKind = 'identity'): Policy {
  const result = parsePolicy({ Version: '2012-10-17', Statement: statement }, name, kind);
  if ('error' in result) throw new Error(`the fixture ${name} is no policy: ${result.error.problem}`);
  return result.policy;
}

export const allow = (
  actions: string | readonly string[],
  resources: string | readonly string[],
  rest: object = {},
) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
  ...rest,
});

export const administrator = policy('arn:aws:iam::aws:policy/AdministratorAccess', allow('*', '*'));

export const request = (changes: Partial<RequiredRequest> = {}): RequiredRequest => ({
  action: 'bedrock:InvokeModel',
  resource: MODEL,
  context: {},
  capability: `foundation model ${MODEL_ID}`,
  kind: 'model',
  necessity: 'required',
  heldBy: 'role',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permission.html',
  workload: `${AGENT}#DRAFT`,
  ...changes,
});

export const foundationModel = (changes: Partial<FoundationModelUse> = {}): FoundationModelUse => ({
  modelId: MODEL_ID,
  provider: 'anthropic',
  modelArns: [MODEL],
  details: { known: { modelId: MODEL_ID, modelLifecycle: { status: 'ACTIVE' } } },
  availability: { known: good },
  ...changes,
});

export const modelUse = (
  models: readonly FoundationModelUse[] = [foundationModel()],
  changes: Partial<ModelUse> = {},
): ModelUse => ({
  reference: models[0]?.modelId ?? MODEL_ID,
  kind: 'foundationModel',
  usedBy: 'foundationModel',
  workload: `${AGENT}#DRAFT`,
  foundationModels: { known: models },
  ...changes,
});

/** An agent that may invoke its only model, with everything known and in order. */
export function agentRole(changes: Partial<AgentRole> = {}): AgentRole {
  const identity = policy('inline policy Model', allow('bedrock:InvokeModel', MODEL));
  return {
    arn: ROLE,
    name: 'SupportAgentRole',
    accountId: ACCOUNT,
    partition: 'aws',
    region: 'us-east-1',
    regions: ['us-east-1'],
    roleId: { known: 'AROAEXAMPLE000000001' },
    workloads: [
      {
        type: 'agent',
        arn: AGENT,
        id: 'AGENT00001',
        name: 'support',
        version: 'DRAFT',
        region: 'us-east-1',
        roleArn: ROLE,
        servicePrincipal: 'bedrock.amazonaws.com',
        sourceArn: AGENT,
      },
    ],
    trustPolicy: { missing: ['not part of this fixture'] },
    identityPolicies: { known: [identity] },
    readablePolicies: [identity],
    permissionsBoundary: { known: null },
    serviceControlPolicies: { known: [] },
    resourceControlPolicies: { known: [] },
    requiredAccess: { known: [request()] },
    accessHeldElsewhere: [],
    knownRequests: [request()],
    knowledgeBaseRequests: [],
    needGaps: { models: [], knowledgeBases: [], guardrails: [], resources: [] },
    resourcePolicies: {},
    openSearch: {
      collections: { items: [], missing: [] },
      dataAccess: { items: [], missing: [] },
      networkAccess: { items: [], missing: [] },
    },
    unseenNeeds: [],
    models: { known: [modelUse()] },
    useCaseFormSubmitted: { known: true },
    tags: { known: [] },
    hiddenWorkloads: [],
    openDenials: { known: null },
    takenAt: { known: '2026-11-20T09:00:00Z' },
    ...changes,
  };
}

/** The part of a role that its identity-based policies make up. */
export const identity = (...policies: readonly Policy[]): Pick<AgentRole, 'identityPolicies' | 'readablePolicies'> => ({
  identityPolicies: { known: policies },
  readablePolicies: policies,
});
