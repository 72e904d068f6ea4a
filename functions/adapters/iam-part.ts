import type { IamPart } from '../workload/snapshot.ts';
import type { RoleReading } from './read-role.ts';

/** The roles that were read; one that IAM does not have is known by its absence. */
export function iamPart(readings: readonly RoleReading[]): IamPart {
  const policies = new Map(readings.flatMap(({ policies }) => policies).map((policy) => [policy.Arn, policy]));
  return {
    RoleDetailList: readings.flatMap(({ role }) => (role === null || role === undefined ? [] : [role])),
    Policies: [...policies.values()],
  };
}
