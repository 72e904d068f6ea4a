import { at, fieldsOf, textAt } from '../fields.ts';
import { needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';

const PAGE = 'harness-lifecycle-hooks';
const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/;
const EVENT_BUS = /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]+$/;

/** What a harness calls at a point of its loop: a hook has one member, named for that point. */
export function harnessHookNeeds(place: AgentCorePlace, hook: unknown): WorkloadNeeds {
  const [configuration] = Object.values(fieldsOf(hook));
  const target = at(configuration, 'target');
  const name = (textAt(configuration, 'name') ?? 'without a name').slice(0, 80);
  const inHook = { ...place, label: `hook ${name} of ${place.label}` };
  if (at(target, 'lambda') !== undefined) return lambdaNeeds(inHook, PAGE, textAt(target, 'lambda', 'arn'));
  if (at(target, 'sns') !== undefined)
    return notificationNeeds(
      inHook,
      'sns:Publish',
      TOPIC,
      'the ARN of an Amazon SNS topic',
      textAt(target, 'sns', 'arn'),
    );
  if (at(target, 'eventBridge') !== undefined) {
    const bus = textAt(target, 'eventBridge', 'arn');
    return notificationNeeds(inHook, 'events:PutEvents', EVENT_BUS, 'the ARN of an event bus', bus);
  }
  return needsWith({ gaps: [`${inHook.label} has a target of a type that this version does not know`] });
}

function notificationNeeds(
  place: AgentCorePlace,
  action: string,
  pattern: RegExp,
  what: string,
  arn: string | undefined,
): WorkloadNeeds {
  if (arn === undefined || !pattern.test(arn)) return unusable(place.label, what, arn);
  return needsWith({ requests: placeRequests(place, PAGE, 'other', `hook target ${arn}`)([action], arn) });
}
