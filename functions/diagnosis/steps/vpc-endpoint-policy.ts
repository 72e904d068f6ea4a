import { administrator } from '../administrator.ts';
import { decisionText, engineLine, messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-interface-endpoints.html */
export const vpcEndpointPolicy: Step = {
  id: 'vpc-endpoint-policy',
  question: 'Did the policy of a VPC endpoint keep the call out?',
  examine(context) {
    const { denied } = context;
    const named = denied.message.layer === 'vpcEndpoint' || denied.errorCode === 'VpceAccessDenied';
    const shut = context.answers.filter(
      ({ request, vpcEndpoint }) =>
        request.standing !== 'optional' && vpcEndpoint?.blockedBy.includes('vpcEndpoint') === true,
    );
    if (!named && (shut.length === 0 || denied.message.layer !== undefined)) return nothing;
    const isExplicit =
      denied.message.effect === 'explicit' || shut.some(({ vpcEndpoint }) => vpcEndpoint?.decision === 'explicitDeny');
    const endpoint =
      denied.vpcEndpointId === undefined ? 'the VPC endpoint' : `the VPC endpoint ${denied.vpcEndpointId}`;
    return {
      causes: [
        {
          code: 'VPC_ENDPOINT_POLICY',
          certainty: 'proven',
          summary: `The policy of ${endpoint} does not let ${context.access.action ?? 'the call'} through.`,
          evidence: [
            messageLine(context),
            ...shut.map(({ request, vpcEndpoint }) =>
              engineLine(request, vpcEndpoint === undefined ? '' : decisionText(vpcEndpoint)),
            ),
          ],
          change: {
            kind: 'steps',
            who: administrator(context),
            steps: [
              `${isExplicit ? 'Except the action and the resource from the Deny' : 'Allow the action and the resource'} in the policy of ${endpoint}; an inference profile needs its own ARN and its models' ARNs there.`,
              'Leave the policies of the role as they are: an endpoint policy only takes away.',
            ],
          },
        },
      ],
    };
  },
};
