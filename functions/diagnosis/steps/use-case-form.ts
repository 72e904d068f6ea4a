import type { Change } from '../../workload/change.ts';
import { isRefused } from '../../workload/model-refusal.ts';
import { administrator } from '../administrator.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { identityLines, messageLine } from '../evidence-line.ts';
import { inertLines } from '../inert-lines.ts';
import { availabilityLine, availabilityText, refusedFields } from '../model-state.ts';
import { nothing, type Step, type StepAnswer } from './step.ts';

const FORM = 'bedrock get-use-case-for-model-access';

/**
 * Anthropic's models need a form, once per account or once in the organization's management account.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
 */
export const useCaseForm: Step = {
  id: 'use-case-form',
  question: 'Has the account submitted the use-case details that Anthropic requires?',
  examine(context) {
    const { denied, role, models } = context;
    if (denied.message.template === 'use-case-form')
      return { causes: [cause(context, 'proven', [messageLine(context)])] };
    if (!context.modelRefused || (models.providers !== undefined && !models.providers.includes('anthropic')))
      return nothing;
    const form = role?.useCaseFormSubmitted ?? { missing: ['no evidence about the role or its account was given'] };
    if ('missing' in form) {
      return {
        causes: [
          cause(context, 'possible', [
            messageLine(context),
            { source: FORM, says: `not read: ${form.missing.join('; ')}` },
          ]),
        ],
        unanswered: [`whether the Anthropic use-case form was submitted: ${form.missing.join('; ')}`],
      };
    }
    return form.known ? nothing : notOnRecord(context);
  },
};

/** No form of this account is on record; one of the management account would be inherited, and shows in availability. */
function notOnRecord(context: DiagnosisContext): StepAnswer {
  const anthropic = context.models.models.filter(({ provider }) => provider === 'anthropic');
  const read = anthropic.filter(({ availability }) => 'known' in availability);
  const refused = read.filter((model) => refusedFields(model).length > 0);
  const isAvailable = read.length > 0 && read.length === anthropic.length && refused.length === 0;
  const lines: readonly EvidenceLine[] = [
    { source: FORM, says: 'ResourceNotFoundException: no form on record' },
    ...anthropic.map(({ modelId, availability }) =>
      availabilityLine(
        modelId,
        'known' in availability ? availabilityText(availability.known) : `not read: ${availability.missing.join('; ')}`,
      ),
    ),
    ...identityLines(context),
    ...inertLines(context.role),
  ];
  // An agreement in the making may be what the call waits for.
  const decided = anthropic.some(isRefused) && (context.allowedByIdentity || context.openness === 'account');
  const unread = anthropic.filter(({ availability }) => 'missing' in availability);
  return {
    // A form that is inherited shows in availability; availability in its turn lags.
    causes: [cause(context, decided ? 'proven' : isAvailable ? 'possible' : 'likely', lines)],
    ...(refused.length === 0 && unread.length > 0
      ? {
          unanswered: unread.map(
            ({ modelId }) => `whether the account inherits a form for ${modelId}: its availability was not read`,
          ),
        }
      : {}),
  };
}

const cause = (context: DiagnosisContext, certainty: Certainty, evidence: readonly EvidenceLine[]): Cause => ({
  code: 'USE_CASE_FORM_NOT_SUBMITTED',
  certainty,
  summary:
    certainty === 'possible'
      ? 'The use-case details that Anthropic requires may not have been submitted for the account.'
      : 'The use-case details that Anthropic requires have not been submitted for the account.',
  evidence,
  change: change(context),
});

function change(context: DiagnosisContext): Change {
  const model = context.models.models.find(({ provider }) => provider === 'anthropic')?.modelId ?? "the agent's model";
  const steps: readonly [string, ...string[]] = [
    `Submit the form: in the Bedrock console open Model catalog, choose ${model}, and choose Submit use case details; or fill in and run the command (AWS CLI 2.27.42 or later; intendedUsers: 0 internal, 1 external, 2 both).`,
    'Invoke the agent again; access follows within minutes. In an organization, the form of the management account counts for every member account.',
    'No IAM change is needed for the form: leave the policies of the role as they are.',
  ];
  const ask =
    'Ask `aws bedrock get-use-case-for-model-access`: ResourceNotFoundException means that no form is on record.';
  return {
    kind: 'steps',
    who: administrator(context),
    steps: isUnread(context) ? [ask, ...steps] : steps,
    cli: FORM_COMMAND,
  };
}

const isUnread = ({ role, denied }: DiagnosisContext): boolean =>
  denied.message.template !== 'use-case-form' && (role === undefined || 'missing' in role.useCaseFormSubmitted);

/** The form is JSON, and the CLI (2.27.42 or later) wants it base64-encoded. */
const FORM_COMMAND = [
  "aws bedrock put-use-case-for-model-access --form-data \"$(printf '%s' '",
  '{"companyName":"…","companyWebsite":"https://…","intendedUsers":"0","industryOption":"…","otherIndustryOption":"","useCases":"…"}',
  "' | base64 | tr -d '\\n')\"",
].join('');
