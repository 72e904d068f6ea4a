import { organizationAdministrator } from '../administrator.ts';
import { deniedBy } from '../denied-by.ts';
import { openLayer } from '../open-layer.ts';
import { isResourceControlled } from '../policy-answer.ts';
import { nothing, type Step } from './step.ts';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html */
export const resourceControlPolicy: Step = {
  id: 'resource-control-policy',
  question: 'Does the organization deny it with a resource control policy?',
  examine(context) {
    const named = context.denied.message.layer === 'resourceControl';
    const denied = deniedBy(context, 'resourceControl', { named, explicitOnly: false });
    if (denied === undefined) {
      const applies = context.answers.some(({ request }) => isResourceControlled(request.action));
      return applies ? openLayer(context, 'resourceControl') : nothing;
    }
    return {
      causes: [
        {
          code: 'RCP_DENY',
          certainty: denied.certainty,
          summary: `A resource control policy of the organization denies ${context.access.action ?? 'the call'}${denied.where === undefined ? '' : ` (${denied.where})`}.`,
          evidence: denied.evidence,
          change: {
            kind: 'steps',
            who: organizationAdministrator(context),
            steps: [
              'Except the role, or the services that act for it, from the Deny of the resource control policy.',
              'Leave the policies of the role as they are: nothing in the account outweighs a resource control policy.',
            ],
          },
        },
      ],
    };
  },
};
