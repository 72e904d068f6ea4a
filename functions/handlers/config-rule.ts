import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { ConfigRuleEvent } from '../adapters/config-event.ts';
import { buildLog } from '../adapters/log.ts';
import { readSettings } from '../adapters/settings.ts';
import { deployedExceptions } from './deployed-exceptions.ts';
import { type ConfigRuleServices, evaluateConfigRule } from './evaluate-config-rule.ts';
import { logInvocation } from './log-invocation.ts';
import { ownAccountReaders } from './own-account.ts';

const { AWS_REGION: region } = readSettings(['AWS_REGION'], process.env);
const log = buildLog(process.env);
const readersOf = ownAccountReaders(region, process.env.AGENT_REGIONS, process.env.INCIDENT_TABLE);

const services: Omit<ConfigRuleServices, 'readers' | 'timeLeft' | 'invokeAgain'> = {
  readConfigurationItem: async (summary) =>
    (await import('../adapters/read-configuration-item.ts')).readConfigurationItem(summary, { region }),
  readStoredResults: async (configRuleName) =>
    (await import('../adapters/stored-results.ts')).readStoredResults(configRuleName, { region }),
  readExceptions: deployedExceptions(process.env.EXCEPTIONS_FILE, log),
  putEvaluations: async (evaluations, resultToken) =>
    (await import('../adapters/put-evaluations.ts')).putEvaluations(evaluations, resultToken, { region }),
  log,
};

const own = (context: Context) => ({
  readers: readersOf(context),
  timeLeft: () => context.getRemainingTimeInMillis(),
  invokeAgain: async (event: object) =>
    (await import('../adapters/invoke-later.ts')).invokeLater(context.functionName, event, { region }),
});

export const handler = middy<ConfigRuleEvent, void>()
  .use(logInvocation(log))
  .handler((event, context) => evaluateConfigRule(event, { ...services, ...own(context) }));
