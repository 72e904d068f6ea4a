import { administrator } from '../administrator.ts';
import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html */
export const trustPolicy: Step = {
  id: 'trust-policy',
  question: 'Does the role trust whoever tried to assume it?',
  examine(context) {
    if (context.denied.message.layer !== 'trust') return nothing;
    const role = context.access.resource ?? 'the role';
    return {
      causes: [
        {
          code: 'TRUST_POLICY',
          certainty: 'proven',
          summary: `The trust policy of ${role} does not let the caller assume it.`,
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
