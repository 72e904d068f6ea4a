import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import { buildLog } from '../adapters/log.ts';
import { readSettings } from '../adapters/settings.ts';
import { complianceServices } from './compliance-services.ts';
import { logInvocation } from './log-invocation.ts';
import { ownAccountReaders } from './own-account.ts';
import { sendDigest } from './send-digest.ts';

const settings = readSettings(['ALERT_TOPIC_ARN', 'INCIDENT_TABLE', 'AWS_REGION'], process.env);
const region = settings.AWS_REGION;
const log = buildLog(process.env);
const readersOf = ownAccountReaders(region, process.env.AGENT_REGIONS, settings.INCIDENT_TABLE);
const services = complianceServices(settings, process.env.EXCEPTIONS_FILE, log);

export const handler = middy<ScheduledEvent, void>()
  .use(logInvocation(log))
  .handler((_event, context) =>
    sendDigest({
      ...services,
      readers: readersOf(context),
      readIncidents: async () => {
        const { buildIncidentStore } = await import('../adapters/incident-store.ts');
        return buildIncidentStore(settings.INCIDENT_TABLE, { region }, Date.now).list();
      },
      tellsAllClear: process.env.DIGEST === 'weekly',
    }),
  );
