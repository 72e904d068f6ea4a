import { administrator } from '../administrator.ts';
import { deniedBy } from '../denied-by.ts';
import { requestOf } from '../grant-change.ts';
import { openLayer } from '../open-layer.ts';
import type { Step } from './step.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
export const permissionsBoundary: Step = {
  id: 'permissions-boundary',
  question: "Does the role's permissions boundary keep it from the call?",
  examine(context) {
    const named = context.denied.message.layer === 'permissionsBoundary';
    const denied = deniedBy(context, 'permissionsBoundary', { named, explicitOnly: false });
    if (denied === undefined) return openLayer(context, 'permissionsBoundary');
    const { role } = context;
    const boundary = role !== undefined && 'known' in role.permissionsBoundary ? role.permissionsBoundary.known : null;
    const where = context.denied.message.policyArn ?? boundary?.name ?? denied.where;
    return {
      causes: [
        {
          code: 'PERMISSIONS_BOUNDARY',
          certainty: denied.certainty,
          summary: `The permissions boundary of the role does not let it do ${context.access.action ?? 'this'}${where === undefined ? '' : ` (${where})`}.`,
          evidence: denied.evidence,
          change:
            denied.requests.length > 0
              ? { kind: 'boundary', requests: denied.requests.map(requestOf) }
              : {
                  kind: 'steps',
                  who: administrator(context),
                  steps: [
                    `${context.denied.message.effect === 'explicit' ? 'Narrow the Deny of' : 'Widen'} the permissions boundary${where === undefined ? '' : ` (${where})`} by exactly this action and resource, or give the role the boundary meant for it.`,
                    'Leave the policies of the role as they are: no identity-based policy reaches beyond the boundary.',
                  ],
                },
        },
      ],
    };
  },
};
