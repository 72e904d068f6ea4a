import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { type Aws, clientConfiguration } from './aws.ts';
import { clientsByRegion } from './clients-by-region.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { NamedResources } from './named-resources.ts';
import { paced } from './pace.ts';
import type { Unread } from './unread.ts';

const AT_ONCE = 5;

type PolicyOf = (arn: string) => Promise<string | undefined | null>;

/** The policy of each named resource by its ARN, as AWS words it; `null` for one that has none. */
export async function readResourcePolicies(
  { functionArns, keyArns, bucketArns }: NamedResources,
  aws: Aws,
  unread: Unread,
): Promise<Readonly<Record<string, unknown>>> {
  const read = async (arns: readonly string[], policyOf: PolicyOf) =>
    mapConcurrently(arns, AT_ONCE, async (arn) => {
      const policy = await unread.attempt(`resourcePolicies.${arn}`, () => policyOf(arn));
      return policy === undefined ? [] : [[arn, policy] as const];
    });
  const entries = await Promise.all([
    read(functionArns, functionPolicy(aws)),
    read(keyArns, keyPolicy(aws)),
    read(bucketArns, bucketPolicy(aws)),
  ]);
  return Object.fromEntries(entries.flat(2));
}

function functionPolicy(aws: Aws): PolicyOf {
  const clientOf = clientsByRegion(aws, (region) =>
    paced(new LambdaClient(clientConfiguration({ ...aws, ...region })), aws.pace),
  );
  return async (arn) => {
    const [function_, qualifier] = [arn.split(':').slice(0, 7).join(':'), arn.split(':')[7]];
    const command = new GetPolicyCommand({
      FunctionName: function_,
      ...(qualifier !== undefined && { Qualifier: qualifier }),
    });
    // A function without a policy is answered as one that does not exist; neither has one.
    return noneWhen(['ResourceNotFoundException'], async () => (await clientOf(arn).send(command)).Policy);
  };
}

/** A key always has a policy: one that is not found is a key that is not. */
function keyPolicy(aws: Aws): PolicyOf {
  const clientOf = clientsByRegion(aws, (region) => new KMSClient(clientConfiguration({ ...aws, ...region })));
  return async (arn) =>
    (await clientOf(arn).send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' }))).Policy;
}

function bucketPolicy(aws: Aws): PolicyOf {
  const client = new S3Client({ ...clientConfiguration(aws), followRegionRedirects: true });
  return async (arn) => {
    const command = new GetBucketPolicyCommand({ Bucket: arn.slice(arn.lastIndexOf(':') + 1) });
    return noneWhen(['NoSuchBucketPolicy'], async () => (await client.send(command)).Policy);
  };
}

async function noneWhen(names: readonly string[], ask: () => Promise<string | undefined>) {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof Error && names.includes(thrown.name)) return null;
    throw thrown;
  }
}
