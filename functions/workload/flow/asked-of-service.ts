import type { RequiredRequest } from '../required-request.ts';
import { isOlderThanRoleChange, type PlaceOfNode } from './node.ts';

export const SERVICE_NOTE =
  'A flow created before 2024-11-22 is called as bedrock.amazonaws.com; AWS asks to add the permission to its role as well.';
const AGE_UNKNOWN =
  'When the flow was created is not known: a flow from before 2024-11-22 is called as bedrock.amazonaws.com, which the policy of the resource then has to let in; a newer one asks with its role alone. Optional here.';

type More = Pick<RequiredRequest, 'principal' | 'context' | 'note' | 'necessity'>;

/**
 * What the policy of a resource has to let the service itself do: required of a flow from before 2024-11-22, optional where
 * its age is not known. https://docs.aws.amazon.com/bedrock/latest/userguide/flows-permissions.html
 */
export function askedOfService(
  place: PlaceOfNode,
  ask: (more: More) => readonly RequiredRequest[],
): readonly RequiredRequest[] {
  const isOlder = isOlderThanRoleChange(place);
  if (isOlder === false) return [];
  return ask({
    principal: 'bedrock.amazonaws.com',
    context: { 'aws:SourceAccount': place.snapshot.accountId, 'aws:SourceArn': place.workload.arn },
    necessity: isOlder === true ? 'required' : 'optional',
    note: isOlder === true ? SERVICE_NOTE : AGE_UNKNOWN,
  });
}
