import { isInOrder } from '../context.ts';
import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session */
export const sessionPolicy: Step = {
  id: 'session-policy',
  question: 'Was the session given fewer permissions than the role has?',
  examine(context) {
    const { message, sessionName } = context.denied;
    // The enhanced flow of Cognito calls its sessions so, and passes a policy of its own.
    const ofCognito = sessionName === 'CognitoIdentityCredentials' && message.layer === undefined && isInOrder(context);
    if (message.layer !== 'session' && !ofCognito) return nothing;
    return {
      causes: [
        {
          code: 'SESSION_POLICY',
          certainty: ofCognito ? 'likely' : 'proven',
          summary: `The policy that the session was started with ${ofCognito ? 'may' : 'does'} not let it do ${context.access.action ?? 'this'}.`,
          evidence: [messageLine(context)],
          change: {
            kind: 'steps',
            who: 'whoever starts the session (the code or service that assumes the role)',
            steps: [
              'Allow the action and the resource in the policy passed to AssumeRole, or pass none. The enhanced flow of Amazon Cognito identity pools always passes one of its own.',
              'Leave the policies of the role as they are: a session policy only takes away.',
            ],
          },
        },
      ],
    };
  },
};
