import { missing } from '../../workload/evidence.ts';
import { LIFECYCLE_PAGE } from '../../workload/model-end-dates.ts';
import { lifecycleOf } from '../../workload/model-lifecycle.ts';
import type { FoundationModelUse } from '../../workload/model-use.ts';
import type { DiagnosisContext } from '../context.ts';
import { isProfileId } from '../denied-access.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

const SAID: ReadonlySet<string> = new Set(['model-legacy', 'model-end-of-life']);

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html */
export const retiredModel: Step = {
  id: 'retired-model',
  question: 'Is the model retired, or closed to accounts that have not used it lately?',
  examine(context) {
    const { template } = context.denied.message;
    if (SAID.has(template))
      return { causes: [cause(context, 'proven', [messageLine(context)], template === 'model-legacy')] };
    if (!context.modelRefused && template !== 'model-id-invalid') return nothing;
    const models = candidates(context);
    // The workload cannot work with a retired model; that it was this model that was refused is certain of a single one.
    const certainty = models.length === 1 ? 'proven' : 'likely';
    const causes = models.flatMap((model) => {
      const lifecycle = lifecycleOf(model, calledAt(context));
      if (lifecycle.stage !== 'retired' && lifecycle.stage !== 'legacy') return [];
      const source =
        'known' in model.details ? `bedrock get-foundation-model --model-identifier ${model.modelId}` : LIFECYCLE_PAGE;
      const end = lifecycle.endOfLife === undefined ? '' : `end of life ${lifecycle.endOfLife}`;
      return lifecycle.stage === 'retired'
        ? [cause(context, certainty, [{ source, says: `${model.modelId}: ${end}` }], false)]
        : [cause(context, 'possible', [{ source, says: `status LEGACY${end === '' ? '' : `, ${end}`}` }], true)];
    });
    if (causes.length === 0 && template === 'model-id-invalid')
      return { causes: [cause(context, 'possible', [messageLine(context)], false)] };
    return { causes };
  },
};

/** The models of the workload; without evidence about it, the one that the call names. */
function candidates({ denied, models }: DiagnosisContext): readonly Pick<FoundationModelUse, 'modelId' | 'details'>[] {
  if (models.models.length > 0) return models.models;
  if (denied.modelId === undefined) return [];
  const name = denied.modelId.replace(/^arn:.*\//, '');
  const modelId = isProfileId(name) ? name.slice(name.indexOf('.') + 1) : name;
  return [{ modelId, details: missing('no evidence about the model was given') }];
}

/** When the call was made; a snapshot is later, which could only wrongly age the model. */
function calledAt({ denied, role }: DiagnosisContext): string {
  const taken = role !== undefined && 'known' in role.takenAt ? role.takenAt.known : '';
  return denied.eventTime ?? taken;
}

function cause(
  { denied }: DiagnosisContext,
  certainty: Certainty,
  evidence: readonly EvidenceLine[],
  legacy: boolean,
): Cause {
  const who = 'the owner of the workload';
  const named = denied.modelId === undefined ? 'The model' : `The model ${denied.modelId}`;
  const may = certainty === 'possible';
  return {
    code: 'MODEL_RETIRED_OR_LEGACY',
    certainty,
    summary: legacy
      ? `${named} is legacy and ${may ? 'may be' : 'is'} closed to an account that has not used it in the last weeks.`
      : `${named} ${may ? 'may have' : 'has'} reached its end of life.`,
    evidence,
    change: {
      kind: 'steps',
      who,
      steps: [
        'Choose an active model: `aws bedrock list-foundation-models` lists them with their lifecycle.',
        'Set it as the model of the workload, prepare the agent, and point its alias at a new version.',
        'Allow the role to invoke the new model on its exact ARNs before switching.',
      ],
    },
  };
}
