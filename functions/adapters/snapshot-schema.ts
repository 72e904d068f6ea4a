import * as z from 'zod';
import type { Snapshot } from '../workload/snapshot.ts';
import { knowledgeBases } from './knowledge-base-schema.ts';

/**
 * What a snapshot file must look like for the core to trust it: every field that `workload/snapshot.ts` names has the
 * type it names there. Every other field is kept as it is.
 */
const object = z.looseObject;
const text = z.string();
const maybeText = text.exactOptional();
const anything = z.unknown().optional();
const anyList = z.array(z.unknown()).exactOptional();
const anyByName = z.record(text, z.unknown());

const iam = object({
  RoleDetailList: z
    .array(
      object({
        RoleName: text,
        RoleId: text,
        Arn: text,
        Path: maybeText,
        AssumeRolePolicyDocument: anything,
        RolePolicyList: z.array(object({ PolicyName: text, PolicyDocument: z.unknown() })).exactOptional(),
        AttachedManagedPolicies: z.array(object({ PolicyName: maybeText, PolicyArn: text })).exactOptional(),
        PermissionsBoundary: object({ PermissionsBoundaryType: maybeText, PermissionsBoundaryArn: maybeText })
          .nullable()
          .exactOptional(),
        Tags: z.array(object({ Key: text, Value: text })).exactOptional(),
      }),
    )
    .exactOptional(),
  Policies: z
    .array(
      object({
        PolicyName: maybeText,
        Arn: text,
        DefaultVersionId: maybeText,
        AttachmentCount: z.number().exactOptional(),
        PermissionsBoundaryUsageCount: z.number().exactOptional(),
        PolicyVersionList: z
          .array(
            object({
              Document: anything,
              VersionId: maybeText,
              IsDefaultVersion: z.boolean().exactOptional(),
            }),
          )
          .exactOptional(),
      }),
    )
    .exactOptional(),
});

const foundationModel = object({
  modelId: text,
  modelArn: maybeText,
  modelName: maybeText,
  providerName: maybeText,
  modelLifecycle: object({
    status: maybeText,
    startOfLifeTime: maybeText,
    legacyTime: maybeText,
    publicExtendedAccessTime: maybeText,
    endOfLifeTime: maybeText,
  }).exactOptional(),
});

const modelAvailability = object({
  modelId: maybeText,
  agreementAvailability: object({ status: maybeText, errorMessage: maybeText }).exactOptional(),
  authorizationStatus: maybeText,
  entitlementAvailability: maybeText,
  regionAvailability: maybeText,
});

const bedrock = object({
  foundationModels: z.record(text, foundationModel).exactOptional(),
  modelAvailability: z.record(text, modelAvailability).exactOptional(),
  useCaseForModelAccess: object({ submitted: z.boolean() }).exactOptional(),
  inferenceProfiles: z
    .array(
      object({
        inferenceProfileId: maybeText,
        inferenceProfileArn: maybeText,
        models: z.array(object({ modelArn: maybeText })).exactOptional(),
        type: maybeText,
        status: maybeText,
      }),
    )
    .exactOptional(),
  guardrails: z
    .array(
      object({
        guardrailId: maybeText,
        guardrailArn: maybeText,
        kmsKeyArn: maybeText,
        crossRegionDetails: object({ guardrailProfileId: maybeText, guardrailProfileArn: maybeText }).exactOptional(),
      }),
    )
    .exactOptional(),
  enforcedGuardrails: anyList,
  provisionedModels: z
    .array(object({ provisionedModelArn: maybeText, modelArn: maybeText, foundationModelArn: maybeText }))
    .exactOptional(),
});

const agentConfiguration = {
  agentId: text,
  agentName: maybeText,
  agentArn: maybeText,
  agentStatus: maybeText,
  agentResourceRoleArn: maybeText,
  foundationModel: maybeText,
  orchestrationType: maybeText,
  customOrchestration: object({ executor: object({ lambda: maybeText }).exactOptional() }).exactOptional(),
  guardrailConfiguration: object({ guardrailIdentifier: maybeText, guardrailVersion: maybeText }).exactOptional(),
  promptOverrideConfiguration: object({
    promptConfigurations: z.array(object({ promptType: maybeText, foundationModel: maybeText })).exactOptional(),
    overrideLambda: maybeText,
  }).exactOptional(),
  memoryConfiguration: anything,
  customerEncryptionKeyArn: maybeText,
  agentCollaboration: maybeText,
};

const agentParts = {
  actionGroups: z
    .array(
      object({
        actionGroupId: maybeText,
        actionGroupName: maybeText,
        actionGroupState: maybeText,
        parentActionSignature: maybeText,
        actionGroupExecutor: object({ lambda: maybeText, customControl: maybeText }).exactOptional(),
        apiSchema: object({
          s3: object({ s3BucketName: maybeText, s3ObjectKey: maybeText }).exactOptional(),
          payload: maybeText,
        }).exactOptional(),
        functionSchema: anything,
      }),
    )
    .exactOptional(),
  knowledgeBases: z.array(object({ knowledgeBaseId: text, knowledgeBaseState: maybeText })).exactOptional(),
  collaborators: z
    .array(object({ collaboratorName: maybeText, agentDescriptor: object({ aliasArn: maybeText }).exactOptional() }))
    .exactOptional(),
};

const agents = z.array(
  object({
    agent: object({ ...agentConfiguration, agentVersion: maybeText }),
    ...agentParts,
    versions: z
      .array(object({ agentVersion: object({ ...agentConfiguration, version: text }), ...agentParts }))
      .exactOptional(),
    aliases: z
      .array(
        object({
          agentAliasId: text,
          agentAliasName: maybeText,
          agentAliasArn: maybeText,
          routingConfiguration: z
            .array(object({ agentVersion: maybeText, provisionedThroughput: maybeText }))
            .exactOptional(),
        }),
      )
      .exactOptional(),
  }),
);

const flowConfiguration = {
  name: maybeText,
  arn: maybeText,
  executionRoleArn: maybeText,
  customerEncryptionKeyArn: maybeText,
  definition: object({ nodes: anyList }).exactOptional(),
};

const flows = z.array(
  object({
    id: text,
    status: maybeText,
    createdAt: maybeText,
    ...flowConfiguration,
    versions: z.array(object({ version: text, ...flowConfiguration })).exactOptional(),
    aliases: z
      .array(
        object({
          id: maybeText,
          name: maybeText,
          routingConfiguration: z.array(object({ flowVersion: maybeText })).exactOptional(),
        }),
      )
      .exactOptional(),
  }),
);

const prompts = z.array(
  object({
    id: maybeText,
    arn: maybeText,
    version: maybeText,
    customerEncryptionKeyArn: maybeText,
    defaultVariant: maybeText,
    variants: z.array(object({ name: maybeText, modelId: maybeText })).exactOptional(),
  }),
);

const agentCoreEntries = z.array(anyByName).exactOptional();
const policyLevels = z.array(z.array(z.unknown())).exactOptional();

const isoTime = text.refine((time) => !Number.isNaN(Date.parse(time)), 'expected an ISO 8601 time');

const openDenials = z.array(
  object({
    roleArn: text,
    action: text,
    resource: maybeText,
    cause: text,
    summary: maybeText,
    firstSeen: isoTime,
    lastSeen: isoTime,
    count: z.int().positive(),
    state: z.enum(['open', 'acknowledged', 'muted']),
    by: maybeText,
    reason: maybeText,
  }),
);

export const snapshotSchema: z.ZodType<Snapshot> = object({
  format: z.literal('bedrock-warden/snapshot/1'),
  takenAt: isoTime.exactOptional(),
  partition: maybeText,
  accountId: text.regex(/^\d{12}$/, 'expected the 12 digits of an AWS account'),
  region: text.regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'expected a Region such as us-east-1'),
  iam: iam.exactOptional(),
  bedrock: bedrock.exactOptional(),
  agents: agents.exactOptional(),
  knowledgeBases: knowledgeBases.exactOptional(),
  flows: flows.exactOptional(),
  prompts: prompts.exactOptional(),
  agentCore: object({
    runtimes: agentCoreEntries,
    gateways: agentCoreEntries,
    memories: agentCoreEntries,
    browsers: agentCoreEntries,
    codeInterpreters: agentCoreEntries,
    harnesses: agentCoreEntries,
    onlineEvaluationConfigs: agentCoreEntries,
    evaluators: agentCoreEntries,
  }).exactOptional(),
  agentCoreIdentity: object({
    apiKeyCredentialProviders: agentCoreEntries,
    oauth2CredentialProviders: agentCoreEntries,
  }).exactOptional(),
  resourcePolicies: anyByName.exactOptional(),
  openSearchServerless: anything,
  bucketEncryption: z
    .record(
      text,
      object({
        Rules: z
          .array(
            object({
              ApplyServerSideEncryptionByDefault: object({
                SSEAlgorithm: maybeText,
                KMSMasterKeyID: maybeText,
              }).exactOptional(),
            }),
          )
          .exactOptional(),
      }),
    )
    .exactOptional(),
  secrets: z.record(text, object({ ARN: maybeText, KmsKeyId: maybeText })).exactOptional(),
  organization: object({ serviceControlPolicies: policyLevels, resourceControlPolicies: policyLevels }).exactOptional(),
  vpcEndpointPolicies: anyByName.exactOptional(),
  openDenials: openDenials.exactOptional(),
  unread: z.array(object({ part: text, error: text, message: maybeText })).exactOptional(),
});
