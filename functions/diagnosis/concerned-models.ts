import type { AgentRole } from '../workload/agent-role.ts';
import { isKnown } from '../workload/evidence.ts';
import type { FoundationModelUse, ModelUse } from '../workload/model-use.ts';
import { modelUse } from '../workload/model-use-of.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { providerOf } from './denied-access.ts';
import type { DeniedRequest } from './diagnosis.ts';

/** The foundation models that the refusal may be about. */
export interface ConcernedModels {
  readonly models: readonly ConcernedModel[];
  /** Providers named by the call or the workload; undefined when it may be any. */
  readonly providers: readonly string[] | undefined;
  /** Why nothing more is known. */
  readonly missing: readonly string[];
}

export interface ConcernedModel extends FoundationModelUse {
  readonly kind: ModelUse['kind'];
}

/** @param account read for a model that the call names and no configuration does: code chooses its models itself */
export function concernedModels(
  denied: DeniedRequest,
  role: AgentRole | undefined,
  account: readonly Snapshot[] = [],
): ConcernedModels {
  const named = providerOf(denied.modelId);
  const ofName = named === undefined ? undefined : [named];
  if (role === undefined) return { models: [], providers: ofName, missing: ['no evidence about the role was given'] };
  if (!isKnown(role.models)) return { models: [], providers: ofName, missing: role.models.missing };
  const configured = usesOf(role.models.known, denied);
  const uses = configured.length > 0 ? configured : usesOfCall(denied, role, account);
  const missing = uses.flatMap(({ foundationModels }) =>
    'missing' in foundationModels ? foundationModels.missing : [],
  );
  const models = uses.flatMap(({ foundationModels, kind }) =>
    'known' in foundationModels ? foundationModels.known.map((model) => ({ ...model, kind })) : [],
  );
  const unique = models.filter(
    ({ modelId }, index) => models.findIndex((other) => other.modelId === modelId) === index,
  );
  const providers = [...new Set(unique.map(({ provider }) => provider))];
  return {
    models: unique,
    providers: ofName ?? (providers.length > 0 && missing.length === 0 ? providers : undefined),
    missing: unique.length === 0 && missing.length === 0 ? ['the models of the workload are not known'] : missing,
  };
}

/** In the Region of the call, which is the only one whose answers count. */
function usesOfCall(
  { modelId, region }: DeniedRequest,
  { workloads: [workload] }: AgentRole,
  account: readonly Snapshot[],
): readonly ModelUse[] {
  const snapshot = account.find((one) => one.region === region);
  return modelId === undefined || workload === undefined || snapshot === undefined
    ? []
    : [modelUse(snapshot, workload, modelId, 'the call')];
}

/** The use that the call names; else the workload's; else every use of the role. */
function usesOf(uses: readonly ModelUse[], { modelId, workload }: DeniedRequest): readonly ModelUse[] {
  if (modelId !== undefined) {
    return uses.filter(
      ({ reference, foundationModels }) =>
        reference === modelId ||
        reference.endsWith(`/${modelId}`) ||
        modelId.endsWith(`/${reference}`) ||
        ('known' in foundationModels &&
          foundationModels.known.some((model) => model.modelId === modelId || model.modelArns.includes(modelId))),
    );
  }
  const own = workload?.id === undefined ? [] : uses.filter((use) => use.workload.includes(`/${workload.id}#`));
  const called = own.filter((use) => use.workload.endsWith(`#${workload?.version}`));
  if (called.length > 0) return called;
  return own.length > 0 ? own : uses;
}
