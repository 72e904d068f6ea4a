import { at } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { accountOf, acrossAccounts } from './across-accounts.ts';
import { memoryKeyNeeds } from './key-needs.ts';
import { memoryStrategyNeeds } from './memory-strategy-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { inWords, isAbsent, itemNeeds, memberNeeds } from './union.ts';

const STREAM = /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[\w.-]+$/;

/** The models of overridden strategies, where self-managed ones deliver, and the stream of records. Built-in strategies need nothing. */
export const memoryNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  joinNeeds([
    strategyNeeds(place, at(place.resource, 'strategies')),
    recordNeeds(place, at(place.resource, 'streamDeliveryResources')),
    memoryKeyNeeds(place, at(place.resource, 'encryptionKeyArn')),
  ]);

function strategyNeeds(place: AgentCorePlace, strategies: unknown): WorkloadNeeds {
  if (isAbsent(strategies)) return needsWith({ gaps: [`the strategies of ${place.label} were not read`] });
  return itemNeeds(place.label, 'strategies', strategies, (strategy) => memoryStrategyNeeds(place, strategy));
}

function recordNeeds(place: AgentCorePlace, delivery: unknown): WorkloadNeeds {
  if (isAbsent(delivery)) return needsWith({});
  return itemNeeds(place.label, 'streams', at(delivery, 'resources') ?? delivery, (resource) =>
    memberNeeds(place.label, 'a stream', resource, {
      kinesis: (stream) => streamNeeds(place, inWords(at(stream, 'dataStreamArn'))),
    }),
  );
}

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-record-streaming.html */
function streamNeeds(place: AgentCorePlace, stream: string | undefined): WorkloadNeeds {
  if (stream === undefined || !STREAM.test(stream))
    return unusable(place.label, 'the ARN of an Amazon Kinesis data stream', stream);
  const delivering = placeRequests(
    place,
    'memory-record-streaming',
    'other',
    `stream ${stream}`,
  )(['kinesis:PutRecords', 'kinesis:DescribeStream'], stream, {
    note: 'If the stream is encrypted with a key of the account, the role also needs kms:GenerateDataKey on that key.',
  });
  return needsWith({ requests: acrossAccounts(place, accountOf(stream), delivering) });
}
