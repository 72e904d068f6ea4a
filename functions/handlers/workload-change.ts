import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { buildLog } from '../adapters/log.ts';
import { readSettings } from '../adapters/settings.ts';
import { lazyLedger } from './compliance-services.ts';
import { deployedExceptions } from './deployed-exceptions.ts';
import { logInvocation } from './log-invocation.ts';
import { ownAccountReaders } from './own-account.ts';
import { reportWorkloadChanges, type WorkloadChangeServices } from './report-workload-change.ts';
import { toldInLedger } from './told.ts';

const settings = readSettings(['ALERT_TOPIC_ARN', 'INCIDENT_TABLE', 'AWS_REGION'], process.env);
const region = settings.AWS_REGION;
const log = buildLog(process.env);
const readersOf = ownAccountReaders(region, process.env.AGENT_REGIONS, settings.INCIDENT_TABLE);
const configRules = () => import('../adapters/config-rules-in-use.ts');

const services: Omit<WorkloadChangeServices, 'readers'> = {
  readExceptions: deployedExceptions(process.env.EXCEPTIONS_FILE, log),
  readConfigRules: async () => (await configRules()).readConfigRules({ region }),
  readResultsOf: async (resource) =>
    (await import('../adapters/stored-results.ts')).readResultsOf(resource, { region }),
  publish: async (message) =>
    (await import('../adapters/publish-alert.ts')).publishAlert(settings.ALERT_TOPIC_ARN, message, { region }),
  countRecorded: async (types) => (await configRules()).countRecorded(types, { region }),
  startEvaluations: async (names) => (await configRules()).startEvaluations(names, { region }),
  mostEvaluations: Number(process.env.MOST_EVALUATIONS ?? 0),
  told: toldInLedger(lazyLedger(settings.INCIDENT_TABLE, region), Date.now),
  log,
};

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logInvocation(log))
  .handler(async ({ Records }, context) => {
    const failed = await reportWorkloadChanges(Records, { ...services, readers: readersOf(context) });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
