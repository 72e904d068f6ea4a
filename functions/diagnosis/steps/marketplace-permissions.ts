import { administrator } from '../administrator.ts';
import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/**
 * The first use of a third-party model in an account subscribes it; somebody needs the Marketplace actions once.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
 */
export const marketplacePermissions: Step = {
  id: 'marketplace-permissions',
  question: 'Was the subscription to the model refused for lack of AWS Marketplace permissions?',
  examine(context) {
    const { template, action, layer, effect } = context.denied.message;
    const byAction = action?.toLowerCase().startsWith('aws-marketplace:') === true;
    if (template !== 'marketplace-permissions' && !(byAction && layer === 'identity' && effect === 'implicit'))
      return nothing;
    return {
      causes: [
        {
          code: 'MARKETPLACE_PERMISSIONS_MISSING',
          // The general text is also used when the form or the payment method stands in the way.
          certainty: byAction ? 'proven' : 'likely',
          summary:
            'The account has no subscription to the model, and the caller may not make one: aws-marketplace:Subscribe or aws-marketplace:ViewSubscriptions is missing.',
          evidence: [messageLine(context)],
          change: {
            kind: 'steps',
            who: administrator(context),
            steps: [
              'Invoke the model once as a principal that holds aws-marketplace:Subscribe, aws-marketplace:Unsubscribe and aws-marketplace:ViewSubscriptions; the subscription then counts for everyone in the account.',
              'Wait two minutes, then invoke the agent again; if it is still refused, look for a missing use-case form (Anthropic) or payment method.',
              'Do not give the Marketplace actions to the role of the agent: it needs them never again.',
            ],
          },
        },
      ],
    };
  },
};
