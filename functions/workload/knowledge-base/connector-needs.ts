import { allNeeds, GUIDE, type Needs, NO_NEEDS } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import { bucketNeeds, inBucket, namedBucket } from './bucket-needs.ts';
import { jsonField, jsonTexts } from './json-field.ts';
import { objectNeeds } from './object-needs.ts';
import { rewrittenSecretNeeds } from './rewritten-secret-needs.ts';
import { secretNeeds } from './secret-needs.ts';
import { needsWith, statedValue } from './stated-value.ts';

const MANAGED = `${GUIDE}/kb-managed-permissions.html`;
/** Their connection is a host and a secret. */
const WITH_SECRET: ReadonlySet<string> = new Set(['BOX', 'CONFLUENCE', 'GOOGLE_DRIVE', 'ONEDRIVE', 'SHAREPOINT']);

/**
 * What the connector of a managed knowledge base reads.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/kb-managed-connect-ds.html
 */
export function connectorNeeds(snapshot: Snapshot, workload: Workload, parameters: unknown, what: string): Needs {
  const type = jsonField(parameters, 'type');
  const secretArn = jsonField(parameters, 'connectionConfiguration', 'secretArn');
  const authType = jsonField(parameters, 'connectionConfiguration', 'authType');
  if (type === 'S3') return s3ConnectorNeeds(snapshot, workload, parameters, what);
  if (type === 'CUSTOM') return NO_NEEDS;
  // The Web Crawler signs in only where it is told how.
  if (type === 'WEB' || type === 'WEB_CRAWLER')
    return authType === 'NO_AUTH' && secretArn === undefined
      ? NO_NEEDS
      : secretNeeds(snapshot, workload, secretArn, what);
  if (typeof type === 'string' && WITH_SECRET.has(type))
    return allNeeds([
      secretNeeds(snapshot, workload, secretArn, what),
      ...(type === 'CONFLUENCE' ? [rewrittenSecretNeeds(snapshot, workload, { authType, secretArn }, what)] : []),
      certificateNeeds(snapshot, workload, parameters, what),
    ]);
  const gap =
    typeof type === 'string'
      ? `Warden does not know the connector \`${type.slice(0, 80)}\` of ${what}`
      : `the connector of ${what} was not read`;
  return allNeeds([
    { requests: [], gaps: [gap] },
    secretArn === undefined ? NO_NEEDS : secretNeeds(snapshot, workload, secretArn, what),
  ]);
}

const S3 = `${GUIDE}/kb-managed-ds-s3.html`;

/** https://docs.aws.amazon.com/bedrock/latest/userguide/kb-managed-ds-s3.html */
function s3ConnectorNeeds(snapshot: Snapshot, workload: Workload, parameters: unknown, what: string): Needs {
  const purpose = { capability: what, source: S3 };
  const list = jsonField(parameters, 'aclConfiguration', 'globalAccessControlListS3Uri');
  return allNeeds([
    s3DocumentNeeds(snapshot, workload, parameters, what),
    jsonField(parameters, 'aclEnabled') === true
      ? inBucket(snapshot, list, `the access control list of ${what}`, (bucket, key) =>
          objectNeeds(snapshot, workload, { ...purpose, bucket, key }),
        )
      : NO_NEEDS,
  ]);
}

function s3DocumentNeeds(snapshot: Snapshot, workload: Workload, parameters: unknown, what: string): Needs {
  const metadata = jsonField(parameters, 'metadataFilesPrefix');
  const included = jsonTexts(jsonField(parameters, 'filterConfiguration', 'inclusionPrefixes') ?? []);
  const ofMetadata = jsonTexts(metadata === undefined ? [] : [metadata]);
  if (included === undefined || ofMetadata === undefined)
    return { requests: [], gaps: [`the prefixes of ${what} are no list of texts`] };
  const bucketName = jsonField(parameters, 'connectionConfiguration', 'bucketName');
  return namedBucket(snapshot, bucketName, `the bucket of ${what}`, (bucket) =>
    bucketNeeds(snapshot, workload, {
      kind: 'dataSource',
      capability: what,
      source: S3,
      bucket,
      ownerAccountId: jsonField(parameters, 'connectionConfiguration', 'bucketOwnerAccountId'),
      list: {},
      objects: [{ actions: ['s3:GetObject'] }],
      prefixes: included.length === 0 ? [''] : [...included, ...ofMetadata],
      keyActions: ['kms:Decrypt', 'kms:DescribeKey'],
    }),
  );
}

/** SharePoint's certificate (Microsoft Entra ID App-Only) is an object in S3. */
function certificateNeeds(snapshot: Snapshot, workload: Workload, parameters: unknown, what: string): Needs {
  const path = jsonField(parameters, 'connectionConfiguration', 'certificateS3Path');
  if (path === undefined) return NO_NEEDS;
  return namedBucket(snapshot, jsonField(path, 's3BucketName'), `the bucket of the certificate of ${what}`, (bucket) =>
    needsWith(statedValue(jsonField(path, 's3KeyName'), /^[^*?]+$/, `the certificate of ${what}`), (key) =>
      objectNeeds(snapshot, workload, { capability: `certificate of ${what}`, source: MANAGED, bucket, key }),
    ),
  );
}
