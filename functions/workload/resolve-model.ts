import { arnFields } from '../iam/arn.ts';
import { partitionOf } from './arn.ts';
import { type Evidence, missing } from './evidence.ts';
import { listAt, textAt } from './fields.ts';
import type { ModelUse } from './model-use.ts';
import type { InferenceProfile, Snapshot } from './snapshot.ts';
import { notRead, quoted } from './unread.ts';
import type { Workload } from './workload.ts';

/** What a model reference stands for: the ARN that is called, and the foundation models behind it. */
export interface ResolvedModel {
  readonly kind: ModelUse['kind'];
  /** The called resource; absent when the reference does not name one. */
  readonly arn?: string;
  /** `global.` profiles route to a model ARN without a Region. */
  readonly isGlobal: boolean;
  readonly foundationModels: Evidence<readonly { readonly modelId: string; readonly modelArns: readonly string[] }[]>;
}

/**
 * Prefixes of system-defined profiles: they only tell a profile id from a model id; its models tell the rest. AWS adds
 * geographies and providers, so a short prefix before what may be a provider (`xx.provider.model`) is one, too: the name of a
 * model has a dot only inside of its version (`zai.glm-4.6`).
 */
const PROFILE_ID = /^((us|eu|apac|au|ca|jp|uk|us-gov|global)\.[a-z0-9-]+|[a-z]{2,4}\.[a-z][a-z0-9]*)\.[a-z]/;
const MODEL_ID = /^[a-z0-9][a-z0-9-]*\.[\w.:-]+$/;

const ARN_KINDS: Readonly<Record<string, ModelUse['kind']>> = {
  'foundation-model': 'foundationModel',
  'inference-profile': 'inferenceProfile',
  'application-inference-profile': 'applicationInferenceProfile',
  'provisioned-model': 'provisionedModel',
  'imported-model': 'importedModel',
  'custom-model': 'customModel',
  'custom-model-deployment': 'customModel',
  'prompt-router': 'promptRouter',
  'default-prompt-router': 'promptRouter',
};

/**
 * What a workload names as its model: a model id, a profile id, or the ARN of anything that can be invoked.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
export function resolveModel(
  snapshot: Snapshot,
  reference: string,
  workload: Pick<Workload, 'region' | 'type'>,
): ResolvedModel {
  const { region } = workload;
  const type = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]*:(?:\d{12})?:([a-z-]+)\/.+$/.exec(reference)?.[1];
  if (type !== undefined) return resolveArn(snapshot, reference, type, workload);
  const base = `arn:${partitionOf(snapshot)}:bedrock:${region}`;
  if (PROFILE_ID.test(reference)) {
    const arn = `${base}:${snapshot.accountId}:inference-profile/${reference}`;
    return resolveProfile(snapshot, reference, arn, 'inferenceProfile');
  }
  if (MODEL_ID.test(reference)) return foundationModel(reference, `${base}::foundation-model/${reference}`);
  return unresolved('unrecognised', `${quoted(reference)} is no model id, profile id or ARN that Warden knows`);
}

function resolveArn(
  snapshot: Snapshot,
  arn: string,
  type: string,
  workload: Pick<Workload, 'region' | 'type'>,
): ResolvedModel {
  const kind = Object.hasOwn(ARN_KINDS, type) ? ARN_KINDS[type] : undefined;
  const id = idOf(arn);
  switch (kind) {
    case 'foundationModel':
      // No account has it, although some of AWS's pages write one.
      return foundationModel(id, arn.replace(/^(arn:[^:]*:bedrock:[^:]*:)\d{12}:/, '$1:'));
    case 'inferenceProfile':
    case 'applicationInferenceProfile':
      return resolveProfile(snapshot, id, withAccount(arn, snapshot.accountId), kind);
    case 'provisionedModel':
      return { kind, arn, isGlobal: false, foundationModels: provisioned(snapshot, arn, workload.region) };
    case 'importedModel':
      return { kind, arn, isGlobal: false, foundationModels: { known: [] } };
    case 'customModel':
      // `bedrock:InvokeModel` knows the deployments of custom models, and not the models themselves.
      return type === 'custom-model-deployment'
        ? unresolved(kind, `the model behind ${quoted(arn)} was not read`, arn)
        : unresolved(kind, `what ${NOUNS[workload.type]} needs to invoke ${quoted(arn)} is not documented`);
    case 'promptRouter':
      return unresolved(kind, `the models that ${quoted(arn)} routes to were not read`, arn);
    default:
      return unresolved('unrecognised', `${quoted(arn)} is no model that Warden knows`);
  }
}

const NOUNS: Readonly<Record<Workload['type'], string>> = {
  agent: 'an agent',
  knowledgeBase: 'a knowledge base',
  flow: 'a flow',
  agentCoreRuntime: 'an AgentCore runtime',
  agentCoreGateway: 'an AgentCore gateway',
  agentCoreMemory: 'an AgentCore memory',
  agentCoreBrowser: 'an AgentCore browser',
  agentCoreCodeInterpreter: 'an AgentCore code interpreter',
  agentCoreHarness: 'an AgentCore harness',
  agentCoreEvaluation: 'an AgentCore online evaluation',
};

/** The API takes the ARN of a profile without its account; the profile has one all the same. */
const withAccount = (arn: string, accountId: string): string =>
  arn.replace(/^(arn:[^:]*:bedrock:[^:]*:):/, (_, fields: string) => `${fields}${accountId}:`);

function unresolved(kind: ModelUse['kind'], reason: string, arn?: string): ResolvedModel {
  return { kind, ...(arn === undefined ? {} : { arn }), isGlobal: false, foundationModels: missing(reason) };
}

const foundationModel = (modelId: string, arn: string): ResolvedModel => ({
  kind: 'foundationModel',
  arn,
  isGlobal: false,
  foundationModels: { known: [{ modelId, modelArns: [arn] }] },
});

function resolveProfile(
  snapshot: Snapshot,
  id: string,
  arn: string,
  kind: 'inferenceProfile' | 'applicationInferenceProfile',
): ResolvedModel {
  const isGlobal = kind === 'inferenceProfile' && id.startsWith('global.');
  const profile = profileOf(snapshot, id, arn);
  return { kind, arn, isGlobal, foundationModels: profileModels(snapshot, id, arn, kind, isGlobal, profile) };
}

/** The list of destinations can depend on the Region that asks, so a profile of another Region is another profile. */
function profileOf(snapshot: Snapshot, id: string, arn: string): InferenceProfile | undefined {
  const profiles = snapshot.bedrock?.inferenceProfiles ?? [];
  return (
    profiles.find(({ inferenceProfileArn }) => inferenceProfileArn === arn) ??
    profiles.find(
      ({ inferenceProfileId, inferenceProfileArn }) => inferenceProfileArn === undefined && inferenceProfileId === id,
    )
  );
}

function profileModels(
  snapshot: Snapshot,
  id: string,
  arn: string,
  kind: 'inferenceProfile' | 'applicationInferenceProfile',
  isGlobal: boolean,
  profile: InferenceProfile | undefined,
): ResolvedModel['foundationModels'] {
  if (profile === undefined)
    return missing(notRead(snapshot, `bedrock.inferenceProfiles.${id}`, `the inference profile ${id}`));
  const listed = listAt(profile, 'models').map((model) => textAt(model, 'modelArn'));
  const arns = listed.filter((model): model is string => model !== undefined && isFoundationModel(model));
  if (arns.length === 0 || arns.length < listed.length)
    return missing(`the models of the inference profile ${id} were not all read`);
  const byModel = new Map<string, string[]>();
  for (const model of arns) byModel.set(idOf(model), [...(byModel.get(idOf(model)) ?? []), model]);
  const [, partition = 'aws', , region = ''] = arnFields(arn);
  return {
    known: [...byModel].map(([modelId, modelArns]) => {
      // A system-defined profile is also called in the Region that asks; a global one in no Region besides.
      const own =
        kind === 'inferenceProfile' ? [`arn:${partition}:bedrock:${region}::foundation-model/${modelId}`] : [];
      const regionless = isGlobal ? [`arn:${partition}:bedrock:::foundation-model/${modelId}`] : [];
      return { modelId, modelArns: [...new Set([...own, ...modelArns, ...regionless])] };
    }),
  };
}

const isFoundationModel = (arn: string): boolean =>
  /^arn:aws[a-z-]*:bedrock:[a-z0-9-]*::foundation-model\/.+$/.test(arn);

function provisioned(snapshot: Snapshot, arn: string, region: string): ResolvedModel['foundationModels'] {
  const found = snapshot.bedrock?.provisionedModels?.find(({ provisionedModelArn }) => provisionedModelArn === arn);
  const model = textAt(found, 'foundationModelArn');
  if (model === undefined)
    return missing(
      notRead(snapshot, `bedrock.provisionedModels.${idOf(arn)}`, `the Provisioned Throughput ${idOf(arn)}`),
    );
  if (!isFoundationModel(model)) return missing(`the foundation model of ${arn} is not named by an ARN in ${region}`);
  return { known: [{ modelId: idOf(model), modelArns: [model] }] };
}

/** Model ids have colons and dots, never a slash. */
const idOf = (arn: string): string => arn.slice(arn.indexOf('/') + 1);
