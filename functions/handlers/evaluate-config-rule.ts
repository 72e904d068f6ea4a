import { awsFailure } from '../adapters/aws.ts';
import {
  type ConfigEvaluation,
  notApplicable,
  ROLE,
  roleResource,
  staleEvaluations,
} from '../adapters/config-evaluations.ts';
import {
  type ConfigInvocation,
  type ConfigNotification,
  type ConfigurationItem,
  parseConfigEvent,
} from '../adapters/config-event.ts';
import { catalogue } from '../rules/catalogue.ts';
import type { RuleException } from '../rules/exceptions/exception.ts';
import type { Rule } from '../rules/rule.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { changedRoles } from './changed-roles.ts';
import { type Answer, answerFor, partsRead, type RuleInUse } from './config-answer.ts';
import { type SweepServices, sweepAccount } from './sweep-account.ts';

export interface ConfigRuleServices extends SweepServices {
  readonly readConfigurationItem: (summary: ConfigurationItem) => Promise<ConfigurationItem>;
  readonly readExceptions: () => Promise<readonly RuleException[]>;
  readonly putEvaluations: (evaluations: readonly ConfigEvaluation[], resultToken: string) => Promise<void>;
  /** Has the function invoked again with the event, after this invocation. */
  readonly invokeAgain: (event: object) => Promise<void>;
}

/** With what is kept in memory for an hour, and 300 seconds each, no sweep gets further; Lambda itself stops loops of 16. */
const MOST_CONTINUATIONS = 12;

/**
 * Answers one invocation of a Config rule: evaluates, reports what could be decided, then fails for the rest if a read
 * failed. What no retry can decide (a condition on a key that nobody sees, a kind of workload whose needs are not derived)
 * is logged: AWS Config shows no result for it. A sweep that the time does not suffice for goes on in the next invocation, with
 * the same result token.
 *
 * @throws Error naming the rule and the roles without an answer: AWS Config has no word for it, and a retry may have one
 */
export async function evaluateConfigRule(event: unknown, services: ConfigRuleServices): Promise<void> {
  const invocation = parseConfigEvent(event);
  const rule = catalogue.find(({ id }) => id === invocation.ruleId);
  if (rule === undefined) throw new Error(`the catalogue has no rule \`${invocation.ruleId}\``);
  const [{ accountId }] = services.readers;
  if (invocation.accountId !== accountId)
    throw new Error(
      `the rule is one of account ${invocation.accountId}, and this function reads ${accountId}; deploy it there`,
    );
  const exceptions = await services.readExceptions();
  const answer = await evaluate({ rule, parameters: invocation.parameters, exceptions }, invocation, services);
  if (answer === 'unfinished')
    return services.log('SWEEP_CONTINUES', { rule: rule.id, after: invocation.continuation });
  await report(rule, invocation, answer, services);
}

async function report(
  rule: Rule,
  { resultToken }: ConfigInvocation,
  { evaluations, undecided, readFailed: mayRetry }: Answer,
  services: ConfigRuleServices,
): Promise<void> {
  // An empty report closes an invocation that has nothing to say; one that fails has not ended.
  if (evaluations.length > 0 || undecided.length === 0 || !mayRetry)
    await services.putEvaluations(evaluations, resultToken);
  services.log('EVALUATED', {
    rule: rule.id,
    evaluations: evaluations.length,
    nonCompliant: evaluations.filter(({ ComplianceType }) => ComplianceType === 'NON_COMPLIANT').length,
  });
  if (undecided.length === 0) return;
  if (mayRetry) throw undecidedError(rule, undecided);
  services.log('UNDECIDED', { rule: rule.id, cases: undecided.length, reasons: undecided });
}

function undecidedError(rule: Rule, undecided: readonly string[]): Error {
  const reasons = undecided.slice(0, 5).join('; ');
  const more = undecided.length > 5 ? `; and ${undecided.length - 5} more` : '';
  const error = new Error(`${rule.id} has no answer in ${undecided.length} cases: ${reasons}${more}`);
  error.name = 'InsufficientData';
  return error;
}

async function evaluate(
  inUse: RuleInUse,
  invocation: ConfigInvocation,
  services: ConfigRuleServices,
): Promise<Answer | 'unfinished'> {
  const { notification } = invocation;
  return notification.kind === 'scheduled'
    ? sweep(inUse, notification.time, invocation, services)
    : evaluateChange(inUse, notification, invocation, services);
}

async function sweep(
  inUse: RuleInUse,
  time: string,
  { event, continuation, configRuleName }: ConfigInvocation,
  services: ConfigRuleServices,
): Promise<Answer | 'unfinished'> {
  const once = (mayContinue: boolean) => sweepAccount(inUse, { configRuleName, time, mayContinue }, services);
  const answer = await once(continuation < MOST_CONTINUATIONS);
  if (answer !== 'unfinished') return answer;
  try {
    await services.invokeAgain({ ...event, continuation: continuation + 1 });
    return 'unfinished';
  } catch (thrown) {
    // Then this invocation tells what it has; what is missing makes it fail, and be retried.
    services.log('SWEEP_NOT_CONTINUED', { rule: inUse.rule.id, error: awsFailure(thrown).error });
    return once(false);
  }
}

async function evaluateChange(
  inUse: RuleInUse,
  notification: Exclude<ConfigNotification, { readonly kind: 'scheduled' }>,
  { configRuleName }: ConfigInvocation,
  services: ConfigRuleServices,
): Promise<Answer> {
  const { inScope, isDeleted, item: summary } = notification;
  const time = summary.captureTime;
  const decided = (reason: string): Answer => ({
    evaluations: [notApplicable(summary, reason, time)],
    undecided: [],
    readFailed: false,
  });
  if (!inScope && !isDeleted) return decided('the resource is no longer in the scope of the rule');
  const item = isDeleted ? summary : await wholeItem(notification, services);
  const changed = await changedRoles(item, services.readers, partsRead(inUse), isDeleted);
  if ('notApplicable' in changed) return decided(changed.notApplicable);
  const { roles, hidden, readFailed, acting } = changed;
  const answer = answerFor(inUse, roles, { time, hidden, mayRetry: readFailed });
  const ended = acting === undefined ? [] : await endedResults(configRuleName, acting, time, services);
  return {
    ...answer,
    evaluations: [
      ...answer.evaluations,
      ...(isDeleted ? [notApplicable(summary, 'the resource was deleted', time)] : []),
      ...noLongerMissing(item, roles, time),
      ...ended,
    ],
    undecided: [...answer.undecided, ...changed.undecided],
  };
}

/** While there was no such role, its ARN stood for it. */
function noLongerMissing(
  { isNew, resourceType, arn }: ConfigurationItem,
  roles: readonly AgentRole[],
  time: string,
): readonly ConfigEvaluation[] {
  if (!isNew || resourceType !== ROLE || arn === undefined || !roles.some((role) => role.arn === arn)) return [];
  return [notApplicable(roleResource(null, arn), 'the role exists now', time)];
}

/** The results of roles that nothing acts with any more; none while IAM does not say which role has which id. */
async function endedResults(
  configRuleName: string,
  acting: ReadonlySet<string>,
  time: string,
  { readers, readStoredResults }: ConfigRuleServices,
): Promise<readonly ConfigEvaluation[]> {
  const stored = await readStoredResults(configRuleName);
  if (stored.length === 0) return [];
  const { iam, unread = [] } = await readers[0].read({ needs: ['roleId'] });
  if (unread.some(({ part }) => part === 'iam' || part.startsWith('iam.'))) return [];
  const ids = new Map((iam?.RoleDetailList ?? []).map(({ Arn, RoleId }) => [Arn, RoleId]));
  const living = [...acting].map((arn) => roleResource(ids.get(arn) ?? null, arn));
  return staleEvaluations(stored, living, time);
}

function wholeItem(
  { kind, item }: Exclude<ConfigNotification, { readonly kind: 'scheduled' }>,
  { readConfigurationItem }: ConfigRuleServices,
): ConfigurationItem | Promise<ConfigurationItem> {
  return kind === 'oversized' ? readConfigurationItem(item) : item;
}
