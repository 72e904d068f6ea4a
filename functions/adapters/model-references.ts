import type { AgentEntry, AgentVersionEntry, Snapshot } from '../workload/snapshot.ts';

/** The models that agents name, each once, as they name them: ids, profile ids, ARNs. */
export function modelReferences({ agents = [] }: Pick<Snapshot, 'agents'>): readonly string[] {
  const references = agents.flatMap((entry) => [
    ...configurationsOf(entry).flatMap(({ foundationModel, promptOverrideConfiguration }) => [
      foundationModel,
      ...(promptOverrideConfiguration?.promptConfigurations ?? []).map((prompt) => prompt.foundationModel),
    ]),
    ...(entry.aliases ?? []).flatMap(({ routingConfiguration = [] }) =>
      routingConfiguration.map(({ provisionedThroughput }) => provisionedThroughput),
    ),
  ]);
  return [...new Set(references.filter((reference) => reference !== undefined && reference !== ''))] as string[];
}

export interface GuardrailReference {
  readonly guardrailIdentifier: string;
  readonly guardrailVersion?: string;
}

/** The guardrails that agents name, each version once. */
export function guardrailReferences({ agents = [] }: Pick<Snapshot, 'agents'>): readonly GuardrailReference[] {
  const references = new Map<string, GuardrailReference>();
  for (const { guardrailConfiguration } of agents.flatMap(configurationsOf)) {
    const { guardrailIdentifier, guardrailVersion } = guardrailConfiguration ?? {};
    if (guardrailIdentifier === undefined) continue;
    references.set(`${guardrailIdentifier} ${guardrailVersion}`, {
      guardrailIdentifier,
      ...(guardrailVersion !== undefined && { guardrailVersion }),
    });
  }
  return [...references.values()];
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
