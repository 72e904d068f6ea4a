import type { DiagnosisContext } from '../context.ts';
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
    const now = calledAt(context);
    const causes: Cause[] = [];
    for (const { modelId, details } of context.models.models) {
      if (!('known' in details)) continue;
      const { status, endOfLifeTime } = details.known.modelLifecycle ?? {};
      const end = endOfLifeTime === undefined ? Number.NaN : Date.parse(endOfLifeTime);
      const source = `bedrock get-foundation-model --model-identifier ${modelId}`;
      if (now !== undefined && end <= now) {
        causes.push(cause(context, 'proven', [{ source, says: `end of life ${endOfLifeTime}` }], false));
      } else if (status === 'LEGACY') {
        const says = `status LEGACY${endOfLifeTime === undefined ? '' : `, end of life ${endOfLifeTime}`}`;
        causes.push(cause(context, 'possible', [{ source, says }], true));
      }
    }
    if (causes.length === 0 && template === 'model-id-invalid')
      return { causes: [cause(context, 'possible', [messageLine(context)], false)] };
    return { causes };
  },
};

/** When the call was made; a snapshot is later, which could only wrongly age the model. */
function calledAt({ denied, role }: DiagnosisContext): number | undefined {
  const taken = role !== undefined && 'known' in role.takenAt ? role.takenAt.known : undefined;
  const time = Date.parse(denied.eventTime ?? taken ?? '');
  return Number.isNaN(time) ? undefined : time;
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
