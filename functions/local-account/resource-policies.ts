import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { knownPart, refuseUnread } from './snapshot-parts.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const lambda: Operations = {
  GetPolicy(input, account) {
    const qualifier = input.Qualifier === undefined ? '' : `:${input.Qualifier}`;
    const policy = policyOf(`${input.FunctionName}${qualifier}`, account);
    if (policy === undefined)
      throw new AwsError('ResourceNotFoundException', 404, 'The resource you requested does not exist.');
    return { Policy: policy, RevisionId: '00000000-0000-0000-0000-000000000000' };
  },
};

/**
 * Invocations are put into a queue, as those of the type `Event` are: whoever started the account delivers them.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const lambdaInvocations: Operations = {
  Invoke({ FunctionName, ...event }, { invoked }) {
    invoked.push({ functionName: String(FunctionName), event });
    return {};
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const kms: Operations = {
  GetKeyPolicy(input, account) {
    const policy = policyOf(String(input.KeyId), account);
    if (policy === undefined) throw new AwsError('NotFoundException', 400, `Key '${input.KeyId}' does not exist`);
    return { Policy: policy, PolicyName: 'default' };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const s3: Operations = {
  GetBucketPolicy(input, account) {
    const policy = policyOf(bucketArn(input, account), account);
    if (policy === undefined) throw new AwsError('NoSuchBucketPolicy', 404, 'The bucket policy does not exist');
    return { Policy: policy };
  },

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
  GetBucketEncryption(input, account) {
    const { snapshot } = account;
    const arn = bucketArn(input, account);
    refuseUnread(snapshot, 'bucketEncryption', arn);
    const buckets = snapshot.bucketEncryption ?? {};
    const encryption = Object.hasOwn(buckets, arn) ? buckets[arn] : undefined;
    const { Rules = [] } = knownPart(encryption, snapshot, 'bucketEncryption', arn);
    if (Rules.length === 0)
      throw new AwsError(
        'ServerSideEncryptionConfigurationNotFoundError',
        404,
        'The server side encryption configuration was not found',
      );
    return { ServerSideEncryptionConfiguration: { Rules } };
  },
};

const bucketArn = ({ Bucket }: Input, { snapshot }: Account): string =>
  `arn:${snapshot.partition ?? 'aws'}:s3:::${Bucket}`;

/** As text; `undefined` when the resource is known to have none. A resource that the snapshot does not name is unknown. */
function policyOf(arn: string, { snapshot }: Account): string | undefined {
  refuseUnread(snapshot, 'resourcePolicies', arn);
  const policies = knownPart(snapshot.resourcePolicies, snapshot, 'resourcePolicies');
  const policy = Object.hasOwn(policies, arn) ? policies[arn] : undefined;
  const known = knownPart(policy, snapshot, 'resourcePolicies', arn);
  if (known === null) return undefined;
  return typeof known === 'string' ? known : JSON.stringify(known);
}
