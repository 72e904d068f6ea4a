import type { Finding } from '../alerts/incidents/observation.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { deniedRoleName } from './own-request.ts';

/** Of a call that could not be explained: that it was denied is known all the same. */
export function unexplained(denied: DeniedRequest): Finding {
  const { workload, message } = denied;
  return {
    roleArn: denied.roleArn ?? null,
    roleName: deniedRoleName(denied) ?? null,
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
