import { type NeededAccess, surplusGrants } from '../../iam/allow-surplus.ts';
import type { Policy, Statement } from '../../iam/policy.ts';
import { unmeetable } from '../../iam/settled-conditions.ts';
import { isAwsManaged } from '../../workload/managed-policy.ts';

/** Without the statements whose conditions on who asks a role never meets: they grant it nothing, as the rule on meaning says. */
export const meant = (policy: Policy, roleArn: string): Policy => ({
  ...policy,
  statements: policy.statements.filter(
    (statement) => unmeetable(policy, statement, { principal: roleArn, context: {} }).length === 0,
  ),
});

/** Allow statements without a condition that grant nothing which is not needed. */
export function stayingStatements(policy: Policy, needed: readonly NeededAccess[]): readonly Statement[] {
  if (isAwsManaged(policy)) return [];
  const surplus = new Set(surplusGrants(policy, needed).map(({ location }) => location.statement));
  return policy.statements.filter(
    ({ effect, actions, resources, conditions, location }) =>
      effect === 'Allow' &&
      conditions.length === 0 &&
      !actions.except &&
      resources?.except === false &&
      !surplus.has(location.statement),
  );
}
