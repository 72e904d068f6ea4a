import { expect, test } from 'vitest';
import { managedPolicy } from '../../functions/workload/managed-policy.ts';
import { plainAccount } from '../rules/plain-account.ts';

const OWN = 'arn:aws:iam::210987654321:policy/team/Models';
const OF_AWS = 'arn:aws:iam::aws:policy/AmazonBedrockReadOnly';

/** How many have the policy, as it is told with its text. */
function holders(Arn: string, counts: object): number | undefined {
  const Document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };
  const detail = { Arn, DefaultVersionId: 'v1', PolicyVersionList: [{ VersionId: 'v1', Document }], ...counts };
  const read = managedPolicy({ ...plainAccount, iam: { Policies: [detail] } }, Arn, 'identity', 'managed policy');
  if (!('policy' in read)) throw new Error(`not read: ${JSON.stringify(read)}`);
  return read.policy.holders;
}

test.each<[string, string, object, number | undefined]>([
  ['as a policy', OWN, { AttachmentCount: 3 }, 3],
  ['as a boundary too', OWN, { AttachmentCount: 3, PermissionsBoundaryUsageCount: 2 }, 5],
  ['where IAM does not tell', OWN, {}, undefined],
  ["of AWS's own, which nobody changes", OF_AWS, { AttachmentCount: 3 }, undefined],
])('how many have a managed policy: %s', (_what, arn, counts, expected) => {
  expect(holders(arn, counts)).toBe(expected);
});
