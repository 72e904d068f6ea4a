import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { buildLog } from '../adapters/log.ts';
import { readSettings } from '../adapters/settings.ts';
import { complianceServices } from './compliance-services.ts';
import { logInvocation } from './log-invocation.ts';
import { ownAccountReaders } from './own-account.ts';
import { reportComplianceChanges } from './report-compliance-changes.ts';

const settings = readSettings(['ALERT_TOPIC_ARN', 'INCIDENT_TABLE', 'AWS_REGION'], process.env);
const log = buildLog(process.env);
const readersOf = ownAccountReaders(settings.AWS_REGION, process.env.AGENT_REGIONS, settings.INCIDENT_TABLE);
const services = complianceServices(settings, process.env.EXCEPTIONS_FILE, log);

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logInvocation(log))
  .handler(async ({ Records }, context) => {
    const failed = await reportComplianceChanges(Records, { ...services, readers: readersOf(context) });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
