import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { AlertMessage } from './alert-message.ts';
import { type Aws, clientConfiguration } from './aws.ts';

/** @throws when SNS does not take it: Lambda then retries, and at last an alarm tells */
export async function publishAlert(TopicArn: string, message: AlertMessage, aws: Aws): Promise<void> {
  const sns = new SNSClient(clientConfiguration(aws));
  const attributes = Object.entries(message.attributes).map(([name, StringValue]) => [
    name,
    { DataType: 'String', StringValue },
  ]);
  await sns.send(
    new PublishCommand({
      TopicArn,
      Subject: message.subject,
      Message: message.body,
      MessageStructure: 'json',
      MessageAttributes: Object.fromEntries(attributes),
    }),
  );
}
