import { partitionOf } from './arn.ts';
import { needsAgreement } from './model-refusal.ts';
import { GUIDE, requestsFor } from './needs.ts';
import type { RequiredRequest } from './required-request.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';

const NOTE =
  "The first call of the model by anyone in the account subscribes to it, so the role does not need this for good. AWS's page lists aws-marketplace:Unsubscribe as well, which the error messages never ask for; AWS's AgentCore starter toolkit grants the two actions to runtime roles, AWS's anthropic-on-aws samples advise against it.";

/**
 * The AWS Marketplace subscription that the first call of a third-party model starts. AWS GovCloud (US) has no such first
 * call: models are enabled by hand there. https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
 */
export function subscriptionRequests(
  snapshot: Snapshot,
  workload: Workload,
  modelIds: readonly string[],
): readonly RequiredRequest[] {
  if (partitionOf(snapshot) !== 'aws') return [];
  return modelIds
    .filter((modelId) => needsAgreement((modelId.split('.')[0] ?? '').toLowerCase()))
    .flatMap((modelId) =>
      requestsFor(
        { workload },
        {
          capability: `AWS Marketplace subscription to ${modelId}`,
          kind: 'model',
          source: `${GUIDE}/model-access.html`,
        },
      )(['aws-marketplace:Subscribe', 'aws-marketplace:ViewSubscriptions'], '*', {
        necessity: 'oncePerAccount',
        heldBy: 'account',
        context: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' },
        note: NOTE,
      }),
    );
}
