import middy from '@middy/core';
import type { ConfigRuleEvent } from '../adapters/config-event.ts';
import { buildLog } from '../adapters/log.ts';
import { readSettings } from '../adapters/settings.ts';
import { type ConfigRuleServices, evaluateConfigRule } from './evaluate-config-rule.ts';
import { logInvocation } from './log-invocation.ts';
import { ownAccountReader } from './own-account.ts';

const { AWS_REGION: region } = readSettings(['AWS_REGION'], process.env);
const log = buildLog(process.env);
const readerOf = ownAccountReader(region);

const services: Omit<ConfigRuleServices, 'reader'> = {
  readConfigurationItem: async (summary) =>
    (await import('../adapters/read-configuration-item.ts')).readConfigurationItem(summary, { region }),
  readStoredResults: async (configRuleName) =>
    (await import('../adapters/put-evaluations.ts')).readStoredResults(configRuleName, { region }),
  putEvaluations: async (evaluations, resultToken) =>
    (await import('../adapters/put-evaluations.ts')).putEvaluations(evaluations, resultToken, { region }),
  log,
};

export const handler = middy<ConfigRuleEvent, void>()
  .use(logInvocation(log))
  .handler((event, context) => evaluateConfigRule(event, { ...services, reader: readerOf(context) }));
