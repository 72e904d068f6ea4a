import type { RuleRuns } from './config-store.ts';

/**
 * The latest runs of a rule as `describe-config-rule-evaluation-status` tells them: an error stays after runs that went well.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRuleEvaluationStatus.html
 */
export function evaluationStatus(ConfigRuleName: string, { succeeded, failed }: RuleRuns): object {
  return {
    ConfigRuleName,
    FirstEvaluationStarted: succeeded !== undefined || failed !== undefined,
    LastSuccessfulInvocationTime: succeeded,
    LastSuccessfulEvaluationTime: succeeded,
    LastFailedEvaluationTime: failed?.time,
    LastErrorCode: failed?.error,
    LastErrorMessage: failed?.message,
  };
}
