import type { AgentConfiguration } from './agent-configurations.ts';
import { partitionOf } from './arn.ts';
import { listAt, textAt } from './fields.ts';
import { isKeyArn } from './key-use-requests.ts';
import { GUIDE, type Needs, NO_NEEDS, requestsFor } from './needs.ts';
import type { Snapshot } from './snapshot.ts';
import { quoted } from './unread.ts';

interface Schema {
  readonly bucketArn: string;
  /** `s3://bucket/key` */
  readonly name: string;
  readonly necessity: 'required' | 'optional';
}

/**
 * The customer managed key that a bucket encrypts API schemas with. AWS's own key for S3 lets in the whole account, and a
 * bucket whose encryption was not read has a key that is not known: the role's access to either is not derived, since no page
 * of AWS asks for it. https://docs.aws.amazon.com/bedrock/latest/userguide/cmk-agent-resources.html
 */
export function schemaKeyNeeds(snapshot: Snapshot, configuration: AgentConfiguration, schema: Schema): Needs {
  const key = keyOf(snapshot, configuration, schema);
  if (key === undefined) return NO_NEEDS;
  if (!isKeyArn(key))
    return { requests: [], gaps: [`${quoted(key)} is no ARN or id of a KMS key (API schema ${schema.name})`] };
  const { workload } = configuration;
  const request = requestsFor(configuration, {
    capability: `key of the API schema ${schema.name}`,
    kind: 'encryptionKey',
    source: `${GUIDE}/cmk-agent-resources.html`,
  });
  return {
    requests: [
      ...request(['kms:Decrypt'], key, {
        necessity: 'optional',
        context: { 'kms:ViaService': `s3.${workload.region}.amazonaws.com` },
        note: ON_ROLE,
      }),
      ...request(['kms:GenerateDataKey', 'kms:Decrypt'], key, {
        necessity: schema.necessity,
        heldBy: 'keyPolicy',
        principal: workload.servicePrincipal,
        context: { 'kms:EncryptionContext:aws:bedrock:arn': workload.arn },
        note: DEFAULT_KEY,
      }),
    ],
    gaps: [],
  };
}

/** The bucket names its default key by ARN, by id or by alias; an alias does not tell its key. */
function keyOf(snapshot: Snapshot, { workload }: AgentConfiguration, { bucketArn }: Schema): string | undefined {
  const encryption = snapshot.bucketEncryption ?? {};
  const rules = Object.hasOwn(encryption, bucketArn) ? listAt(encryption[bucketArn], 'Rules') : [];
  const [key] = rules.flatMap((rule) => textAt(rule, 'ApplyServerSideEncryptionByDefault', 'KMSMasterKeyID') ?? []);
  if (key === undefined || !/^[A-Za-z0-9-]+$/.test(key)) return key;
  return `arn:${partitionOf(snapshot)}:kms:${workload.region}:${snapshot.accountId}:key/${key}`;
}

const ON_ROLE =
  "AWS's page on agents' keys asks for a key policy that lets in bedrock.amazonaws.com, and for nothing of the role; AWS's managed policy for SageMaker Studio agents lets the role decrypt through S3 instead. This is the second.";
const DEFAULT_KEY =
  'The key is the one that the bucket encrypts new objects with; the schema may have been stored under another.';
