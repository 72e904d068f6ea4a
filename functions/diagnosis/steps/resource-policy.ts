import { administrator } from '../administrator.ts';
import type { CauseCode } from '../cause-code.ts';
import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

const BY_SERVICE: Readonly<Record<string, CauseCode>> = {
  kms: 'KMS_KEY_POLICY',
  lambda: 'LAMBDA_RESOURCE_POLICY',
  s3: 'S3_ACCESS',
  secretsmanager: 'SECRETS_MANAGER',
};

export const resourcePolicy: Step = {
  id: 'resource-policy',
  question: 'Does the policy of the resource keep the caller out?',
  examine(context) {
    const { message } = context.denied;
    if (message.layer !== 'resource') return nothing;
    const { action, resource } = context.access;
    const service = action?.slice(0, action.indexOf(':')).toLowerCase() ?? '';
    const own = Object.hasOwn(BY_SERVICE, service) ? BY_SERVICE[service] : undefined;
    // Models have no policy: only a caller from another account is asked for one.
    const foreign = own === undefined && message.effect === 'implicit' && service === 'bedrock';
    const denies = message.effect === 'explicit' ? 'denies' : 'does not allow';
    return {
      causes: [
        {
          code: own ?? (foreign ? 'WRONG_CREDENTIALS_OR_REGION' : 'OTHER'),
          certainty: foreign ? 'likely' : 'proven',
          summary: foreign
            ? `${action ?? 'The call'} was made with credentials of another account than the one that owns ${resource ?? 'the resource'}.`
            : `The policy of ${resource ?? 'the resource'} ${denies} ${action ?? 'the call'}.`,
          evidence: [messageLine(context)],
          change: {
            kind: 'steps',
            who: foreign ? 'the owner of the workload' : administrator(context),
            steps: foreign
              ? [
                  'Ask `aws sts get-caller-identity` where the call is made, and compare its account with the one in the resource.',
                ]
              : [
                  `Name the role in the policy of ${resource ?? 'the resource'}, for exactly ${action ?? 'this action'}.`,
                ],
          },
        },
      ],
    };
  },
};
