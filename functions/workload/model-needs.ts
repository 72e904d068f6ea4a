import type { AgentConfiguration } from './agent-configurations.ts';
import { regionOf } from './arn.ts';
import { modelReferences } from './list-model-uses.ts';
import { allNeeds, type Capability, GUIDE, type Needs, requestsFor } from './needs.ts';
import { type ResolvedModel, resolveModel } from './resolve-model.ts';
import type { Snapshot } from './snapshot.ts';

const INVOKE = 'bedrock:InvokeModel';
const STREAM = 'bedrock:InvokeModelWithResponseStream';

/** Invoking every model that the configuration names. https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html */
export const modelNeeds: Capability = (snapshot, configuration) => {
  const references = new Set(modelReferences(configuration).map(({ reference }) => reference));
  const needs = allNeeds([...references].map((reference) => needsOf(snapshot, configuration, reference)));
  return { requests: needs.requests, gaps: [...needs.gaps, ...orchestrationGaps(configuration)] };
};

/**
 * The function of a custom orchestration says "when and how to invoke the model".
 * https://docs.aws.amazon.com/bedrock/latest/userguide/agents-custom-orchestration.html
 */
const orchestrationGaps = ({ detail, workload }: AgentConfiguration): readonly string[] =>
  detail.orchestrationType === 'CUSTOM_ORCHESTRATION'
    ? [`the models that the custom orchestration of agent ${workload.id} calls are not in its configuration`]
    : [];

function needsOf(snapshot: Snapshot, configuration: AgentConfiguration, reference: string): Needs {
  const model = resolveModel(snapshot, reference, configuration.workload.region);
  const { kind, arn } = model;
  if (arn === undefined) return { requests: [], gaps: gapsOf(model) };
  const request = requestsFor(configuration, {
    capability: `${label(kind)} ${reference}`,
    kind: 'model',
    source: `${GUIDE}/agents-permissions.html`,
  });
  const inRegion = { context: { 'aws:RequestedRegion': regionOf(arn) ?? configuration.workload.region } };
  const optional = { ...inRegion, necessity: 'optional' } as const;
  switch (kind) {
    case 'foundationModel':
    case 'importedModel':
      return { requests: [...request([INVOKE], arn, inRegion), ...request([STREAM], arn, optional)], gaps: [] };
    case 'provisionedModel': {
      const requests = request([INVOKE, 'bedrock:GetProvisionedModelThroughput'], arn, inRegion);
      return { requests: [...requests, ...request([STREAM], arn, optional)], gaps: [] };
    }
    case 'inferenceProfile':
    case 'applicationInferenceProfile':
      return profileNeeds(configuration, reference, model, arn);
    default:
      return { requests: [], gaps: gapsOf(model) };
  }
}

const GET_MODEL = 'bedrock:GetFoundationModel';

/**
 * A profile is invoked together with its model in every Region that it routes to; a `global.` one also with a model ARN
 * without Region, for which `aws:RequestedRegion` reads `unspecified`.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
 */
function profileNeeds(configuration: AgentConfiguration, reference: string, model: ResolvedModel, arn: string): Needs {
  const request = requestsFor(configuration, {
    capability: `${label(model.kind)} ${reference}`,
    kind: 'model',
    source: `${GUIDE}/${model.isGlobal ? 'global-cross-region-inference' : 'inference-profiles-prereq'}.html`,
  });
  const { region } = configuration.workload;
  const onProfile = request([INVOKE, STREAM, 'bedrock:GetInferenceProfile'], arn, {
    context: { 'aws:RequestedRegion': region },
  });
  if ('missing' in model.foundationModels) return { requests: onProfile, gaps: model.foundationModels.missing };
  const arns = model.foundationModels.known.flatMap(({ modelArns }) => modelArns);
  const onModels = arns.flatMap((modelArn) =>
    request([INVOKE, STREAM], modelArn, {
      context: {
        'aws:RequestedRegion': regionOf(modelArn) ?? 'unspecified',
        'bedrock:InferenceProfileArn': arn,
      },
    }),
  );
  // The model is looked up where the agent runs; AWS's own statement lists the action for the other Regions as well.
  const lookUps = arns.flatMap((modelArn) => {
    const own = regionOf(modelArn) === region;
    return request(
      [GET_MODEL],
      modelArn,
      own ? { context: { 'aws:RequestedRegion': region } } : { necessity: 'optional' },
    );
  });
  return { requests: [...onProfile, ...onModels, ...lookUps], gaps: [] };
}

const gapsOf = ({ foundationModels }: ResolvedModel): readonly string[] =>
  'missing' in foundationModels ? foundationModels.missing : [];

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

const label = (kind: ResolvedModel['kind']): string => LABELS[kind];
