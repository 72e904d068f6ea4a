import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Aws, clientConfiguration } from './aws.ts';

/** Puts an event into the queue that Lambda keeps for a function: it is invoked soon, and again when it fails. */
export async function invokeLater(functionName: string, event: object, aws: Aws): Promise<void> {
  const lambda = new LambdaClient(clientConfiguration(aws));
  await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: new TextEncoder().encode(JSON.stringify(event)),
    }),
  );
}
