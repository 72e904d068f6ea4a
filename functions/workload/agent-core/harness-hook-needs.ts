import { at, textAt } from '../fields.ts';
import { needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { accountOf, acrossAccounts } from './across-accounts.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { inWords, memberNeeds } from './union.ts';

const PAGE = 'harness-lifecycle-hooks';
const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/;
const EVENT_BUS = /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]+$/;

/** What a harness calls at a point of its loop: a hook has one member, named for that point. */
export function harnessHookNeeds(place: AgentCorePlace, hook: unknown): WorkloadNeeds {
  const needsOf = (configuration: unknown) => targetNeeds(place, configuration);
  return memberNeeds(place.label, 'a hook', hook, {
    beforeInvocation: needsOf,
    afterInvocation: needsOf,
    beforeToolCall: needsOf,
    afterToolCall: needsOf,
  });
}

function targetNeeds(place: AgentCorePlace, configuration: unknown): WorkloadNeeds {
  const name = (textAt(configuration, 'name') ?? 'without a name').slice(0, 80);
  const inHook = { ...place, label: `hook ${name} of ${place.label}` };
  const arnOf = (target: unknown) => inWords(at(target, 'arn'));
  return memberNeeds(inHook.label, 'a target', at(configuration, 'target'), {
    lambda: (target) => lambdaNeeds(inHook, PAGE, arnOf(target)),
    sns: (target) => notificationNeeds(inHook, 'sns:Publish', TOPIC, 'the ARN of an Amazon SNS topic', arnOf(target)),
    eventBridge: (target) =>
      notificationNeeds(inHook, 'events:PutEvents', EVENT_BUS, 'the ARN of an event bus', arnOf(target)),
  });
}

function notificationNeeds(
  place: AgentCorePlace,
  action: string,
  pattern: RegExp,
  what: string,
  arn: string | undefined,
): WorkloadNeeds {
  if (arn === undefined || !pattern.test(arn)) return unusable(place.label, what, arn);
  const notifying = placeRequests(place, PAGE, 'other', `hook target ${arn}`)([action], arn);
  return needsWith({ requests: acrossAccounts(place, accountOf(arn), notifying) });
}
