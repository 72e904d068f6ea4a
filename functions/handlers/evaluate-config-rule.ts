import { type ConfigInvocation, parseConfigEvent } from '../adapters/config-event.ts';
import type { RuleException } from '../rules/exceptions/exception.ts';
import type { Answer, RuleInUse } from './config-answer.ts';
import { type ChangeServices, evaluateChange } from './evaluate-change.ts';
import type { RunSweepServices } from './run-sweep.ts';

export interface ConfigRuleServices extends RunSweepServices, ChangeServices {
  readonly readExceptions: () => Promise<readonly RuleException[]>;
}

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
  const [{ accountId }] = services.readers;
  if (invocation.accountId !== accountId)
    throw new Error(
      `the rule is one of account ${invocation.accountId}, and this function reads ${accountId}; deploy it there`,
    );
  const answer = await evaluate(invocation, services);
  if (answer !== 'unfinished') await report(invocation, answer, services);
}

async function loadRule(
  { ruleId, parameters }: ConfigInvocation,
  { readExceptions }: ConfigRuleServices,
): Promise<RuleInUse> {
  const { catalogue } = await import('../rules/catalogue.ts');
  const rule = catalogue.find(({ id }) => id === ruleId);
  if (rule === undefined) throw new Error(`the catalogue has no rule \`${ruleId}\``);
  return { rule, parameters, exceptions: await readExceptions() };
}

async function report(
  { ruleId, resultToken }: ConfigInvocation,
  { evaluations, undecided, readFailed: mayRetry }: Answer,
  services: Pick<ConfigRuleServices, 'putEvaluations' | 'log'>,
): Promise<void> {
  // An empty report closes an invocation that has nothing to say; one that fails has not ended.
  if (evaluations.length > 0 || undecided.length === 0 || !mayRetry)
    await services.putEvaluations(evaluations, resultToken);
  services.log('EVALUATED', {
    rule: ruleId,
    evaluations: evaluations.length,
    nonCompliant: evaluations.filter(({ ComplianceType }) => ComplianceType === 'NON_COMPLIANT').length,
  });
  if (undecided.length === 0) return;
  if (mayRetry) throw undecidedError(ruleId, undecided);
  services.log('UNDECIDED', { rule: ruleId, cases: undecided.length, reasons: undecided });
}

function undecidedError(ruleId: string, undecided: readonly string[]): Error {
  const reasons = undecided.slice(0, 5).join('; ');
  const more = undecided.length > 5 ? `; and ${undecided.length - 5} more` : '';
  const error = new Error(`${ruleId} has no answer in ${undecided.length} cases: ${reasons}${more}`);
  error.name = 'InsufficientData';
  return error;
}

async function evaluate(invocation: ConfigInvocation, services: ConfigRuleServices): Promise<Answer | 'unfinished'> {
  const { notification } = invocation;
  const rule = () => loadRule(invocation, services);
  if (notification.kind !== 'scheduled') return evaluateChange(rule, notification, invocation, services);
  const { runSweep } = await import('./run-sweep.ts');
  return runSweep(await rule(), notification.time, invocation, services);
}
