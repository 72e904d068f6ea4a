import type { OpenDenial } from './denial-record.ts';
import type { DataSource, KnowledgeBaseConfiguration, StorageConfiguration } from './knowledge-base/configuration.ts';
import type { BucketEncryption, SecretDescription } from './knowledge-base/encryption.ts';

/**
 * The evidence, in the shape of a snapshot file: every part is what AWS's own API returns, unchanged (dates as ISO
 * strings). An absent part is unknown; an empty one is known to be empty; `unread` names what was refused and why.
 * Only the fields that this product reads are typed; files keep all of them. Longer than other files, so that the format can
 * be read in one place.
 */
export interface Snapshot {
  readonly format: 'bedrock-warden/snapshot/1';
  readonly takenAt?: string;
  readonly partition?: string;
  readonly accountId: string;
  readonly region: string;
  readonly iam?: IamPart & CutShort;
  readonly bedrock?: BedrockPart;
  readonly agents?: readonly AgentEntry[];
  readonly knowledgeBases?: readonly KnowledgeBaseEntry[];
  readonly flows?: readonly FlowDetail[];
  /** Prompt management: the prompts that flows name. */
  readonly prompts?: readonly PromptDetail[];
  readonly agentCore?: AgentCorePart;
  readonly agentCoreIdentity?: AgentCoreIdentityPart;
  /** `null`: the resource is known to have no policy. */
  readonly resourcePolicies?: Readonly<Record<string, unknown>>;
  readonly openSearchServerless?: unknown;
  /** By bucket ARN: `s3api get-bucket-encryption`, `.ServerSideEncryptionConfiguration`. */
  readonly bucketEncryption?: Readonly<Record<string, BucketEncryption>>;
  /** By secret ARN: `secretsmanager describe-secret`. */
  readonly secrets?: Readonly<Record<string, SecretDescription>>;
  readonly organization?: OrganizationPart;
  readonly vpcEndpointPolicies?: Readonly<Record<string, unknown>>;
  /** The denials that the listener knows and nobody has resolved. */
  readonly openDenials?: readonly OpenDenial[];
  readonly unread?: readonly UnreadPart[];
}

export interface UnreadPart {
  /** A path such as `organization`, `iam`, `bedrock.modelAvailability.amazon.nova-pro-v1:0`, `agents.ABCDEFGHIJ`. */
  readonly part: string;
  readonly error: string;
  readonly message?: string;
}

/** `iam get-account-authorization-details` */
export interface IamPart {
  readonly RoleDetailList?: readonly RoleDetail[];
  readonly Policies?: readonly ManagedPolicyDetail[];
}

/** More was left to be asked for: the API's word for it, and the command line's. */
interface CutShort {
  readonly IsTruncated?: boolean;
  readonly NextToken?: string;
}

/** Documents are percent-encoded strings (the API), plain JSON strings or objects (the CLI). */
export interface RoleDetail {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument?: unknown;
  readonly RolePolicyList?: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  readonly AttachedManagedPolicies?: readonly { readonly PolicyName?: string; readonly PolicyArn: string }[];
  readonly PermissionsBoundary?: {
    readonly PermissionsBoundaryType?: string;
    readonly PermissionsBoundaryArn?: string;
  } | null;
  readonly Tags?: readonly RoleTag[];
}

export interface RoleTag {
  readonly Key: string;
  readonly Value: string;
}

export interface ManagedPolicyDetail {
  readonly PolicyName?: string;
  readonly Arn: string;
  readonly DefaultVersionId?: string;
  readonly AttachmentCount?: number;
  readonly PermissionsBoundaryUsageCount?: number;
  readonly PolicyVersionList?: readonly {
    readonly Document?: unknown;
    readonly VersionId?: string;
    readonly IsDefaultVersion?: boolean;
  }[];
}

export interface BedrockPart {
  /** By model id: `bedrock get-foundation-model`, `.modelDetails`. */
  readonly foundationModels?: Readonly<Record<string, FoundationModelDetails>>;
  /** By model id: `bedrock get-foundation-model-availability`. */
  readonly modelAvailability?: Readonly<Record<string, ModelAvailability>>;
  /** `bedrock get-use-case-for-model-access`: answered, or ResourceNotFoundException. */
  readonly useCaseForModelAccess?: { readonly submitted: boolean };
  readonly inferenceProfiles?: readonly InferenceProfile[];
  readonly guardrails?: readonly Guardrail[];
  readonly enforcedGuardrails?: readonly unknown[];
  readonly provisionedModels?: readonly ProvisionedModel[];
}

export interface FoundationModelDetails {
  readonly modelId: string;
  readonly modelArn?: string;
  readonly modelName?: string;
  readonly providerName?: string;
  readonly modelLifecycle?: {
    readonly status?: string;
    readonly startOfLifeTime?: string;
    readonly legacyTime?: string;
    readonly publicExtendedAccessTime?: string;
    readonly endOfLifeTime?: string;
  };
}

export interface ModelAvailability {
  readonly modelId?: string;
  readonly agreementAvailability?: { readonly status?: string; readonly errorMessage?: string };
  readonly authorizationStatus?: string;
  readonly entitlementAvailability?: string;
  readonly regionAvailability?: string;
}

/** `bedrock get-inference-profile`, asked in the workload's own Region: `models` names every destination. */
export interface InferenceProfile {
  readonly inferenceProfileId?: string;
  readonly inferenceProfileArn?: string;
  readonly models?: readonly { readonly modelArn?: string }[];
  readonly type?: string;
  readonly status?: string;
}

/** `bedrock get-guardrail` */
export interface Guardrail {
  readonly guardrailId?: string;
  readonly guardrailArn?: string;
  readonly kmsKeyArn?: string;
  readonly crossRegionDetails?: { readonly guardrailProfileId?: string; readonly guardrailProfileArn?: string };
}

/** `bedrock get-provisioned-model-throughput` */
export interface ProvisionedModel {
  readonly provisionedModelArn?: string;
  readonly modelArn?: string;
  readonly foundationModelArn?: string;
}

export interface AgentEntry {
  /** `get-agent`, `.agent` (the working draft) */
  readonly agent: AgentDetail;
  readonly actionGroups?: readonly ActionGroup[];
  readonly knowledgeBases?: readonly AgentKnowledgeBase[];
  readonly collaborators?: readonly AgentCollaborator[];
  readonly versions?: readonly AgentVersionEntry[];
  /** `get-agent-alias`, `.agentAlias` */
  readonly aliases?: readonly AgentAlias[];
}

export interface AgentVersionEntry {
  /** `get-agent-version`, `.agentVersion` */
  readonly agentVersion: AgentVersionDetail;
  readonly actionGroups?: readonly ActionGroup[];
  readonly knowledgeBases?: readonly AgentKnowledgeBase[];
  readonly collaborators?: readonly AgentCollaborator[];
}

interface AgentConfiguration {
  readonly agentId: string;
  readonly agentName?: string;
  readonly agentArn?: string;
  readonly agentStatus?: string;
  readonly agentResourceRoleArn?: string;
  readonly foundationModel?: string;
  readonly orchestrationType?: string;
  readonly customOrchestration?: { readonly executor?: { readonly lambda?: string } };
  readonly guardrailConfiguration?: { readonly guardrailIdentifier?: string; readonly guardrailVersion?: string };
  readonly promptOverrideConfiguration?: {
    readonly promptConfigurations?: readonly {
      readonly promptType?: string;
      readonly promptState?: string;
      readonly foundationModel?: string;
    }[];
    readonly overrideLambda?: string;
  };
  readonly memoryConfiguration?: unknown;
  readonly customerEncryptionKeyArn?: string;
  readonly agentCollaboration?: string;
}

export interface AgentDetail extends AgentConfiguration {
  readonly agentVersion?: string;
}

export interface AgentVersionDetail extends AgentConfiguration {
  readonly version: string;
}

/** `get-agent-action-group`, `.agentActionGroup` */
export interface ActionGroup {
  readonly actionGroupId?: string;
  readonly actionGroupName?: string;
  readonly actionGroupState?: string;
  readonly parentActionSignature?: string;
  readonly actionGroupExecutor?: { readonly lambda?: string; readonly customControl?: string };
  readonly apiSchema?: {
    readonly s3?: { readonly s3BucketName?: string; readonly s3ObjectKey?: string };
    readonly payload?: string;
  };
  readonly functionSchema?: unknown;
}

/** `list-agent-knowledge-bases`, an item of `.agentKnowledgeBaseSummaries` (or `get-agent-knowledge-base`) */
export interface AgentKnowledgeBase {
  readonly knowledgeBaseId: string;
  readonly knowledgeBaseState?: string;
}

/** `list-agent-collaborators`, an item of `.agentCollaboratorSummaries` */
export interface AgentCollaborator {
  readonly collaboratorName?: string;
  readonly agentDescriptor?: { readonly aliasArn?: string };
}

export interface AgentAlias {
  readonly agentAliasId: string;
  readonly agentAliasName?: string;
  readonly agentAliasArn?: string;
  readonly routingConfiguration?: readonly {
    readonly agentVersion?: string;
    readonly provisionedThroughput?: string;
  }[];
}

export interface KnowledgeBaseEntry {
  /** `get-knowledge-base`, `.knowledgeBase` */
  readonly knowledgeBase: {
    readonly knowledgeBaseId: string;
    readonly name?: string;
    readonly knowledgeBaseArn?: string;
    readonly roleArn?: string;
    readonly status?: string;
    readonly knowledgeBaseConfiguration?: KnowledgeBaseConfiguration;
    readonly storageConfiguration?: StorageConfiguration;
  };
  /** `get-data-source`, `.dataSource` */
  readonly dataSources?: readonly DataSource[];
}

/**
 * `get-flow` (the working draft), with what `get-flow-version` and `get-flow-alias` answer. A version keeps the role, the
 * key and the definition that it was cut with.
 */
export interface FlowDetail extends FlowConfiguration {
  readonly id: string;
  readonly status?: string;
  readonly createdAt?: string;
  readonly versions?: readonly FlowVersion[];
  readonly aliases?: readonly FlowAlias[];
}

export interface FlowVersion extends FlowConfiguration {
  readonly version: string;
}

interface FlowConfiguration {
  readonly name?: string;
  readonly arn?: string;
  readonly executionRoleArn?: string;
  readonly customerEncryptionKeyArn?: string;
  readonly definition?: { readonly nodes?: readonly unknown[] };
}

export interface FlowAlias {
  readonly id?: string;
  readonly name?: string;
  readonly routingConfiguration?: readonly { readonly flowVersion?: string }[];
}

/** `get-prompt`, of the working draft or of the version that is named */
export interface PromptDetail {
  readonly id?: string;
  readonly arn?: string;
  readonly version?: string;
  readonly customerEncryptionKeyArn?: string;
  readonly defaultVariant?: string;
  readonly variants?: readonly { readonly name?: string; readonly modelId?: string }[];
}

/**
 * `bedrock-agentcore-control get-…` answers. A gateway may carry `targets`: its `get-gateway-target` answers. A runtime may
 * carry `endpoints`, what `list-agent-runtime-endpoints` lists, and `versions`: the `get-agent-runtime` answers of those that
 * an endpoint runs besides the latest.
 */
export interface AgentCorePart {
  readonly runtimes?: readonly Readonly<Record<string, unknown>>[];
  readonly gateways?: readonly Readonly<Record<string, unknown>>[];
  readonly memories?: readonly Readonly<Record<string, unknown>>[];
  readonly browsers?: readonly Readonly<Record<string, unknown>>[];
  readonly codeInterpreters?: readonly Readonly<Record<string, unknown>>[];
  readonly harnesses?: readonly Readonly<Record<string, unknown>>[];
  readonly onlineEvaluationConfigs?: readonly Readonly<Record<string, unknown>>[];
  /** They act with the role of the online evaluation that uses them. */
  readonly evaluators?: readonly Readonly<Record<string, unknown>>[];
}

/** `get-api-key-credential-provider` and `get-oauth2-credential-provider` answers: which secrets they keep. */
export interface AgentCoreIdentityPart {
  readonly apiKeyCredentialProviders?: readonly Readonly<Record<string, unknown>>[];
  readonly oauth2CredentialProviders?: readonly Readonly<Record<string, unknown>>[];
}

/** Policy documents, one list per level, root first. */
export interface OrganizationPart {
  readonly serviceControlPolicies?: readonly (readonly unknown[])[];
  readonly resourceControlPolicies?: readonly (readonly unknown[])[];
}
