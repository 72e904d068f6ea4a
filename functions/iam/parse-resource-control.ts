import type { Statement } from './policy.ts';
import type { Refusal } from './refusal.ts';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html */
export function resourceControlRefusal({ effect, actions, resources, conditions }: Statement): Refusal | undefined {
  if (actions.except) {
    return {
      problem: 'a resource control policy has no `NotAction`',
      help: 'List the actions in `Action`.',
      element: 'NotAction',
    };
  }
  const everyAction = actions.patterns.some((pattern) => pattern.startsWith('*'));
  if (effect === 'Deny' && everyAction) {
    return {
      problem: 'a resource control policy does not deny `*`',
      help: 'Name the service: `s3:*`.',
      element: 'Action',
    };
  }
  const isFullAccess =
    everyAction && resources?.except === false && resources.patterns.includes('*') && conditions.length === 0;
  if (effect === 'Allow' && !isFullAccess) {
    return {
      problem: "only AWS's own `RCPFullAWSAccess` allows in a resource control policy",
      help: 'Write the restriction as a `Deny`.',
      element: 'Effect',
    };
  }
  return undefined;
}
