import { needsAgreement } from '../../workload/model-refusal.ts';
import { administrator } from '../administrator.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { messageLine } from '../evidence-line.ts';
import { availabilityLine } from '../model-state.ts';
import { nothing, type Step } from './step.ts';

const SAID: Readonly<Record<string, 'payment' | 'pending' | 'failed'>> = {
  'marketplace-payment': 'payment',
  'marketplace-pending': 'pending',
  'marketplace-failed': 'failed',
};

export const marketplaceSubscription: Step = {
  id: 'marketplace-subscription',
  question: 'Is the subscription to the model pending, or has it failed?',
  examine(context) {
    const said = Object.hasOwn(SAID, context.denied.message.template)
      ? SAID[context.denied.message.template]
      : undefined;
    if (said !== undefined) return { causes: [cause(context, said, 'proven', [messageLine(context)])] };
    if (!context.modelRefused && context.denied.message.template !== 'marketplace-permissions') return nothing;
    const causes = context.models.models.flatMap(({ modelId, provider, availability }): readonly Cause[] => {
      if (!('known' in availability) || !needsAgreement(provider)) return [];
      const { status, errorMessage } = availability.known.agreementAvailability ?? {};
      if (status !== 'PENDING' && status !== 'ERROR') return [];
      const says = `agreementAvailability ${status}${errorMessage === undefined ? '' : `: ${errorMessage}`}`;
      const certainty = context.openness === 'account' ? 'proven' : 'likely';
      return [
        cause(context, status === 'PENDING' ? 'pending' : 'failed', certainty, [availabilityLine(modelId, says)]),
      ];
    });
    return { causes };
  },
};

const SUMMARIES = {
  payment: 'AWS Marketplace refused the subscription to the model: the account that pays has no valid payment method.',
  pending: 'The AWS Marketplace subscription to the model is still being made.',
  failed: 'The AWS Marketplace subscription to the model failed.',
} as const;

const cause = (
  context: DiagnosisContext,
  state: keyof typeof SUMMARIES,
  certainty: Certainty,
  evidence: readonly EvidenceLine[],
): Cause => ({
  code: 'MARKETPLACE_SUBSCRIPTION_PENDING_OR_PAYMENT',
  certainty,
  summary: SUMMARIES[state],
  evidence,
  change: {
    kind: 'steps',
    who: administrator(context),
    steps:
      state === 'pending'
        ? [
            'Wait 15 minutes and invoke the agent again.',
            'If it is still refused, look at the payment method of the account that pays and at the agreement in the AWS Marketplace console (Manage subscriptions).',
          ]
        : [
            'Set a valid default payment method in the Billing console of the account that pays, in an organization its management account.',
            'Invoke the model once more; the subscription is tried again. Wait 15 minutes.',
            'Leave the policies of the role as they are: this needs no IAM change.',
          ],
  },
});
