import { administrator } from '../administrator.ts';
import { nothing, type Step } from './step.ts';

/** The role of a workload can be deleted under it; then the service cannot assume it, and its texts do not say why. */
export const roleNotThere: Step = {
  id: 'role-not-there',
  question: 'Does the role of the workload exist?',
  examine(context) {
    const { role, denied } = context;
    if (role === undefined || !('known' in role.roleId) || role.roleId.known !== null) return nothing;
    if (role.workloads.length === 0 && denied.requested?.roleArn !== role.arn) return nothing;
    // Whoever made the call with a session of the role proves that it was there.
    if (denied.roleArn === role.arn && denied.workload?.actsAs !== 'called') return nothing;
    return {
      causes: [
        {
          code: 'RESOURCE_DOES_NOT_EXIST',
          certainty: 'proven',
          summary: `The role ${role.arn} does not exist.`,
          evidence: [{ source: 'iam get-account-authorization-details', says: `no role ${role.name}` }],
          change: {
            kind: 'steps',
            who: administrator(context),
            steps: [
              'Create the role with the trust policy and the permissions that the workload needs, or give the workload another role.',
            ],
          },
        },
      ],
    };
  },
};
