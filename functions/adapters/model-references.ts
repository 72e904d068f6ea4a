import type { AgentEntry, AgentVersionEntry, Snapshot } from '../workload/snapshot.ts';
import { objectsIn, valuesIn } from './values-in.ts';

type Workloads = Pick<Snapshot, 'agents' | 'knowledgeBases' | 'flows' | 'prompts' | 'agentCore'>;

/** The models that workloads name, each once, as they name them: ids, profile ids, ARNs. */
export function modelReferences({ agents = [], ...others }: Workloads): readonly string[] {
  const references = agents.flatMap((entry) => [
    ...configurationsOf(entry).flatMap(({ foundationModel, promptOverrideConfiguration }) => [
      foundationModel,
      ...(promptOverrideConfiguration?.promptConfigurations ?? []).map((prompt) => prompt.foundationModel),
    ]),
    ...(entry.aliases ?? []).flatMap(({ routingConfiguration = [] }) =>
      routingConfiguration.map(({ provisionedThroughput }) => provisionedThroughput),
    ),
  ]);
  const all = [...references, ...namedModels(others)];
  return [...new Set(all.filter((reference) => reference !== undefined && reference !== ''))] as string[];
}

const NAMES_A_MODEL = new Set(['modelId', 'modelArn', 'embeddingModelArn']);

/** A harness may call the models of others, by ids of their own; what a container is told is its own affair. */
const NOT_OF_BEDROCK = new Set([
  'openAiModelConfig',
  'geminiModelConfig',
  'liteLlmModelConfig',
  'environmentVariables',
]);

/** Knowledge bases, flows, prompts and AgentCore resources name models in many places, always by the same few names. */
function namedModels({ knowledgeBases, flows, prompts, agentCore }: Workloads): readonly string[] {
  return valuesIn([knowledgeBases, flows, prompts, agentCore])
    .filter(({ key, around }) => NAMES_A_MODEL.has(key) && !around.some((name) => NOT_OF_BEDROCK.has(name)))
    .map(({ value }) => value);
}

export interface GuardrailReference {
  readonly guardrailIdentifier: string;
  readonly guardrailVersion?: string;
}

/** The guardrails that workloads name, each version once. */
export function guardrailReferences({ agents = [], flows = [], agentCore }: Workloads): readonly GuardrailReference[] {
  const references = new Map<string, GuardrailReference>();
  const configured = agents.flatMap(configurationsOf).map(({ guardrailConfiguration }) => guardrailConfiguration);
  for (const { guardrailIdentifier, guardrailVersion } of [...configured, ...objectsIn([flows, agentCore])].map(
    asNamed,
  )) {
    if (guardrailIdentifier === undefined) continue;
    references.set(`${guardrailIdentifier} ${guardrailVersion}`, {
      guardrailIdentifier,
      ...(guardrailVersion !== undefined && { guardrailVersion }),
    });
  }
  return [...references.values()];
}

function asNamed(configuration: object | undefined): Partial<GuardrailReference> {
  const { guardrailIdentifier, guardrailVersion } = { ...configuration } as Readonly<Record<string, unknown>>;
  return {
    ...(typeof guardrailIdentifier === 'string' && { guardrailIdentifier }),
    ...(typeof guardrailVersion === 'string' && { guardrailVersion }),
  };
}

function configurationsOf({ agent, versions = [] }: AgentEntry): readonly (AgentEntry['agent'] | Version)[] {
  return [agent, ...versions.map(({ agentVersion }) => agentVersion)];
}

type Version = AgentVersionEntry['agentVersion'];

/** The call that says what a reference stands for. `nothing`: no API of Amazon Bedrock resolves it to a model. */
export type ReferenceKind = 'inferenceProfile' | 'foundationModel' | 'provisionedModel' | 'nothing';

/** A profile's id begins with the geography it routes within: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html */
const GEOGRAPHY = /^(global|apac|us-gov|[a-z]{2})\./;

export function referenceKind(reference: string): ReferenceKind {
  if (!reference.startsWith('arn:')) return GEOGRAPHY.test(reference) ? 'inferenceProfile' : 'foundationModel';
  const [type = ''] = (reference.split(':')[5] ?? '').split('/');
  switch (type) {
    case 'foundation-model':
      return 'foundationModel';
    case 'inference-profile':
    case 'application-inference-profile':
      return 'inferenceProfile';
    case 'provisioned-model':
      return 'provisionedModel';
    default:
      return 'nothing';
  }
}

/** What an ARN ends with, which is what GetFoundationModel takes; an id is its own. Model ids have colons, never a slash. */
export function resourceId(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
