import { at } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import { AGENT_CORE_POLICIES, accountOf, acrossAccounts } from './across-accounts.ts';
import { HARNESS } from './harness-identity.ts';
import { memoryKeyNeeds } from './key-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { inWords, memberNeeds, needsNothing } from './union.ts';

const MEMORY = /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:\d{12}:memory\/[\w-]+$/;
const ACTIONS = ['CreateEvent', 'DeleteEvent', 'GetEvent', 'ListEvents', 'RetrieveMemoryRecords'].map(
  (action) => `bedrock-agentcore:${action}`,
);

/** The memory that a harness brings itself is managed for it; one of the account's own is used with the role. */
export const harnessMemoryNeeds = (place: AgentCorePlace, memory: unknown): WorkloadNeeds =>
  memberNeeds(place.label, 'a memory', memory, {
    agentCoreMemoryConfiguration: (own) => useNeeds(place, inWords(at(own, 'arn')), {}),
    managedMemoryConfiguration: (managed) =>
      joinNeeds([
        useNeeds(place, inWords(at(managed, 'arn')), {
          necessity: 'optional',
          note: "The page asks for it where the memory is the account's own.",
        }),
        memoryKeyNeeds(place, at(managed, 'encryptionKeyArn')),
      ]),
    disabled: needsNothing,
  });

function useNeeds(
  place: AgentCorePlace,
  memory: string | undefined,
  more: Partial<Pick<RequiredRequest, 'necessity' | 'note'>>,
): WorkloadNeeds {
  if (memory === undefined || !MEMORY.test(memory))
    return unusable(place.label, 'the ARN of an AgentCore memory', memory);
  const use = placeRequests(place, HARNESS, 'memory', `AgentCore memory ${memory}`)(ACTIONS, memory, more);
  return needsWith({ requests: acrossAccounts(place, accountOf(memory), use, AGENT_CORE_POLICIES) });
}
