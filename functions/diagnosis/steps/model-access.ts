import { administrator } from '../administrator.ts';
import { commandWord } from '../command-word.ts';
import type { ConcernedModel } from '../concerned-models.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { identityLines, messageLine } from '../evidence-line.ts';
import { inertLines } from '../inert-lines.ts';
import { availabilityLine, availabilityText, refusedFields } from '../model-state.ts';
import { nothing, type Step } from './step.ts';

export const modelAccess: Step = {
  id: 'model-access',
  question: 'May the account use the model at all?',
  examine(context) {
    const { denied, models, openness, role, modelRefused } = context;
    if (!modelRefused) return nothing;
    const refused = models.models.filter(
      (model) => refusedFields(model).length > 0 && !explainedByForm(model, context) && !agreementIsUnderWay(model),
    );
    const unread = models.models.filter(({ availability }) => 'missing' in availability);
    const open = [
      ...models.missing.map((reason) => `whether the account may use the model: ${reason}`),
      ...unread.map(({ modelId, availability }) => `whether the account may use ${modelId}: ${reasons(availability)}`),
    ];
    if (refused.length > 0) {
      const certainty = openness === 'account' ? 'proven' : context.allowedByIdentity ? 'likely' : 'possible';
      const lines = refused.map(({ modelId, availability }) =>
        availabilityLine(modelId, 'known' in availability ? availabilityText(availability.known) : ''),
      );
      const all = [...lines, ...identityLines(context), ...inertLines(context.role)];
      return { causes: [cause(context, certainty, all, refused[0])], unanswered: open };
    }
    if (open.length === 0 || (role !== undefined && models.models.some((model) => explainedByForm(model, context))))
      return { causes: [], unanswered: open };
    const certainty = denied.message.template === 'no-model-access' ? 'likely' : 'possible';
    return { causes: [cause(context, certainty, [messageLine(context)], unread[0])], unanswered: open };
  },
};

/** Without the form, an Anthropic model has no agreement either: the form is the cause, the agreement its consequence. */
const explainedByForm = ({ provider }: ConcernedModel, { role }: DiagnosisContext): boolean =>
  provider === 'anthropic' &&
  role !== undefined &&
  'known' in role.useCaseFormSubmitted &&
  role.useCaseFormSubmitted.known === false;

function agreementIsUnderWay({ availability }: ConcernedModel): boolean {
  const status = 'known' in availability ? availability.known.agreementAvailability?.status : undefined;
  return status === 'PENDING' || status === 'ERROR';
}

const reasons = (availability: ConcernedModel['availability']): string =>
  'missing' in availability ? availability.missing.join('; ') : '';

function cause(
  context: DiagnosisContext,
  certainty: Certainty,
  evidence: readonly EvidenceLine[],
  model: ConcernedModel | undefined,
): Cause {
  const named = model?.modelId ?? 'the model';
  return {
    code: 'MODEL_ACCESS_NOT_GRANTED',
    certainty,
    summary:
      certainty === 'possible' || certainty === 'likely'
        ? `The account may have no access to ${named}.`
        : `The account has no access to ${named}.`,
    evidence,
    change: {
      kind: 'steps',
      who: administrator(context),
      steps: [
        `Ask \`aws bedrock get-foundation-model-availability --model-id ${commandWord(model?.modelId, '<model id>')}\` in the Region of the workload; every field must be AVAILABLE or AUTHORIZED.`,
        'Invoke the model once with credentials that hold aws-marketplace:Subscribe and aws-marketplace:ViewSubscriptions, or accept its offer in the Bedrock console (Model catalog). In AWS GovCloud (US), choose Modify model access.',
        'Leave the policies of the role as they are: this needs no IAM change.',
      ],
    },
  };
}
