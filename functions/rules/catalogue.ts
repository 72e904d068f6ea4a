import agentModelAccessGranted from './agent-model-access-granted.ts';
import agentModelSupported from './agent-model-supported.ts';
import agentRoleCanApplyItsGuardrails from './agent-role-can-apply-its-guardrails.ts';
import agentRoleCanInvokeItsModels from './agent-role-can-invoke-its-models.ts';
import agentRoleCanReachItsResources from './agent-role-can-reach-its-resources.ts';
import agentRoleCanUseItsKnowledgeBases from './agent-role-can-use-its-knowledge-bases.ts';
import agentRoleLeastPrivilege from './agent-role-least-privilege.ts';
import agentRoleNoOpenDenials from './agent-role-no-open-denials.ts';
import agentRoleNoPrivilegeEscalation from './agent-role-no-privilege-escalation.ts';
import agentRoleNotBlockedAbove from './agent-role-not-blocked-above.ts';
import agentRoleNotShared from './agent-role-not-shared.ts';
import agentRolePoliciesMeanSomething from './agent-role-policies-mean-something.ts';
import agentRoleTrustLimitsSource from './agent-role-trust-limits-source.ts';
import agentRoleTrustsItsService from './agent-role-trusts-its-service.ts';
import agentRoleTrustsNoOneElse from './agent-role-trusts-no-one-else.ts';
import type { Rule } from './rule.ts';

/** Every rule, in the order of a report: what stops the agent first, then what it could do too much. */
export const catalogue: readonly Rule[] = [
  agentModelAccessGranted,
  agentModelSupported,
  agentRoleTrustsItsService,
  agentRoleCanInvokeItsModels,
  agentRoleCanUseItsKnowledgeBases,
  agentRoleCanApplyItsGuardrails,
  agentRoleCanReachItsResources,
  agentRoleNotBlockedAbove,
  agentRoleNoOpenDenials,
  agentRoleTrustsNoOneElse,
  agentRoleTrustLimitsSource,
  agentRoleNoPrivilegeEscalation,
  agentRoleLeastPrivilege,
  agentRoleNotShared,
  agentRolePoliciesMeanSomething,
];
