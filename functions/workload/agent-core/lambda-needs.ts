import { arnFields } from '../../iam/arn.ts';
import { needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';

const FUNCTION = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;

/** Invoking a function with the role; a function of another account must allow the role in its own policy, too. */
export function lambdaNeeds(
  place: AgentCorePlace,
  page: string,
  lambda: string | undefined,
  actions: readonly string[] = ['lambda:InvokeFunction'],
): WorkloadNeeds {
  if (lambda === undefined || !FUNCTION.test(lambda))
    return unusable(place.label, 'the ARN of a Lambda function', lambda);
  const request = placeRequests(place, page, 'function', `Lambda function ${lambda}`);
  const isOwn = arnFields(lambda)[4] === place.snapshot.accountId;
  return needsWith({
    requests: [
      ...request(actions, lambda),
      ...(isOwn ? [] : request(actions, lambda, { heldBy: 'functionPolicy', principal: place.workload.roleArn })),
    ],
  });
}
