import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { buildLog } from '../adapters/log.ts';
import { readSettings } from '../adapters/settings.ts';
import { incidentServices } from './incident-services.ts';
import { logInvocation } from './log-invocation.ts';
import { ownAccountReaders } from './own-account.ts';
import { reportAccessDenied } from './report-access-denied.ts';

const settings = readSettings(['ALERT_TOPIC_ARN', 'INCIDENT_TABLE', 'AWS_REGION'], process.env);
const log = buildLog(process.env);
const readersOf = ownAccountReaders(settings.AWS_REGION, process.env.AGENT_REGIONS);
const services = incidentServices(settings, process.env, log);

/** Milliseconds below which no further incident is begun: reading gives up twelve seconds before the end. */
const TO_EXPLAIN = 20_000;

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logInvocation(log))
  .handler(async ({ Records }, context) => {
    const failed = await reportAccessDenied(Records, {
      ...services,
      readers: readersOf(context),
      functionName: context.functionName,
      hasTime: () => context.getRemainingTimeInMillis() > TO_EXPLAIN,
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
