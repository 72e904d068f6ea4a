import type { Change } from '../workload/change.ts';
import { administrator } from './administrator.ts';
import type { AskedRequest } from './asked-requests.ts';
import type { DiagnosisContext } from './context.ts';

/** These requests have to be allowed by an identity-based policy, and what would be denied right after them. */
export const grantOf = (requests: readonly AskedRequest[], context: DiagnosisContext): Change => ({
  kind: 'grant',
  requests: [...requests, ...context.alsoDenied].map(({ action, resource, context: keys }) => ({
    action,
    resource,
    context: keys,
  })),
});

/** The grant of the one denied request, or, where its resource is not known, how to find it out. */
export function grantOfDenied(context: DiagnosisContext): Change {
  const { action, resource } = context.access;
  if (action !== undefined && resource !== undefined)
    return { kind: 'grant', requests: [{ action, resource, context: {} }] };
  const find =
    action === undefined
      ? 'Find the denied call of the role in CloudTrail; its error message names the action and the resource.'
      : `Find the resource of ${action} in the CloudTrail record of the denied call.`;
  return {
    kind: 'steps',
    who: administrator(context),
    steps: [find, 'Run the diagnosis again with that record and with the policies of the role.'],
  };
}
