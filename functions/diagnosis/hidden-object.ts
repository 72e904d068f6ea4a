import { sameAction } from './asked-requests.ts';
import type { DiagnosisContext } from './context.ts';
import type { Cause } from './diagnosis.ts';
import { engineLine, messageLine } from './evidence-line.ts';
import { answerRequest } from './policy-answer.ts';

/**
 * An object that is not there, asked for by a caller who may not list the bucket: Amazon S3 answers 403, and not 404.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function hiddenObject({ denied, access, role, allowedByIdentity }: DiagnosisContext): Cause | undefined {
  const bucket = denied.requested?.buckets?.[0];
  if (role === undefined || bucket === undefined || !allowedByIdentity || denied.message.layer !== undefined)
    return undefined;
  if (!sameAction(access.action ?? '', 's3:GetObject')) return undefined;
  const list = { action: 's3:ListBucket', resource: `arn:${role.partition}:s3:::${bucket}` };
  const needed = role.knownRequests.find(
    ({ action, resource }) => sameAction(action, list.action) && resource === list.resource,
  );
  const { identity } = answerRequest({ ...list, context: needed?.context ?? {}, standing: 'related' }, role);
  if (identity === undefined || !/Deny$/.test(identity.decision)) return undefined;
  return {
    code: 'RESOURCE_DOES_NOT_EXIST',
    certainty: 'possible',
    summary: `The object may not be there: Amazon S3 says "access denied" of it to whoever may not list ${list.resource}.`,
    evidence: [messageLine({ denied }), engineLine(list, 'not allowed')],
    change: {
      kind: 'steps',
      who: 'the owner of the workload',
      steps: [
        `Look whether the bucket ${bucket} has the object that was asked for, under exactly that key; with ${list.action} on the bucket, the answer would be 404.`,
      ],
    },
  };
}
