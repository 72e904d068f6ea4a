import type { AgentRole } from '../workload/agent-role.ts';
import { catalogue } from './catalogue.ts';
import type { Outcome, Rule } from './rule.ts';

/** What one rule says of one role. */
export interface Evaluation {
  readonly rule: Rule;
  readonly role: AgentRole;
  readonly outcome: Outcome;
}

/** Every rule on every role: the roles in their order, and for each the rules in theirs. */
export const evaluateRoles = (roles: readonly AgentRole[], rules: readonly Rule[] = catalogue): Evaluation[] =>
  roles.flatMap((role) => rules.map((rule) => ({ rule, role, outcome: rule.evaluate(role) })));
