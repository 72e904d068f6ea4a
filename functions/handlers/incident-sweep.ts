import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import { buildLog } from '../adapters/log.ts';
import { readSettings } from '../adapters/settings.ts';
import { incidentServices } from './incident-services.ts';
import { logInvocation } from './log-invocation.ts';
import { ownAccountReaders } from './own-account.ts';
import { sweepIncidents } from './sweep-incidents.ts';

const settings = readSettings(['ALERT_TOPIC_ARN', 'INCIDENT_TABLE', 'AWS_REGION'], process.env);
const log = buildLog(process.env);
const readersOf = ownAccountReaders(settings.AWS_REGION, process.env.AGENT_REGIONS);
const services = incidentServices(settings, process.env, log);

/** Milliseconds below which no further incident is begun. */
const TO_EXPLAIN = 20_000;

export const handler = middy<ScheduledEvent, void>()
  .use(logInvocation(log))
  .handler((_event, context) =>
    sweepIncidents({
      ...services,
      readers: readersOf(context),
      hasTime: () => context.getRemainingTimeInMillis() > TO_EXPLAIN,
    }),
  );
