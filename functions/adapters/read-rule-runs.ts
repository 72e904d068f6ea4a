import {
  type ConfigRuleEvaluationStatus,
  ConfigServiceClient,
  paginateDescribeConfigRuleEvaluationStatus,
} from '@aws-sdk/client-config-service';
import { everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';

/** How the latest run of a Config rule ended. Times are ISO 8601. */
export type RuleRun =
  | { readonly ended: 'well'; readonly at: string }
  | { readonly ended: 'failed'; readonly at: string; readonly error: string; readonly message: string }
  | { readonly ended: 'never' };

/** https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRuleEvaluationStatus.html */
const MOST_RULES = 25;

/** The latest run of each rule, by the name of the Config rule; one that is not in it AWS Config said nothing of. */
export async function readRuleRuns(
  configRuleNames: readonly string[],
  aws: Aws,
): Promise<ReadonlyMap<string, RuleRun>> {
  const client = new ConfigServiceClient(clientConfiguration(aws));
  const runs = new Map<string, RuleRun>();
  for (let from = 0; from < configRuleNames.length; from += MOST_RULES) {
    const pages = paginateDescribeConfigRuleEvaluationStatus(
      { client },
      { ConfigRuleNames: configRuleNames.slice(from, from + MOST_RULES) },
    );
    const states = await everyItem(pages, (page) => page.ConfigRulesEvaluationStatus);
    for (const state of states) runs.set(state.ConfigRuleName ?? '', latestRun(state));
  }
  return runs;
}

/**
 * An error stays in the answer after later runs that ended well, so the times decide. A function that throws fails the
 * evaluation; one that could not be called, the invocation.
 */
function latestRun({
  LastSuccessfulEvaluationTime,
  LastFailedEvaluationTime,
  LastFailedInvocationTime,
  LastErrorCode = 'unknown error',
  LastErrorMessage = '',
}: ConfigRuleEvaluationStatus): RuleRun {
  const failures = [LastFailedEvaluationTime, LastFailedInvocationTime].flatMap((time) => time?.getTime() ?? []);
  const failed = Math.max(0, ...failures);
  const succeeded = LastSuccessfulEvaluationTime?.getTime() ?? 0;
  if (failed === 0 && succeeded === 0) return { ended: 'never' };
  if (succeeded > failed) return { ended: 'well', at: new Date(succeeded).toISOString() };
  return { ended: 'failed', at: new Date(failed).toISOString(), error: LastErrorCode, message: LastErrorMessage };
}
