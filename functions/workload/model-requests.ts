import { regionOf } from './arn.ts';
import { subscriptionRequests } from './model-subscription.ts';
import { GUIDE, type Needs, requestsFor } from './needs.ts';
import { type ResolvedModel, resolveModel } from './resolve-model.ts';
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
  const model = resolveModel(snapshot, reference, workload.region);
  const { kind, arn } = model;
  const gaps = 'missing' in model.foundationModels ? model.foundationModels.missing : [];
  if (arn === undefined) return { requests: [], gaps };
  const request = requestsFor(
    { workload },
    { capability: `${LABELS[kind]} ${reference}`, kind: 'model', source: `${GUIDE}/agents-permissions.html` },
  );
  const inRegion = { context: { 'aws:RequestedRegion': regionOf(arn) ?? workload.region } };
  const invoke = (...more: readonly string[]) => [
    ...request([INVOKE, ...more], arn, inRegion),
    ...request([STREAM], arn, { ...inRegion, necessity: 'optional' }),
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
          ...profileRequests(workload, reference, model, arn),
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
function profileRequests(workload: Workload, reference: string, model: ResolvedModel, arn: string): Needs['requests'] {
  const request = requestsFor(
    { workload },
    {
      capability: `${LABELS[model.kind]} ${reference}`,
      kind: 'model',
      source: `${GUIDE}/${model.isGlobal ? 'global-cross-region-inference' : 'inference-profiles-prereq'}.html`,
    },
  );
  const { region } = workload;
  const onProfile = request([INVOKE, STREAM, 'bedrock:GetInferenceProfile'], arn, {
    context: { 'aws:RequestedRegion': region },
    ...(model.kind === 'applicationInferenceProfile' ? { note: COPIED_PROFILE } : {}),
  });
  if ('missing' in model.foundationModels) return onProfile;
  const arns = model.foundationModels.known.flatMap(({ modelArns }) => modelArns);
  const onModels = arns.flatMap((modelArn) => {
    const destination = regionOf(modelArn);
    return request([INVOKE, STREAM], modelArn, {
      context: { 'aws:RequestedRegion': destination ?? 'unspecified', 'bedrock:InferenceProfileArn': arn },
      ...(destination === undefined ? { note: UNSPECIFIED_REGION } : {}),
    });
  });
  // The model is looked up where the workload runs; AWS's own statement lists the action for the other Regions as well.
  const lookUps = arns.flatMap((modelArn) => {
    const own = regionOf(modelArn) === region;
    return request(
      [GET_MODEL],
      modelArn,
      own ? { context: { 'aws:RequestedRegion': region } } : { necessity: 'optional' },
    );
  });
  return [...onProfile, ...onModels, ...lookUps];
}

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
