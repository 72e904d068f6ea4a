import type { AgentRole } from '../workload/agent-role.ts';
import { isKnown } from '../workload/evidence.ts';
import { type AskedRequest, asAsked, sameAction } from './asked-requests.ts';
import type { DeniedRequest } from './diagnosis.ts';
import { answerRequest } from './policy-answer.ts';

/**
 * What the policies of the role deny besides, of the same capability: a profile is denied on one of its models at a time,
 * so a grant of that one alone would only bring the next denial.
 */
export function alsoDenied(
  asked: readonly AskedRequest[],
  { workload }: DeniedRequest,
  role: AgentRole | undefined,
): readonly AskedRequest[] {
  if (role === undefined || !isKnown(role.identityPolicies)) return [];
  const isAsked = (one: Pick<AskedRequest, 'action' | 'resource'>) =>
    asked.some(({ action, resource }) => sameAction(action, one.action) && resource === one.resource);
  const ofWorkload = role.knownRequests.filter(
    ({ workload: owner }) => workload?.id === undefined || owner.includes(`/${workload.id}#`),
  );
  const capabilities = new Set(ofWorkload.filter(isAsked).map(({ capability }) => capability));
  const others = ofWorkload.filter(
    (request) => request.necessity === 'required' && capabilities.has(request.capability) && !isAsked(request),
  );
  const unique = [...new Map(others.map((request) => [`${request.action} ${request.resource}`, request])).values()];
  return unique.map(asAsked).filter((request) => {
    const { identity } = answerRequest(request, role);
    return identity?.decision === 'implicitDeny' && identity.blockedBy.includes('identity');
  });
}
