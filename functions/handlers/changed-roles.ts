import type { ConfigurationItem } from '../adapters/config-event.ts';
import { RECORDED_WORKLOAD_TYPES } from '../adapters/recorded-types.ts';
import { rolesOfChangedPolicy } from './changed-policy.ts';
import { rolesOfChangedResource } from './changed-resource.ts';
import { changedRole, deletedRole } from './changed-role.ts';
import type { ChangedRoles, PartsRead } from './concerned-roles.ts';
import type { RegionReaders } from './read-regions.ts';

/** @param item in the scope of the rule, or `isGone` */
export async function changedRoles(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: PartsRead,
  isGone = false,
): Promise<ChangedRoles> {
  const { resourceType } = item;
  if (RECORDED_WORKLOAD_TYPES.includes(resourceType)) return rolesOfChangedResource(item, readers, needs);
  if (resourceType === 'AWS::IAM::Role')
    return isGone ? deletedRole(item, readers, needs) : changedRole(item, readers, needs);
  if (resourceType === 'AWS::IAM::Policy' && !isGone) return rolesOfChangedPolicy(item, readers, needs);
  return {
    notApplicable: isGone
      ? 'the resource was deleted or is no longer in the scope of the rule'
      : `the rule does not apply to ${resourceType}`,
  };
}
