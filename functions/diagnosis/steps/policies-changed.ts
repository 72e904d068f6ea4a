import { administrator } from '../administrator.ts';
import { identityLines, messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency */
export const policiesChanged: Step = {
  id: 'policies-changed',
  question: 'Do the policies, as they are now, allow what AWS says that no policy allowed?',
  examine(context) {
    const { message } = context.denied;
    if (message.layer !== 'identity' || message.effect !== 'implicit' || !context.allowedByIdentity) return nothing;
    return {
      causes: [
        {
          code: 'IAM_PROPAGATION',
          certainty: 'likely',
          summary:
            'The policies of the role allow the call now; they were changed after it, or the change had not yet reached every place.',
          evidence: [messageLine(context), ...identityLines(context)],
          change: {
            kind: 'steps',
            who: administrator(context),
            steps: [
              'Repeat the call. If it is denied again a few minutes later, look whether it was made with this role.',
              'Leave the policies of the role as they are.',
            ],
          },
        },
      ],
    };
  },
};
