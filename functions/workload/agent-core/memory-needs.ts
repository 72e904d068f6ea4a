import { at, fieldsOf, listAt, textAt } from '../fields.ts';
import { guardrailOf } from '../guardrail-of.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import { namedModel } from '../named-model.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { bucketArn, isBucket } from './s3-location.ts';

const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/;
const STREAM = /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[\w.-]+$/;

/** The models of overridden strategies, where self-managed ones deliver, and the stream of records. Built-in strategies need nothing. */
export const memoryNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  joinNeeds([
    ...strategies(place),
    ...listAt(place.resource, 'streamDeliveryResources', 'resources').map((resource) => streamNeeds(place, resource)),
    keyNeeds(place),
  ]);

function strategies(place: AgentCorePlace): readonly Partial<WorkloadNeeds>[] {
  if (at(place.resource, 'strategies') === undefined)
    return [{ gaps: [`the strategies of ${place.label} were not read`] }];
  return listAt(place.resource, 'strategies').flatMap((strategy) => {
    const name = (textAt(strategy, 'name') ?? 'without a name').slice(0, 80);
    const configuration = at(strategy, 'configuration');
    const models = modelsOf(configuration);
    const delivery = at(configuration, 'selfManagedConfiguration', 'invocationConfiguration');
    return [
      ...models.map((model) => namedModel(place.snapshot, place.workload, model, `memory strategy ${name}`)),
      ...(models.length === 0 ? [] : [guardrailOf(place.snapshot, place.workload)]),
      ...(delivery === undefined ? [] : [deliveryNeeds(place, name, delivery)]),
    ];
  });
}

/** Every step that a strategy overrides names its own model. */
const modelsOf = (configuration: unknown): readonly string[] => [
  ...new Set(
    [
      at(configuration, 'extraction', 'customExtractionConfiguration'),
      at(configuration, 'consolidation', 'customConsolidationConfiguration'),
      at(configuration, 'reflection', 'customReflectionConfiguration'),
    ].flatMap((step) => Object.values(fieldsOf(step)).flatMap((override) => textAt(override, 'modelId') ?? [])),
  ),
];

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-self-managed-strategies.html */
function deliveryNeeds(place: AgentCorePlace, strategy: string, delivery: unknown): WorkloadNeeds {
  const where = `strategy ${strategy} of ${place.label}`;
  const bucket = textAt(delivery, 'payloadDeliveryBucketName');
  const topic = textAt(delivery, 'topicArn');
  const page = 'memory-self-managed-strategies';
  const note =
    'If it is encrypted with a key of the account, the role also needs kms:GenerateDataKey and kms:Decrypt on that key.';
  const context = { 'aws:ResourceAccount': place.snapshot.accountId };
  const toBucket = placeRequests(place, page, 'storage', `payloads of memory strategy ${strategy}`);
  const toTopic = placeRequests(place, page, 'other', `notifications of memory strategy ${strategy}`);
  return joinNeeds([
    isBucket(bucket)
      ? {
          requests: [
            ...toBucket(['s3:GetBucketLocation'], bucketArn(place, bucket), { context }),
            ...toBucket(['s3:PutObject'], `${bucketArn(place, bucket)}/*`, { context, note }),
          ],
        }
      : unusable(where, 'an S3 bucket', bucket),
    topic !== undefined && TOPIC.test(topic)
      ? { requests: toTopic(['sns:GetTopicAttributes', 'sns:Publish'], topic, { note }) }
      : unusable(where, 'the ARN of an Amazon SNS topic', topic),
  ]);
}

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-record-streaming.html */
function streamNeeds(place: AgentCorePlace, resource: unknown): WorkloadNeeds {
  const stream = textAt(resource, 'kinesis', 'dataStreamArn');
  if (stream === undefined || !STREAM.test(stream))
    return unusable(place.label, 'the ARN of an Amazon Kinesis data stream', stream);
  return needsWith({
    requests: placeRequests(
      place,
      'memory-record-streaming',
      'other',
      `stream ${stream}`,
    )(['kinesis:PutRecords', 'kinesis:DescribeStream'], stream, {
      note: 'If the stream is encrypted with a key of the account, the role also needs kms:GenerateDataKey on that key.',
    }),
  });
}

function keyNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const key = textAt(place.resource, 'encryptionKeyArn');
  if (key === undefined) return {};
  return {
    requests: placeRequests(
      place,
      'storage-encryption',
      'encryptionKey',
      `encryption key ${key}`,
    )(['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'], key, {
      necessity: 'optional',
      context: { 'kms:ViaService': `bedrock-agentcore.${place.workload.region}.amazonaws.com` },
      note: 'The page asks for it of whoever sets up the memory, not of its role.',
    }),
  };
}
