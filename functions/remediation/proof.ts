import { decide } from '../iam/decide.ts';
import type { Decision, PolicySet } from '../iam/decision.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy } from '../iam/policy.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { GrantedRequest } from '../workload/change.ts';
import { isKnown } from '../workload/evidence.ts';
import type { PolicyDocument, Proof } from './remediation.ts';

/** What the policy engine answers for a role's request under every layer that is known of the role. */
export function answer(
  { action, resource, context }: GrantedRequest,
  role: AgentRole,
  identity: readonly Policy[],
): Decision {
  const { permissionsBoundary: boundary, serviceControlPolicies: scp } = role;
  const policies: PolicySet = {
    identity,
    ...(isKnown(boundary) && boundary.known !== null ? { permissionsBoundary: [boundary.known] } : {}),
    ...(isKnown(scp) ? { serviceControl: scp.known } : {}),
  };
  const owner = context['aws:ResourceAccount'];
  const request = { action, resource, context, principal: role.arn };
  return decide(owner === undefined ? request : { ...request, resourceAccount: owner }, policies);
}

/** The denied requests without and with the policy. All of them have to be allowed with it, and none has been before. */
export function prove(
  policy: PolicyDocument,
  requests: readonly GrantedRequest[],
  role: AgentRole,
  identity: readonly Policy[],
): Proof {
  const withPolicy = (document: PolicyDocument): readonly Decision[] =>
    requests.map((request) => answer(request, role, [...identity, ...parsed(document)]));
  const before = requests.map((request) => answer(request, role, identity));
  const after = withPolicy(policy);
  const worst = after.find(({ decision }) => decision !== 'allowed');
  return {
    before: before.some(({ decision }) => decision === 'explicitDeny') ? 'explicitDeny' : 'implicitDeny',
    after: worst?.decision ?? 'allowed',
    minimal:
      worst === undefined &&
      smaller(policy).every((document) => withPolicy(document).some(({ decision }) => decision !== 'allowed')),
    stillBlockedBy: [...new Set(after.flatMap(({ blockedBy }) => blockedBy))],
  };
}

function parsed(document: PolicyDocument): readonly Policy[] {
  if (document.Statement.length === 0) return [];
  const result = parsePolicy(document, 'remediation', 'identity');
  return 'policy' in result ? [result.policy] : [];
}

/** Every policy that lacks one action or one resource of one statement. */
function smaller({ Version, Statement }: PolicyDocument): readonly PolicyDocument[] {
  const replace = (index: number, statement: PolicyDocument['Statement'][number]): PolicyDocument => ({
    Version,
    Statement: Statement.flatMap((other, at) => {
      if (at !== index) return [other];
      return statement.Action.length === 0 || statement.Resource.length === 0 ? [] : [statement];
    }),
  });
  return Statement.flatMap((statement, index) => [
    ...statement.Action.map((action) =>
      replace(index, { ...statement, Action: statement.Action.filter((other) => other !== action) }),
    ),
    ...statement.Resource.map((resource) =>
      replace(index, { ...statement, Resource: statement.Resource.filter((other) => other !== resource) }),
    ),
  ]);
}
