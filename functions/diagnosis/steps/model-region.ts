import { commandWord } from '../command-word.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { messageLine } from '../evidence-line.ts';
import { availabilityLine } from '../model-state.ts';
import { nothing, type Step } from './step.ts';

export const modelRegion: Step = {
  id: 'model-region',
  question: 'Is the model offered in the Region of the call?',
  examine(context) {
    const { template } = context.denied.message;
    if (template === 'model-id-invalid') return { causes: [cause(context, 'likely', [messageLine(context)])] };
    if (template === 'model-needs-profile') return { causes: [profileNeeded(context)] };
    if (!context.modelRefused) return nothing;
    const causes = context.models.models.flatMap(({ modelId, kind, availability }): readonly Cause[] => {
      if (!('known' in availability) || availability.known.regionAvailability !== 'NOT_AVAILABLE') return [];
      // A profile may well reach a model that its own Region does not offer.
      const own = context.models.models.length === 1 ? 'proven' : 'likely';
      const certainty = kind === 'foundationModel' && isOfRegion(context) ? own : 'possible';
      return [cause(context, certainty, [availabilityLine(modelId, 'regionAvailability NOT_AVAILABLE')])];
    });
    const blind =
      context.openness === 'account' && context.models.models.every(({ availability }) => 'missing' in availability);
    return blind ? { causes: [...causes, cause(context, 'possible', [messageLine(context)])] } : { causes };
  },
};

/** The evidence is of one Region, which need not be the one of the call. */
const isOfRegion = ({ denied, role }: DiagnosisContext): boolean =>
  denied.region === undefined || denied.region === role?.region;

function cause({ denied, role }: DiagnosisContext, certainty: Certainty, evidence: readonly EvidenceLine[]): Cause {
  const called = denied.region ?? role?.region;
  const region = called ?? 'the Region of the call';
  return {
    code: 'MODEL_NOT_IN_REGION',
    certainty,
    summary: `The model ${certainty === 'proven' ? 'is' : 'may'} not ${certainty === 'proven' ? '' : 'be '}offered in ${region}.`,
    evidence,
    change: {
      kind: 'steps',
      who: 'the owner of the workload',
      steps: [
        `Ask \`aws bedrock list-foundation-models --region ${commandWord(called, '<region>')}\` for the models of that Region.`,
        'Use an inference profile that reaches the model, or run the workload in a Region that offers it.',
      ],
    },
  };
}

const profileNeeded = (context: DiagnosisContext): Cause => ({
  code: 'OTHER',
  certainty: 'proven',
  summary: 'The model cannot be called by its own id in this Region, only through an inference profile.',
  evidence: [messageLine(context)],
  change: {
    kind: 'steps',
    who: 'the owner of the workload',
    steps: [
      'Set the id or ARN of an inference profile for the model: `aws bedrock list-inference-profiles` lists them.',
      "Allow the role to invoke the profile and the model in every one of the profile's Regions.",
    ],
  },
});
