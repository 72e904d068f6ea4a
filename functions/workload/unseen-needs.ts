import { arnFields } from '../iam/arn.ts';
import { keyOfBucket, keyOfSecret } from './knowledge-base/known-key.ts';
import { unseenRerankers } from './knowledge-base/reranking.ts';
import type { RequiredRequest } from './required-request.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead } from './unread.ts';
import type { Workload } from './workload.ts';

/** A need that may be there and cannot be seen in what was read: it leaves open what touches it, and nothing else. */
export interface UnseenNeed {
  readonly actions: readonly string[];
  /** A pattern: what is needed is somewhere in it. */
  readonly resource: string;
  /** A phrase that fits behind "unknown: ". */
  readonly reason: string;
}

/**
 * What a role may need beside its known needs: the keys of what it reads and writes, since a bucket, a secret or a store tells
 * its key and a workload does not; and reranking, which flows ask of a knowledge base.
 */
export function unseenNeeds(
  snapshot: Snapshot,
  workloads: readonly Workload[],
  ofRole: readonly RequiredRequest[],
): readonly UnseenNeed[] {
  const needs = [
    ...ofRole.flatMap((request) => unseenKey(snapshot, request) ?? []),
    ...(workloads.some(({ type }) => type === 'knowledgeBase') ? unseenReranking(snapshot) : []),
  ];
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

const ANY_KEY = 'arn:*:kms:*:*:*';

function unseenKey(snapshot: Snapshot, request: RequiredRequest): UnseenNeed | undefined {
  const { resource, kind } = request;
  const actions = keyActionsOf(request);
  const [bucket] = /^arn:[^:]+:s3:::[^/]+/.exec(resource) ?? [];
  if (actions.length === 0) return undefined;
  if (bucket !== undefined) return keyOf(snapshot, bucket, actions, 'bucketEncryption');
  if (kind === 'secret') return keyOf(snapshot, resource, actions, 'secrets');
  const what = ENCRYPTED.get(kind);
  const [, , service = ''] = arnFields(resource);
  if (what === undefined || WITHOUT_KEY.has(service)) return undefined;
  return { actions, resource: ANY_KEY, reason: `the keys that encrypt ${what} were not read` };
}

function keyActionsOf({ action, kind }: RequiredRequest): readonly string[] {
  switch (action) {
    case 's3:ListBucket':
    case 's3:DeleteObject':
      return [];
    case 's3:GetObject':
      // The connector of a managed knowledge base also looks the key up.
      return kind === 'dataSource' ? ['kms:Decrypt', 'kms:DescribeKey'] : ['kms:Decrypt'];
    case 'secretsmanager:GetSecretValue':
      return ['kms:Decrypt'];
    default:
      return ['kms:Decrypt', 'kms:GenerateDataKey'];
  }
}

/** A key that is known, and that no need names, is still the key: what it takes of the role was not derived. */
function keyOf(
  snapshot: Snapshot,
  arn: string,
  actions: readonly string[],
  part: 'bucketEncryption' | 'secrets',
): UnseenNeed | undefined {
  if (!Object.hasOwn(snapshot[part] ?? {}, arn))
    return { actions, resource: ANY_KEY, reason: notRead(snapshot, `${part}.${arn}`, `the key of ${arn}`) };
  const place = { region: arnFields(arn)[3] || snapshot.region, accountId: arnFields(arn)[4] || snapshot.accountId };
  const key = part === 'secrets' ? keyOfSecret(snapshot, arn, place) : keyOfBucket(snapshot, arn, place);
  if ('missing' in key) return { actions, resource: ANY_KEY, reason: key.missing[0] };
  return key.known === null
    ? undefined
    : { actions, resource: key.known, reason: `what the key of ${arn} takes of the role was not derived` };
}

const ENCRYPTED: ReadonlyMap<RequiredRequest['kind'], string> = new Map([
  ['schema', 'the API schemas'],
  ['dataSource', 'the data sources'],
  ['storage', 'the storage'],
  ['vectorStore', 'the vector store'],
]);

/**
 * They decrypt for whoever may read: the role of a knowledge base takes no key for them. S3 Vectors asks for it.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html
 */
const WITHOUT_KEY: ReadonlySet<string> = new Set([
  ...['aoss', 'es', 'rds', 'rds-data', 'neptune-graph', 'kendra', 'glue', 'lakeformation', 'bedrock', ''],
]);

/** https://docs.aws.amazon.com/bedrock/latest/userguide/rerank-prereq.html */
const unseenReranking = (snapshot: Snapshot): readonly UnseenNeed[] =>
  unseenRerankers(snapshot).flatMap((reason) => [
    { actions: ['bedrock:Rerank'], resource: '*', reason },
    {
      actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      resource: 'arn:*:bedrock:*:*:*rerank*',
      reason,
    },
  ]);
