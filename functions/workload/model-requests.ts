import { regionOf } from './arn.ts';
import { subscriptionRequests } from './model-subscription.ts';
import { GUIDE, type Needs, requestsFor } from './needs.ts';
import type { RequiredRequest } from './required-request.ts';
import { type ResolvedModel, resolveModel } from './resolve-model.ts';
import { rolePage } from './role-page.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';

const INVOKE = 'bedrock:InvokeModel';
const STREAM = 'bedrock:InvokeModelWithResponseStream';
const GET_MODEL = 'bedrock:GetFoundationModel';

/**
 * Invoking a model that a workload names, whatever it is: a foundation model, an inference profile and all that it routes to,
 * a provisioned, imported or deployed custom model, a prompt router.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html
 */
export function modelRequests(snapshot: Snapshot, workload: Workload, reference: string): Needs {
  const model = resolveModel(snapshot, reference, workload);
  const { kind, arn } = model;
  const gaps = 'missing' in model.foundationModels ? model.foundationModels.missing : [];
  if (arn === undefined) return { requests: [], gaps };
  const request = requestsFor(
    { workload },
    { capability: `${LABELS[kind]} ${reference}`, kind: 'model', source: rolePage(workload) },
  );
  const onModel = kind === 'foundationModel' ? modelAccount(snapshot, workload) : {};
  const inRegion = { context: { 'aws:RequestedRegion': regionOf(arn) ?? workload.region, ...onModel } };
  const streams = AGENT_CORE.test(workload.type) ? {} : OPTIONAL;
  const invoke = (...more: readonly string[]) => [
    ...request([INVOKE, ...more], arn, inRegion),
    ...request([STREAM], arn, { ...inRegion, ...streams }),
  ];
  switch (kind) {
    case 'foundationModel':
      return { requests: [...invoke(), ...subscriptionRequests(snapshot, workload, modelIdsOf(model))], gaps };
    case 'provisionedModel':
      return { requests: invoke('bedrock:GetProvisionedModelThroughput'), gaps: [] };
    case 'importedModel':
    case 'customModel':
      return { requests: invoke(), gaps };
    case 'promptRouter':
      return { requests: invoke('bedrock:GetPromptRouter'), gaps };
    case 'inferenceProfile':
    case 'applicationInferenceProfile':
      return {
        requests: [
          ...profileRequests(snapshot, workload, reference, { ...model, arn }),
          ...subscriptionRequests(snapshot, workload, modelIdsOf(model)),
        ],
        gaps,
      };
    default:
      return { requests: [], gaps };
  }
}

const modelIdsOf = ({ foundationModels }: ResolvedModel): readonly string[] =>
  'known' in foundationModels ? foundationModels.known.map(({ modelId }) => modelId) : [];

/**
 * A profile is invoked together with its model in every Region that it routes to; a `global.` one also with a model ARN
 * without Region, for which `aws:RequestedRegion` reads `unspecified`.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
 */
function profileRequests(
  snapshot: Snapshot,
  workload: Workload,
  reference: string,
  model: ResolvedModel & { readonly arn: string },
): Needs['requests'] {
  const { arn } = model;
  const request = requestsFor(
    { workload },
    {
      capability: `${LABELS[model.kind]} ${reference}`,
      kind: 'model',
      source: `${GUIDE}/${model.isGlobal ? 'global-cross-region-inference' : 'inference-profiles-prereq'}.html`,
    },
  );
  const asked = askedOf(workload);
  // Where the profile is called: `arn` may be that of another Region.
  const region = regionOf(arn) ?? workload.region;
  const inRegion = { context: { 'aws:RequestedRegion': region } };
  const copied = model.kind === 'applicationInferenceProfile' ? { note: COPIED_PROFILE } : {};
  const onProfile = [
    ...request([INVOKE], arn, { ...inRegion, ...copied }),
    ...request([STREAM], arn, { ...inRegion, ...copied, ...asked.stream }),
    ...request(['bedrock:GetInferenceProfile'], arn, { ...inRegion, ...copied, ...asked.getProfile }),
  ];
  if ('missing' in model.foundationModels) return onProfile;
  const arns = model.foundationModels.known.flatMap(({ modelArns }) => modelArns);
  const onModels = arns.flatMap((modelArn) => {
    const destination = regionOf(modelArn);
    const through = {
      context: {
        'aws:RequestedRegion': destination ?? 'unspecified',
        'bedrock:InferenceProfileArn': arn,
        ...modelAccount(snapshot, workload),
      },
      ...(destination === undefined ? { note: UNSPECIFIED_REGION } : {}),
    };
    return [...request([INVOKE], modelArn, through), ...request([STREAM], modelArn, { ...through, ...asked.stream })];
  });
  // The model is looked up where the profile is called; AWS's own statement lists the action for the other Regions as well.
  const lookUps = arns.flatMap((modelArn) => {
    const own = regionOf(modelArn) === region;
    return request(
      [GET_MODEL],
      modelArn,
      own ? { context: { 'aws:RequestedRegion': region }, ...asked.getModel } : OPTIONAL,
    );
  });
  return [...onProfile, ...onModels, ...lookUps];
}

/**
 * A foundation model is of no account, and yet AWS's managed policy for memories allows it under `aws:ResourceAccount`, the
 * account of the role: that is what is sent.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonBedrockAgentCoreMemoryBedrockModelInferenceExecutionRolePolicy.html
 */
const modelAccount = ({ accountId }: Snapshot, { type }: Workload): Readonly<Record<string, string>> =>
  type === 'agentCoreMemory' ? { 'aws:ResourceAccount': accountId } : {};

const OPTIONAL = { necessity: 'optional' } as const;
const AGENT_CORE = /^agentCore/;

type Asked = Readonly<
  Record<'stream' | 'getProfile' | 'getModel', Partial<Pick<RequiredRequest, 'necessity' | 'note'>>>
>;

/** What a workload is asked for beside `bedrock:InvokeModel` on a profile; only AWS's page on agents speaks of looking it up. */
function askedOf({ type }: Workload): Asked {
  if (type === 'agent') return { stream: {}, getProfile: {}, getModel: {} };
  if (AGENT_CORE.test(type)) {
    const lookUp = { ...OPTIONAL, note: NOT_LOOKED_UP };
    return { stream: {}, getProfile: lookUp, getModel: lookUp };
  }
  return { stream: OPTIONAL, getProfile: { note: LOOKED_UP }, getModel: OPTIONAL };
}

const NOT_LOOKED_UP =
  "AWS's pages on the roles of AgentCore, and its managed policy for memories, allow both ways of invoking a profile and no way of looking it up.";
const LOOKED_UP =
  "AWS's page on agents asks for it, and AWS's CDK constructs grant it with every profile; for this role it is not documented, and required here.";
const UNSPECIFIED_REGION =
  "AWS's page on global profiles says once that aws:RequestedRegion reads `global`, and everywhere else `unspecified`; this is the second.";
const COPIED_PROFILE =
  "AWS does not say whether a profile that was copied from a system-defined one needs that one's ARN as well; AWS's CDK constructs grant it. This is without it.";

const LABELS: Readonly<Record<ResolvedModel['kind'], string>> = {
  foundationModel: 'foundation model',
  inferenceProfile: 'inference profile',
  applicationInferenceProfile: 'application inference profile',
  provisionedModel: 'provisioned model',
  importedModel: 'imported model',
  customModel: 'custom model',
  promptRouter: 'prompt router',
  unrecognised: 'model',
};
