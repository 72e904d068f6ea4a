import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import { buildLog } from '../adapters/log.ts';
import { readSettings } from '../adapters/settings.ts';
import { logInvocation } from './log-invocation.ts';
import { ownAccountReader } from './own-account.ts';
import { type AccessDeniedServices, reportAccessDenied } from './report-access-denied.ts';

const settings = readSettings(['ALERT_TOPIC_ARN', 'AWS_REGION'], process.env);
const region = settings.AWS_REGION;
const log = buildLog(process.env);
const readerOf = ownAccountReader(region);

const publish: AccessDeniedServices['publish'] = async (message) =>
  (await import('../adapters/publish-alert.ts')).publishAlert(settings.ALERT_TOPIC_ARN, message, { region });

export const handler = middy<EventBridgeEvent<string, unknown>, void>()
  .use(logInvocation(log))
  .handler((event, context) =>
    reportAccessDenied(event.detail, {
      publish,
      log,
      reader: readerOf(context),
      functionName: context.functionName,
    }),
  );
