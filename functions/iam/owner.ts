import type { Question } from './layers.ts';
import { isAccountId } from './principal-identity.ts';
import type { RequestContext } from './request-context.ts';

/** Does the resource belong to another account than the principal's? */
export function isCrossAccount({ principal, context, request, resource }: Question): boolean {
  if (principal.accountId === undefined) return false;
  const owner = request.resourceAccount ?? toldOwner(context) ?? resource.fields[4];
  return owner !== undefined && isAccountId(owner) && owner !== principal.accountId;
}

function toldOwner(context: RequestContext): string | undefined {
  const told = context.valuesOf('aws:resourceaccount');
  return told === undefined || told === 'absent' ? undefined : told[0];
}

const OWN_BUCKET_POLICY = /^s3(express)?:(get|put|delete)bucketpolicy$/;

/**
 * "The root principal in a bucket owner's AWS account can perform the GetBucketPolicy, PutBucketPolicy, and DeleteBucketPolicy
 * API actions, even if their bucket policy explicitly denies the root principal's access."
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
 */
export const mayUnlockBucket = (question: Question): boolean =>
  question.principal.type === 'root' && OWN_BUCKET_POLICY.test(question.action) && !isCrossAccount(question);
