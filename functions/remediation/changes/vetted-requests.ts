import { coversResource } from '../../iam/cover.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { isKnown } from '../../workload/evidence.ts';
import { answer, unreadPolicies } from '../proof/answer.ts';
import type { Remediation } from '../remediation.ts';
import { isConfigured, wholeOf } from './configured-need.ts';
import { grantableRequest } from './grantable-request.ts';

/** What a change may be tried for, or what is to be said in the place of it. */
export type Vetted =
  | { readonly requests: readonly PrincipalRequest[]; readonly role: AgentRole; readonly caution: readonly string[] }
  | { readonly remediation: Remediation };

export const NO_PROOF = 'There is no proof for this, and so no policy to paste:';

const NOT_CONFIGURED =
  'No policy is proposed: no workload of the role, as it was read, is configured to need it. The call may come from code that changed, from another Region or id than meant, or from somebody who holds the credentials of the role.';
const UNDERIVED =
  'Look whether the workload is meant to make this call: not all of its needs are derived, so only the denial says that it does.';

const OF_KNOWLEDGE_BASE =
  'No policy is proposed: what is behind a knowledge base is for the role of the knowledge base, and not for the role that asks it.';

export const administratorOf = (role: Pick<AgentRole, 'accountId'> | undefined): string =>
  role === undefined ? 'an administrator of the account' : `an administrator of account ${role.accountId}`;

/**
 * The requests that are denied, that a policy can name, and that a workload is configured to make.
 *
 * @param isOfResource the policy of the resource is to change: one that was not read is not known to allow anything
 */
export function vettedRequests(
  requests: readonly PrincipalRequest[],
  role: AgentRole | undefined,
  isOfResource = false,
): Vetted {
  const answers = requests
    .map((asked) => configuredRequest(asked, role))
    .map((request) => ({
      request,
      answer: grantableRequest(request, role !== undefined && isConfigured(request, role)),
    }));
  const refusal = answers.flatMap(({ answer: one }) => ('refusal' in one ? [one.refusal] : []))[0];
  if (refusal !== undefined)
    return { remediation: withoutPolicy(requests, role, `No policy is proposed: ${refusal}.`) };
  const named = answers.flatMap(({ request: { principal }, answer: one }): readonly PrincipalRequest[] =>
    'request' in one ? [principal === undefined ? one.request : { ...one.request, principal }] : [],
  );
  if (role === undefined)
    return { remediation: withoutPolicy(named, role, `${NO_PROOF} nothing is known of the role.`) };
  const isOfRole = named.some(({ principal = role.arn }) => principal === role.arn);
  if (isOfRole && !isKnown(role.identityPolicies)) {
    const reasons = role.identityPolicies.missing.join('; ');
    const reason = `${NO_PROOF} its identity-based policies are not known: ${reasons}.`;
    return { remediation: withoutPolicy(named, role, reason) };
  }
  const denied = named.filter(
    (request) =>
      (isOfResource && unreadPolicies(request, role).length > 0) || answer(request, role).decision !== 'allowed',
  );
  if (denied.length === 0)
    return {
      remediation: {
        who: administratorOf(role),
        steps: ['Repeat the call: the policies of the role allow it now.'],
      },
    };
  const stray = denied.filter((request) => !isConfigured(request, role));
  if (stray.some((request) => isOfKnowledgeBase(request, role)))
    return { remediation: withoutPolicy(stray, role, OF_KNOWLEDGE_BASE) };
  // Whoever holds the role's credentials can have anything denied: a denial alone asks for nothing.
  if (stray.length > 0 && isKnown(role.requiredAccess))
    return { remediation: withoutPolicy(stray, role, NOT_CONFIGURED) };
  return { requests: denied, role, caution: stray.length === 0 ? [] : [UNDERIVED] };
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html */
const isOfKnowledgeBase = (
  { action, resource }: PrincipalRequest,
  { workloads, knowledgeBaseRequests }: AgentRole,
): boolean =>
  workloads.every(({ type }) => type === 'agent' || type === 'flow') &&
  (/^(aoss|s3vectors|rds-data|neptune-graph):/i.test(action) ||
    knowledgeBaseRequests.some(
      (need) => need.action.toLowerCase() === action.toLowerCase() && coversResource(need.resource, resource),
    ));

/** One object of a bucket that a workload is configured to read as a whole stands for all of them, unless only some are denied. */
function configuredRequest(request: PrincipalRequest, role: AgentRole | undefined): PrincipalRequest {
  if (role === undefined) return request;
  const whole = wholeOf(request, role);
  if (whole === undefined) return request;
  const all = { ...request, resource: whole.resource, context: { ...whole.context, ...request.context } };
  return answer(all, role).decision === answer(request, role).decision ? all : request;
}

export function withoutPolicy(
  requests: readonly PrincipalRequest[],
  role: AgentRole | undefined,
  reason: string,
): Remediation {
  const names = [...new Set(requests.map(({ action, resource }) => `${action} on ${resource}`))];
  const whose = role === undefined ? 'the role that was denied' : `the role ${role.name}`;
  return {
    who: administratorOf(role),
    steps: [`Look whether ${whose} is meant to be allowed ${names.join(', ')}; if so, allow exactly that.`, reason],
  };
}
