import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Aws, awsFailure, clientConfiguration } from './aws.ts';
import { InputError } from './input-error.ts';

export interface Identity {
  readonly accountId: string;
  readonly partition: string;
  readonly arn: string;
  readonly region: string;
}

/**
 * Whose account this is.
 *
 * @throws InputError when AWS does not say: without an answer nothing can be read
 */
export async function readIdentity(aws: Aws): Promise<Identity> {
  const sts = new STSClient(clientConfiguration(aws));
  try {
    const region = await sts.config.region();
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { accountId: Account, partition: Arn.split(':')[1] ?? 'aws', arn: Arn, region };
  } catch (thrown) {
    const { error, message } = awsFailure(thrown);
    throw new InputError(message, error, 'see that this machine reaches AWS with the credentials it has');
  }
}
