import middy from '@middy/core';
import type { SNSEvent } from 'aws-lambda';
import { buildDeliveries } from '../adapters/deliveries.ts';
import { buildLog } from '../adapters/log.ts';
import { addressIn, withSecretOf } from '../adapters/notifier-secret.ts';
import { readSettings } from '../adapters/settings.ts';
import { botIn, postAsSlackBot } from '../adapters/slack-bot.ts';
import { postToSlackWebhook } from '../adapters/slack-webhook.ts';
import { deliverAlerts } from './deliver-alerts.ts';
import { logInvocation } from './log-invocation.ts';
import { patientSender } from './patient-sender.ts';

const settings = readSettings(['SLACK_SECRET_ARN', 'INCIDENT_TABLE', 'AWS_REGION'], process.env);
const aws = { region: settings.AWS_REGION };
const log = buildLog(process.env);
const withSecret = withSecretOf(settings.SLACK_SECRET_ARN, aws, Date.now);
const deliveries = buildDeliveries(settings.INCIDENT_TABLE, 'slack', aws, Date.now);
const patienceOf = patientSender();

export const handler = middy<SNSEvent, void>()
  .use(logInvocation(log))
  .handler((event, context) =>
    deliverAlerts(event, context.awsRequestId, {
      deliveries,
      log,
      send: (alert) =>
        withSecret((secret) => {
          const bot = botIn(secret);
          const patience = patienceOf(context);
          return bot === undefined
            ? postToSlackWebhook(addressIn(secret, 'webhookUrl'), alert, patience)
            : postAsSlackBot(bot, alert, deliveries, patience);
        }),
    }),
  );
