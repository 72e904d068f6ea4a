import middy from '@middy/core';
import type { SNSEvent } from 'aws-lambda';
import { buildDeliveries } from '../adapters/deliveries.ts';
import { buildLog } from '../adapters/log.ts';
import { addressIn, secretReader } from '../adapters/notifier-secret.ts';
import { readSettings } from '../adapters/settings.ts';
import { postAsSlackBot } from '../adapters/slack-bot.ts';
import { postToSlackWebhook } from '../adapters/slack-webhook.ts';
import { deliverAlerts } from './deliver-alerts.ts';
import { logInvocation } from './log-invocation.ts';
import { patientSender } from './patient-sender.ts';

const settings = readSettings(['SLACK_SECRET_ARN', 'INCIDENT_TABLE', 'AWS_REGION'], process.env);
const aws = { region: settings.AWS_REGION };
const log = buildLog(process.env);
const readSecret = secretReader(settings.SLACK_SECRET_ARN, aws, Date.now);
const deliveries = buildDeliveries(settings.INCIDENT_TABLE, 'slack', aws, Date.now);
const patienceOf = patientSender();

export const handler = middy<SNSEvent, void>()
  .use(logInvocation(log))
  .handler((event, context) =>
    deliverAlerts(event, context.awsRequestId, {
      deliveries,
      log,
      async send(alert) {
        const secret = await readSecret();
        const { botToken: token, channel } = secret;
        const patience = patienceOf(context);
        if (token === undefined || channel === undefined)
          return postToSlackWebhook(addressIn(secret, 'webhookUrl'), alert, patience);
        const api = secret.apiUrl === undefined ? 'https://slack.com/api' : addressIn(secret, 'apiUrl');
        return postAsSlackBot({ token, channel, api }, alert, deliveries, patience);
      },
    }),
  );
