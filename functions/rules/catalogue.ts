import agentModelAccessGranted from './agent-model-access-granted.ts';
import agentRoleCanInvokeItsModels from './agent-role-can-invoke-its-models.ts';
import agentRoleLeastPrivilege from './agent-role-least-privilege.ts';
import agentRolePoliciesMeanSomething from './agent-role-policies-mean-something.ts';
import agentRoleTrustLimitsSource from './agent-role-trust-limits-source.ts';
import agentRoleTrustsItsService from './agent-role-trusts-its-service.ts';
import type { Rule } from './rule.ts';

/** Every rule, in the order of a report: what stops the agent first, then what it could do too much. */
export const catalogue: readonly Rule[] = [
  agentModelAccessGranted,
  agentRoleTrustsItsService,
  agentRoleTrustLimitsSource,
  agentRoleCanInvokeItsModels,
  agentRoleLeastPrivilege,
  agentRolePoliciesMeanSomething,
];
