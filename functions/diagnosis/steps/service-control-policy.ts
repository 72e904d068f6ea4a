import { organizationAdministrator } from '../administrator.ts';
import type { DiagnosisContext } from '../context.ts';
import { type DeniedBy, deniedBy } from '../denied-by.ts';
import { openDenies } from '../open-deny.ts';
import { openLayer } from '../open-layer.ts';
import type { Step } from './step.ts';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
export const serviceControlPolicy: Step = {
  id: 'service-control-policy',
  question: 'Does the organization deny it with a service control policy?',
  examine(context) {
    const { layer, template } = context.denied.message;
    const named = layer === 'serviceControl' || template.endsWith('-through-service-control');
    const denied = deniedBy(context, 'serviceControl', { named, explicitOnly: false });
    const open = denied === undefined ? openDenies(context, 'serviceControl') : [];
    if (denied === undefined && open.length === 0) return openLayer(context, 'serviceControl');
    const { certainty, evidence, where, requests }: DeniedBy = denied ?? {
      certainty: 'possible',
      evidence: open,
      requests: [],
    };
    const resources = [context.access.resource, ...requests.map((request) => request.resource)];
    const global = resources.some((resource) => resource !== undefined && /^arn:[a-z-]+:bedrock:::/.test(resource));
    return {
      causes: [
        {
          code: 'SCP_DENY',
          certainty,
          summary: `A service control policy of the organization ${denied === undefined ? 'may' : 'does'} not let the account do ${context.access.action ?? 'this'}${where === undefined ? '' : ` (${where})`}.`,
          evidence,
          change: {
            kind: 'steps',
            who: organizationAdministrator(context),
            steps: [
              global
                ? 'Except Bedrock from the Deny by Region: a global inference profile is called with an empty Region, and aws:RequestedRegion is `unspecified`.'
                : `${isImplicit(context) ? 'Allow the call in the policies of every level' : 'Except the call from the policy'}${ofModel(context) ? ': a cross-Region inference profile needs Bedrock in every one of its destination Regions' : ', for exactly this'}.`,
              'Leave the policies of the role as they are: nothing in the account outweighs a service control policy.',
            ],
          },
        },
      ],
      ...(denied === undefined ? { unanswered: openLayer(context, 'serviceControl').unanswered ?? [] } : {}),
    };
  },
};

/** No Deny is in the way, and so none can be narrowed. */
const isImplicit = ({ denied: { message }, answers }: DiagnosisContext): boolean =>
  message.effect === 'implicit' ||
  (message.effect === undefined &&
    answers.some(({ serviceControl }) => serviceControl?.decision === 'implicitDeny') &&
    !answers.some(({ serviceControl }) => serviceControl?.decision === 'explicitDeny'));

const ofModel = ({ access: { action } }: DiagnosisContext): boolean =>
  action === undefined || /^bedrock:InvokeModel/i.test(action);
