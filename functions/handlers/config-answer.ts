import {
  type ConfigEvaluation,
  type EvaluatedResource,
  evaluationOf,
  notApplicable,
  roleResource,
} from '../adapters/config-evaluations.ts';
import { annotation } from '../rules/annotation.ts';
import { evaluateRoles } from '../rules/evaluation.ts';
import type { RuleException } from '../rules/exceptions/exception.ts';
import type { Outcome, Rule, RuleParameters } from '../rules/rule.ts';
import type { AgentRole, EvidencePart } from '../workload/agent-role.ts';
import { mayTrust } from '../workload/hidden-users.ts';
import type { HiddenLists } from './hidden-lists.ts';

/** What an invocation has to say, and what it cannot say. */
export interface Answer {
  readonly evaluations: readonly ConfigEvaluation[];
  /** Roles, or lists of them, of which the rule can say nothing, each with its reason. */
  readonly undecided: readonly string[];
  /** Whether another try may decide them. */
  readonly readFailed: boolean;
}

/** A rule as it is set up in the account. */
export interface RuleInUse {
  readonly rule: Rule;
  readonly parameters: RuleParameters;
  readonly exceptions: readonly RuleException[];
}

/** What a rule has to be given of a role; its tags tell exceptions. */
export const partsRead = ({ rule: { needs, alsoReads = [] } }: Pick<RuleInUse, 'rule'>): readonly EvidencePart[] => [
  ...needs,
  ...alsoReads,
];

/**
 * What each role gets, and why the others get nothing.
 *
 * @param hidden while something may act with a role unseen, the role does not pass
 * @param mayRetry whether the missing evidence may still come; if not, a result of before is withdrawn
 */
export function answerFor(
  { rule, parameters, exceptions }: RuleInUse,
  roles: readonly AgentRole[],
  { time, hidden, mayRetry }: { readonly time: string; readonly hidden: HiddenLists; readonly mayRetry: boolean },
): Answer {
  const evaluations: ConfigEvaluation[] = [];
  const undecided: string[] = [];
  const options = { exceptions, parameters: { [rule.id]: parameters } };
  for (const { role, outcome } of evaluateRoles(roles, [rule], options)) {
    const missing = missingFor(role, outcome, hidden);
    if (missing.length === 0 && outcome.complianceType !== 'INSUFFICIENT_DATA') {
      evaluations.push(...resourceOf(role).map((found) => evaluationOf(found, outcome, annotation(outcome), time)));
      continue;
    }
    undecided.push(`${role.name}: ${missing.join(', ')}`);
    if (!mayRetry) evaluations.push(...resourceOf(role).map((found) => withdrawal(found, missing, time)));
  }
  return { evaluations, undecided, readFailed: mayRetry };
}

/** Why nothing is said of the role, if nothing is. */
export function missingFor(role: AgentRole, outcome: Outcome, hidden: HiddenLists): readonly string[] {
  if (outcome.complianceType === 'INSUFFICIENT_DATA') return outcome.missing;
  if ('missing' in role.roleId) return role.roleId.missing;
  if (outcome.complianceType !== 'COMPLIANT') return [];
  return trustsAgentCore(role) ? [...hidden.anyRole, ...hidden.agentCore] : hidden.anyRole;
}

const trustsAgentCore = ({ trustPolicy }: Pick<AgentRole, 'trustPolicy'>): boolean =>
  mayTrust(trustPolicy, 'bedrock-agentcore.amazonaws.com', 'arn:*:bedrock-agentcore:*:*:*');

/** AWS Config would go on showing what was decided once; it has no word for "not decided" but this. */
function withdrawal(resource: EvaluatedResource, missing: readonly string[], time: string): ConfigEvaluation {
  return notApplicable(resource, `Not decided: ${missing.join(', ')}`, time);
}

export function resourceOf(role: AgentRole): readonly EvaluatedResource[] {
  return 'known' in role.roleId ? [roleResource(role.roleId.known, role.arn)] : [];
}
