import type { AccountReader } from '../adapters/account-reader.ts';
import { awsFailure } from '../adapters/aws.ts';
import type { StoredResult } from '../adapters/config-evaluations.ts';
import { type ConfigEvaluation, evaluationOf, roleResource, staleEvaluations } from '../adapters/config-evaluations.ts';
import {
  type ConfigInvocation,
  type ConfigNotification,
  type ConfigurationItem,
  parseConfigEvent,
} from '../adapters/config-event.ts';
import type { Log } from '../adapters/log.ts';
import { readFailed, unreadWorkloads } from '../adapters/role-usage.ts';
import { annotation } from '../rules/annotation.ts';
import { catalogue } from '../rules/catalogue.ts';
import { evaluateRoles } from '../rules/evaluation.ts';
import type { Outcome, Rule } from '../rules/rule.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { buildAgentRoles } from '../workload/build-agent-roles.ts';
import { changedRoles } from './changed-roles.ts';

export interface ConfigRuleServices {
  /** Reads the account that the function runs in. */
  readonly reader: AccountReader;
  readonly readConfigurationItem: (summary: ConfigurationItem) => Promise<ConfigurationItem>;
  readonly readStoredResults: (configRuleName: string) => Promise<readonly StoredResult[]>;
  readonly putEvaluations: (evaluations: readonly ConfigEvaluation[], resultToken: string) => Promise<void>;
  readonly log: Log;
}

/**
 * Answers one invocation of a Config rule: evaluates, reports what could be decided, then fails for the rest if a read
 * failed. What no retry can decide (a condition on a key that nobody sees, a kind of workload whose needs are not derived)
 * is logged: AWS Config shows no result for it.
 *
 * @throws Error naming the rule and the roles without an answer: AWS Config has no word for it, and a retry may have one
 */
export async function evaluateConfigRule(event: unknown, services: ConfigRuleServices): Promise<void> {
  const invocation = parseConfigEvent(event);
  const rule = catalogue.find(({ id }) => id === invocation.ruleId);
  if (rule === undefined) throw new Error(`the catalogue has no rule \`${invocation.ruleId}\``);
  if (invocation.accountId !== services.reader.accountId)
    throw new Error(
      `the rule is one of account ${invocation.accountId}, and this function reads ${services.reader.accountId}; deploy it there`,
    );
  const { evaluations, undecided, readFailed: mayRetry } = await evaluate(rule, invocation, services);
  // An empty report closes an invocation that has nothing to say; one that fails has not ended.
  if (evaluations.length > 0 || undecided.length === 0 || !mayRetry)
    await services.putEvaluations(evaluations, invocation.resultToken);
  services.log('EVALUATED', {
    rule: rule.id,
    evaluations: evaluations.length,
    nonCompliant: evaluations.filter(({ ComplianceType }) => ComplianceType === 'NON_COMPLIANT').length,
  });
  if (undecided.length === 0) return;
  if (mayRetry) throw undecidedError(rule, undecided);
  services.log('UNDECIDED', { rule: rule.id, cases: undecided.length, reasons: undecided });
}

interface Answer {
  readonly evaluations: readonly ConfigEvaluation[];
  /** Roles, or lists of them, of which the rule can say nothing, each with its reason. */
  readonly undecided: readonly string[];
  readonly readFailed: boolean;
}

function undecidedError(rule: Rule, undecided: readonly string[]): Error {
  const reasons = undecided.slice(0, 5).join('; ');
  const more = undecided.length > 5 ? `; and ${undecided.length - 5} more` : '';
  const error = new Error(`${rule.id} has no answer in ${undecided.length} cases: ${reasons}${more}`);
  error.name = 'InsufficientData';
  return error;
}

async function evaluate(rule: Rule, invocation: ConfigInvocation, services: ConfigRuleServices): Promise<Answer> {
  const { notification } = invocation;
  if (notification.kind === 'scheduled') return sweep(rule, notification.time, invocation, services);
  const resource = notification.item;
  const time = resource.captureTime;
  const notApplicable = (reason: string): Answer => ({
    evaluations: [evaluationOf(resource, { complianceType: 'NOT_APPLICABLE', reason }, reason, time)],
    undecided: [],
    readFailed: false,
  });
  if (!notification.inScope) return notApplicable('the resource was deleted or is no longer in the scope of the rule');
  const item = await wholeItem(notification, services);
  const changed = await changedRoles(item, services.reader, partsRead(rule));
  if ('notApplicable' in changed) return notApplicable(changed.notApplicable);
  const answer = answerFor(rule, changed.roles, { time, hidden: changed.hidden, mayRetry: changed.readFailed });
  return { ...answer, undecided: [...answer.undecided, ...changed.undecided] };
}

function wholeItem(
  { kind, item }: Exclude<ConfigNotification, { readonly kind: 'scheduled' }>,
  { readConfigurationItem }: ConfigRuleServices,
): ConfigurationItem | Promise<ConfigurationItem> {
  return kind === 'oversized' ? readConfigurationItem(item) : item;
}

/** Every role, and an end to the results of roles that are none any more; but only when no workload can hide one. */
async function sweep(
  rule: Rule,
  time: string,
  { configRuleName }: ConfigInvocation,
  services: ConfigRuleServices,
): Promise<Answer> {
  const snapshot = await services.reader.read({ needs: partsRead(rule) });
  const { roles, gaps, malformed } = buildAgentRoles(snapshot);
  const hidden = unreadWorkloads(snapshot);
  // AWS stores no policy that is none, so one that does not parse is a defect of ours, and has to be seen.
  const mayRetry = readFailed(snapshot) || malformed.length > 0;
  const answer = answerFor(rule, roles, { time, hidden, mayRetry });
  if (gaps.length > 0) services.log('PARTS_UNREAD', { rule: rule.id, parts: gaps });
  if (hidden.length > 0) return { ...answer, undecided: [...answer.undecided, ...hidden] };
  // The results of a role that IAM would not show now are still its results.
  if (roles.some(({ roleId }) => 'missing' in roleId)) return answer;
  const stored = await storedResults(configRuleName, services);
  // What was decided is reported all the same: the results of the living do not depend on those of the dead.
  if ('refused' in stored) return { ...answer, undecided: [...answer.undecided, stored.refused], readFailed: true };
  const found = roles.flatMap(resourceOf);
  return { ...answer, evaluations: [...answer.evaluations, ...staleEvaluations(stored.results, found, time)] };
}

async function storedResults(
  configRuleName: string,
  { readStoredResults }: ConfigRuleServices,
): Promise<{ readonly results: readonly StoredResult[] } | { readonly refused: string }> {
  try {
    return { results: await readStoredResults(configRuleName) };
  } catch (thrown) {
    return { refused: `the results that AWS Config holds were not read (${awsFailure(thrown).error})` };
  }
}

const partsRead = ({ needs, alsoReads = [] }: Rule) => [...needs, ...alsoReads];

/**
 * What each role gets, and why the others get nothing.
 *
 * @param hidden lists of workloads that were refused: what is in them may act with any of the roles, so none passes
 * @param mayRetry whether the missing evidence may still come; if not, a result of before is withdrawn
 */
function answerFor(
  rule: Rule,
  roles: readonly AgentRole[],
  { time, hidden, mayRetry }: { readonly time: string; readonly hidden: readonly string[]; readonly mayRetry: boolean },
): Answer {
  const evaluations: ConfigEvaluation[] = [];
  const undecided: string[] = [];
  for (const { role, outcome } of evaluateRoles(roles, [rule])) {
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

function missingFor(role: AgentRole, outcome: Outcome, hidden: readonly string[]): readonly string[] {
  if (outcome.complianceType === 'INSUFFICIENT_DATA') return outcome.missing;
  if ('missing' in role.roleId) return role.roleId.missing;
  return outcome.complianceType === 'COMPLIANT' ? hidden : [];
}

/** AWS Config would go on showing what was decided once; it has no word for "not decided" but this. */
function withdrawal(resource: StoredResult, missing: readonly string[], time: string): ConfigEvaluation {
  const reason = `Not decided: ${missing.join(', ')}`;
  return evaluationOf(resource, { complianceType: 'NOT_APPLICABLE', reason }, reason, time);
}

function resourceOf(role: AgentRole): readonly StoredResult[] {
  return 'known' in role.roleId ? [roleResource(role.roleId.known, role.arn)] : [];
}
