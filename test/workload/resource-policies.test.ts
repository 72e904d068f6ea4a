import { describe, expect, it } from 'vitest';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { policyCarrier, resourcePoliciesOf } from '../../functions/workload/resource-policies.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:look-up';
const KEY = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const BUCKET = 'arn:aws:s3:::orders';

describe('policyCarrier', () => {
  const rows: readonly [resource: string, carrier: string | undefined][] = [
    [BUCKET, BUCKET],
    [`${BUCKET}/a/b*`, BUCKET],
    ['arn:aws-cn:s3:::orders/*', 'arn:aws-cn:s3:::orders'],
    ['arn:aws:s3:::*', undefined],
    ['arn:aws:s3:us-east-1:111122223333:accesspoint/orders', undefined],
    [FUNCTION, FUNCTION],
    [`${FUNCTION}:live`, `${FUNCTION}:live`],
    [KEY, KEY],
    ['arn:aws:kms:us-east-1:111122223333:alias/orders', undefined],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0', undefined],
    ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0', undefined],
    ['arn:aws:bedrock:us-east-1:111122223333:guardrail/a1', 'arn:aws:bedrock:us-east-1:111122223333:guardrail/a1'],
    ['arn:aws:sns:us-east-1:111122223333:orders', 'arn:aws:sns:us-east-1:111122223333:orders'],
    ['arn:aws:constructor:us-east-1:111122223333:orders', undefined],
    ['arn:aws:__proto__:::orders', undefined],
    ['*', undefined],
    ['', undefined],
  ];
  it.each(rows)('%s', (resource, carrier) => {
    expect(policyCarrier(resource)).toBe(carrier);
  });
});

describe('resourcePoliciesOf', () => {
  const request = (resource: string): RequiredRequest => ({
    action: 's3:GetObject',
    resource,
    context: {},
    capability: 'a schema',
    kind: 'schema',
    necessity: 'required',
    heldBy: 'role',
    source: 'https://docs.aws.amazon.com/',
    workload: 'arn:aws:bedrock:us-east-1:111122223333:agent/ORDERS0001#DRAFT',
  });
  const snapshot: Snapshot = {
    format: 'bedrock-warden/snapshot/1',
    accountId: '111122223333',
    region: 'us-east-1',
    resourcePolicies: {
      [BUCKET]: null,
      [FUNCTION]: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: FUNCTION },
      }),
      [`${FUNCTION}:live`]: '{',
    },
    unread: [{ part: `resourcePolicies.${KEY}`, error: 'AccessDeniedException' }],
  };

  it('tells of each carrier once what is known of it', () => {
    const policies = resourcePoliciesOf(
      snapshot,
      [`${BUCKET}/a`, `${BUCKET}/b`, FUNCTION, `${FUNCTION}:live`, KEY, '*'].map(request),
    );
    expect(Object.keys(policies)).toEqual([BUCKET, FUNCTION, `${FUNCTION}:live`, KEY]);
    expect(policies[BUCKET]).toEqual({ known: null });
    expect(policies[FUNCTION]).toMatchObject({ known: { name: `policy of ${FUNCTION}`, kind: 'resource' } });
    expect(policies[`${FUNCTION}:live`]).toMatchObject({ missing: [expect.stringContaining('is not a policy')] });
    expect(policies[KEY]).toEqual({ missing: [`the policy of ${KEY} was not read (AccessDeniedException)`] });
  });
});
