import type { Outcome, Rule } from '../../functions/rules/rule.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

export const ACCOUNT = '210987654321';
export const MODEL = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
export const PROFILE_ARN = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${MODEL}`;
export const AGENT_ARN = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/HELPAGENT1`;
export const KNOWLEDGE_BASE_ARN = `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/HELPBASE01`;
export const modelArn = (region: string, model = MODEL): string =>
  `arn:aws:bedrock:${region}::foundation-model/${model}`;

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2'];

/** JSON as a test may change it. */
// biome-ignore lint/suspicious/noExplicitAny: a change may make anything of a snapshot; that is what it is for
export type Draft = any;

/** One agent on a profile with one knowledge base, and a role that every rule finds compliant. */
export const plainAccount: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  takenAt: '2026-11-22T10:00:00Z',
  partition: 'aws',
  accountId: ACCOUNT,
  region: 'us-east-1',
  iam: {
    RoleDetailList: [
      {
        RoleName: 'help-agent-role',
        RoleId: 'AROAHELPAGENT00000001',
        Arn: `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'bedrock.amazonaws.com' },
              Action: 'sts:AssumeRole',
              Condition: {
                StringEquals: { 'aws:SourceAccount': ACCOUNT },
                ArnLike: { 'aws:SourceArn': AGENT_ARN },
              },
            },
          ],
        },
        RolePolicyList: [
          {
            PolicyName: 'HelpAgent',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: [...INVOKE, 'bedrock:GetInferenceProfile'], Resource: PROFILE_ARN },
                { Effect: 'Allow', Action: INVOKE, Resource: REGIONS.map((region) => modelArn(region)) },
                { Effect: 'Allow', Action: 'bedrock:GetFoundationModel', Resource: modelArn('us-east-1') },
                { Effect: 'Allow', Action: 'bedrock:Retrieve', Resource: KNOWLEDGE_BASE_ARN },
              ],
            },
          },
        ],
        AttachedManagedPolicies: [],
      },
    ],
    Policies: [],
  },
  bedrock: {
    foundationModels: { [MODEL]: { modelId: MODEL, modelLifecycle: { status: 'ACTIVE' } } },
    modelAvailability: {
      [MODEL]: {
        modelId: MODEL,
        agreementAvailability: { status: 'AVAILABLE' },
        authorizationStatus: 'AUTHORIZED',
        entitlementAvailability: 'AVAILABLE',
        regionAvailability: 'AVAILABLE',
      },
    },
    useCaseForModelAccess: { submitted: true },
    inferenceProfiles: [
      {
        inferenceProfileId: `us.${MODEL}`,
        inferenceProfileArn: PROFILE_ARN,
        models: REGIONS.map((region) => ({ modelArn: modelArn(region) })),
        type: 'SYSTEM_DEFINED',
        status: 'ACTIVE',
      },
    ],
    guardrails: [],
    enforcedGuardrails: [],
    provisionedModels: [],
  },
  agents: [
    {
      agent: {
        agentId: 'HELPAGENT1',
        agentName: 'help',
        agentArn: AGENT_ARN,
        agentStatus: 'PREPARED',
        agentResourceRoleArn: `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`,
        foundationModel: `us.${MODEL}`,
      },
      actionGroups: [],
      knowledgeBases: [{ knowledgeBaseId: 'HELPBASE01', knowledgeBaseState: 'ENABLED' }],
      collaborators: [],
      versions: [],
      aliases: [],
    },
  ],
  knowledgeBases: [],
  flows: [],
  agentCore: { runtimes: [], gateways: [], memories: [], browsers: [], codeInterpreters: [], harnesses: [] },
};

export function changed(change: (draft: Draft) => void): Snapshot {
  const draft: Draft = structuredClone(plainAccount);
  change(draft);
  return draft;
}

export const trustStatement = (draft: Draft): Draft =>
  draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Statement[0];
export const statements = (draft: Draft): Draft =>
  draft.iam.RoleDetailList[0].RolePolicyList[0].PolicyDocument.Statement;

/** What one rule says of the snapshot's first role. */
export function outcomeFor(rule: Rule, snapshot: Snapshot): Outcome {
  const [role] = buildAgentRoles(snapshot).roles;
  if (role === undefined) throw new Error('the snapshot has no agent role');
  return rule.evaluate(role);
}

export interface OutcomeSummary {
  readonly complianceType: Outcome['complianceType'];
  /** `id severity` */
  readonly findings?: readonly string[];
  readonly missing?: readonly string[];
  readonly reason?: string;
}

export function summaryOf(outcome: Outcome): OutcomeSummary {
  if (outcome.complianceType !== 'NON_COMPLIANT') return outcome;
  const findings = outcome.findings.map(({ id, severity }) => `${id} ${severity}`);
  return { complianceType: outcome.complianceType, findings, ...(outcome.missing ? { missing: outcome.missing } : {}) };
}

export const COMPLIANT: OutcomeSummary = { complianceType: 'COMPLIANT' };
export const nonCompliant = (...findings: readonly string[]): OutcomeSummary => ({
  complianceType: 'NON_COMPLIANT',
  findings,
});
export const insufficient = (...missing: readonly string[]): OutcomeSummary => ({
  complianceType: 'INSUFFICIENT_DATA',
  missing,
});
