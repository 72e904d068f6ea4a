import { at } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { fileSystemNeeds } from './file-system-needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { bucketArn, isBucket, isKey, objectsArn, withoutSlashes } from './s3-location.ts';
import { callerReadNeeds, networkNeeds } from './setting-needs.ts';
import { inWords, isAbsent } from './union.ts';

const PAGE = 'browser-session-recording';

/**
 * Recording sessions, and mounting file systems. Certificates and enterprise policies are read with the credentials of whoever
 * creates the browser, and signing requests needs no permission.
 */
export const browserNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  joinNeeds([
    recordingNeeds(place),
    networkNeeds(place, at(place.resource, 'networkConfiguration')),
    callerReadNeeds(place),
    fileSystemNeeds(place, 'browser-filesystem-configurations', at(place.resource, 'filesystemConfigurations')),
  ]);

function recordingNeeds(place: AgentCorePlace): WorkloadNeeds {
  const recording = at(place.resource, 'recording');
  if (isAbsent(recording) || at(recording, 'enabled') === false) return needsWith({});
  if (at(recording, 'enabled') !== true)
    return needsWith({ gaps: [`whether ${place.label} records its sessions was not read`] });
  const bucket = inWords(at(recording, 's3Location', 'bucket'));
  if (!isBucket(bucket)) return unusable(place.label, 'the S3 bucket of its recordings', bucket);
  const prefix = at(recording, 's3Location', 'prefix') ?? '';
  if (typeof prefix !== 'string' || !isKey(prefix))
    return unusable(place.label, 'a prefix in the S3 bucket of its recordings', inWords(prefix));
  const key = withoutSlashes(prefix);
  const request = placeRequests(place, PAGE, 'storage', `recordings in s3://${bucket}/${key}`);
  const context = { 'aws:ResourceAccount': place.snapshot.accountId };
  return needsWith({
    requests: [
      ...request(
        ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        objectsArn(place, { bucket, key }),
        { context },
      ),
      ...request(['s3:ListBucket'], bucketArn(place, bucket), { context }),
      ...placeRequests(
        place,
        PAGE,
        'telemetry',
        'logs',
      )(
        ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        arnIn(place, 'logs', 'log-group:/aws/bedrock-agentcore/browser/*'),
        { necessity: 'optional', note: 'The page allows the logs on all resources.' },
      ),
    ],
  });
}
