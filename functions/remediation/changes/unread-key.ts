import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { unreadPolicies } from '../proof/answer.ts';

/**
 * A key of the requests whose policy was not read. What the role is allowed counts only where the policy of the key hands the
 * decision to the account. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const unreadKey = (requests: readonly PrincipalRequest[], role: AgentRole): string | undefined =>
  requests.flatMap((request) => (/^kms:/i.test(request.action) ? unreadPolicies(request, role) : []))[0];
