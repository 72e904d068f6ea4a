import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretDescription } from '../workload/knowledge-base/encryption.ts';
import { asJson } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { clientsByRegion } from './clients-by-region.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';

const AT_ONCE = 5;

/** What each secret is encrypted with, by its ARN. Its value is never asked for. */
export async function readSecrets(
  arns: readonly string[],
  aws: Aws,
  unread: Unread,
): Promise<Readonly<Record<string, SecretDescription>>> {
  const clientOf = clientsByRegion(
    aws,
    (region) => new SecretsManagerClient(clientConfiguration({ ...aws, ...region })),
  );
  const entries = await mapConcurrently(arns, AT_ONCE, async (arn) => {
    const description = await unread.attempt(`secrets.${arn}`, async () =>
      asJson<SecretDescription>(await clientOf(arn).send(new DescribeSecretCommand({ SecretId: arn }))),
    );
    return description === undefined ? [] : [[arn, description] as const];
  });
  return Object.fromEntries(entries.flat());
}
