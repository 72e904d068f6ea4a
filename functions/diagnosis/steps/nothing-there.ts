import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** Bedrock answers "access denied" for some things that do not exist, to administrators too. */
export const nothingThere: Step = {
  id: 'nothing-there',
  question: 'Does the thing that was asked for exist?',
  examine(context) {
    const { denied, access } = context;
    const { template } = denied.message;
    const reads =
      template === 'absent' &&
      /^(?:Get|Update|Delete|Prepare|Retrieve|Invoke(?:Agent|Flow))/.test(denied.eventName ?? '');
    const createsAgent = template === 'iam-no-reason' && access.action?.toLowerCase() === 'bedrock:createagent';
    if (!reads && !createsAgent) return nothing;
    const what = createsAgent ? 'the role that was passed to CreateAgent' : `what ${denied.eventName} was called with`;
    return {
      causes: [
        {
          code: 'RESOURCE_DOES_NOT_EXIST',
          // IAM gives its reason; Bedrock checks the role it was given before it asks IAM.
          certainty: createsAgent ? 'likely' : 'possible',
          summary: `Bedrock may have said "access denied" because ${what} does not exist.`,
          evidence: [messageLine(context)],
          change: {
            kind: 'steps',
            who: 'whoever made the call',
            steps: [`Look whether ${what} exists in this account and Region, and correct its id or ARN.`],
          },
        },
      ],
    };
  },
};
