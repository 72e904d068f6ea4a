import type { Finding } from '../alerts/incidents/observation.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { isOfCalledWorkload } from '../diagnosis/find-role.ts';
import { deniedRoleName } from './own-request.ts';

/** Of a call that could not be explained: that it was denied is known all the same. */
export function unexplained(denied: DeniedRequest): Finding {
  const { workload, message } = denied;
  // Whoever called a workload that was refused is not the one who was refused.
  const isCaller = isOfCalledWorkload(denied);
  return {
    roleArn: isCaller ? null : (denied.roleArn ?? null),
    roleName: isCaller ? null : (deniedRoleName(denied) ?? null),
    workload:
      workload === undefined
        ? null
        : { type: workload.type, arn: null, ...(workload.id !== undefined && { id: workload.id }) },
    action: message.action ?? null,
    resource: message.resource ?? null,
    cause: null,
    certainty: null,
    summary: 'The cause was not determined: looking into it failed every time. The log of the function says why.',
    severity: 'medium',
    denied,
  };
}
