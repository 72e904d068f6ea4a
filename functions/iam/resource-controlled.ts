/**
 * Services whose resources can be limited by a resource control policy.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
const RESOURCE_CONTROLLED: ReadonlySet<string> = new Set([
  's3',
  'sts',
  'kms',
  'sqs',
  'secretsmanager',
  'aoss',
  'ecr',
  'dynamodb',
  'logs',
  'cognito-idp',
  'cognito-identity',
]);

export const isResourceControlled = (action: string): boolean =>
  RESOURCE_CONTROLLED.has(action.slice(0, action.indexOf(':')).toLowerCase());
