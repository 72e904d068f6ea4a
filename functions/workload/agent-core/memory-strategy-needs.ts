import { at, fieldsOf, textAt } from '../fields.ts';
import { joinNeeds, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { accountOf, acrossAccounts } from './across-accounts.ts';
import { modelNeeds } from './model-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { bucketArn, isBucket } from './s3-location.ts';
import { inWords, isAbsent, isNoStructure, type Members, memberNeeds, needsNothing } from './union.ts';

const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/;

/** AWS's own models do the work of these. */
const BUILT_IN = ['EPISODIC', 'SEMANTIC', 'SUMMARIZATION', 'USER_PREFERENCE'];

type Step = (step: unknown) => WorkloadNeeds;

/** The models that a strategy overrides, and where a self-managed one delivers. */
export function memoryStrategyNeeds(memory: AgentCorePlace, strategy: unknown): WorkloadNeeds {
  const name = (textAt(strategy, 'name') ?? 'without a name').slice(0, 80);
  const place = { ...memory, label: `strategy ${name} of ${memory.label}` };
  const configuration = at(strategy, 'configuration');
  const steps: Readonly<Record<string, Step>> = {
    extraction: (step) => memberNeeds(place.label, 'an extraction', step, extraction(place, name)),
    consolidation: (step) => memberNeeds(place.label, 'a consolidation', step, consolidation(place, name)),
    reflection: (step) => memberNeeds(place.label, 'a reflection', step, reflection(place, name)),
    selfManagedConfiguration: (own) => deliveryNeeds(place, name, at(own, 'invocationConfiguration')),
  };
  if (isNoStructure(configuration)) return unusable(place.label, 'a configuration', inWords(configuration));
  const written = Object.entries(fieldsOf(configuration)).filter(([name, step]) => name !== 'type' && !isAbsent(step));
  const type = inWords(at(strategy, 'type'));
  if (written.length === 0 && (type === undefined || !BUILT_IN.includes(type)))
    return unusable(place.label, 'a type of strategy that this version knows', type);
  return joinNeeds(
    written.map(([name, step]) => {
      const needsOf = Object.hasOwn(steps, name) ? steps[name] : undefined;
      return needsOf === undefined
        ? unusable(place.label, 'a step of a type that this version knows', name)
        : needsOf(step);
    }),
  );
}

/** Every step that a strategy overrides names its own model. */
const overrides =
  (place: AgentCorePlace, strategy: string, ...names: readonly string[]) =>
  (step: unknown) =>
    memberNeeds(
      place.label,
      'an override',
      step,
      Object.fromEntries(names.map((name) => [name, (override: unknown) => overrideNeeds(place, strategy, override)])),
    );

function overrideNeeds(place: AgentCorePlace, strategy: string, override: unknown): WorkloadNeeds {
  const model = inWords(at(override, 'modelId'));
  if (model === undefined) return unusable(place.label, 'a model', undefined);
  return modelNeeds(place, 'long-term-configuring-custom-strategies', model, `memory strategy ${strategy}`);
}

const extraction = (place: AgentCorePlace, strategy: string): Members => ({
  customExtractionConfiguration: overrides(
    place,
    strategy,
    'semanticExtractionOverride',
    'userPreferenceExtractionOverride',
    'episodicExtractionOverride',
  ),
});

const consolidation = (place: AgentCorePlace, strategy: string): Members => ({
  customConsolidationConfiguration: overrides(
    place,
    strategy,
    'semanticConsolidationOverride',
    'summaryConsolidationOverride',
    'userPreferenceConsolidationOverride',
    'episodicConsolidationOverride',
  ),
});

const reflection = (place: AgentCorePlace, strategy: string): Members => ({
  customReflectionConfiguration: overrides(place, strategy, 'episodicReflectionOverride'),
  episodicReflectionConfiguration: needsNothing,
});

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-self-managed-strategies.html */
function deliveryNeeds(place: AgentCorePlace, strategy: string, delivery: unknown): WorkloadNeeds {
  const bucket = inWords(at(delivery, 'payloadDeliveryBucketName'));
  const topic = inWords(at(delivery, 'topicArn'));
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
      : unusable(place.label, 'an S3 bucket', bucket),
    topic !== undefined && TOPIC.test(topic)
      ? {
          requests: acrossAccounts(
            place,
            accountOf(topic),
            toTopic(['sns:GetTopicAttributes', 'sns:Publish'], topic, { note }),
          ),
        }
      : unusable(place.label, 'the ARN of an Amazon SNS topic', topic),
  ]);
}
