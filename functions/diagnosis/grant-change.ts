import type { StatementLocation } from '../iam/policy.ts';
import type { Change, GrantedRequest } from '../workload/change.ts';
import { administrator } from './administrator.ts';
import { NEW } from './as-if-created.ts';
import type { AskedRequest } from './asked-requests.ts';
import type { DiagnosisContext } from './context.ts';

/** These requests have to be allowed by an identity-based policy, and what would be denied right after them. */
export function grantOf(requests: readonly AskedRequest[], context: DiagnosisContext): Change {
  const unnamed = requests.find(({ resource }) => resource.includes(NEW));
  if (unnamed !== undefined)
    return {
      kind: 'steps',
      who: administrator(context),
      steps: [
        `Allow ${unnamed.action} to ${context.role?.name ?? 'the role'} on exactly what the call names in ${unnamed.resource.slice(0, unnamed.resource.indexOf(NEW))}.`,
      ],
    };
  return { kind: 'grant', requests: granted(requests, context) };
}

/** The same, where a statement was meant to allow it: `written` is the pattern that stands in the place of the right one. */
export function correctionOf(
  requests: readonly AskedRequest[],
  context: DiagnosisContext,
  location: StatementLocation | undefined,
  written?: string,
): Change {
  const grant = grantOf(requests, context);
  if (grant.kind !== 'grant' || location === undefined) return grant;
  return {
    kind: 'correct',
    requests: grant.requests,
    location: placeOf(location),
    ...(written === undefined ? {} : { written }),
  };
}

const granted = (requests: readonly AskedRequest[], context: DiagnosisContext): readonly GrantedRequest[] =>
  [...requests, ...context.alsoDenied].map(requestOf);

export const requestOf = ({ action, resource, context }: AskedRequest): GrantedRequest => ({
  action,
  resource,
  context,
});

/** A location alone, of what the engine tells of a statement. */
export const placeOf = ({ policy, statement, sid }: StatementLocation): StatementLocation => ({
  policy,
  statement,
  ...(sid === undefined ? {} : { sid }),
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
