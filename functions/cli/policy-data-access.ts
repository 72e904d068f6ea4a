import type { PolicyPlan } from './policy-plan.ts';

/** The document of an OpenSearch Serverless data access policy for the role; undefined when it needs none. */
export function dataAccessPolicy({ elsewhere: { dataAccess }, role, roleName, path }: PolicyPlan) {
  if (dataAccess.length === 0) return undefined;
  const principal = `arn:${role.partition}:iam::${role.accountId}:role${path}${roleName}`;
  return [{ Rules: dataAccess, Principal: [principal] }];
}

/** 3 to 32 lower-case letters, digits and hyphens, a letter first. */
export const dataAccessName = ({ roleName }: Pick<PolicyPlan, 'roleName'>): string =>
  `warden-${roleName.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 32);
