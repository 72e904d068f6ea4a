import { administrator } from '../administrator.ts';
import { isAssumedByService } from '../assumed-by-service.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Certainty } from '../diagnosis.ts';
import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html */
export const trustPolicy: Step = {
  id: 'trust-policy',
  question: 'Does the role trust whoever tried to assume it?',
  examine(context) {
    const certainty = certaintyOf(context);
    if (certainty === undefined) return nothing;
    const role = context.access.resource ?? 'the role';
    return {
      causes: [
        {
          code: 'TRUST_POLICY',
          certainty,
          summary: `The trust policy of ${role} ${certainty === 'proven' ? 'does' : 'may'} not let the caller assume it.`,
          evidence: [messageLine(context)],
          change: {
            kind: 'steps',
            who: administrator(context),
            steps: [
              `Compare the principal and the conditions (aws:SourceAccount, aws:SourceArn) of the trust policy of ${role} with the caller in the message.`,
              'Name exactly that service or principal; never `*`.',
            ],
          },
        },
      ],
    };
  },
};

/** Without a reason, AWS may mean the policies of whoever calls or the trust policy; a service has no policies. */
function certaintyOf(context: DiagnosisContext): Certainty | undefined {
  const { layer, template } = context.denied.message;
  if (layer === 'trust') return 'proven';
  if (layer !== undefined || template !== 'iam-no-reason') return undefined;
  if (isAssumedByService(context)) return 'likely';
  return context.access.action?.toLowerCase() === 'sts:assumerole' ? 'possible' : undefined;
}
