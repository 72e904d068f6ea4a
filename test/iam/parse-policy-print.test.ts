import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import { policyDocument } from './arbitrary-policy.ts';
import { printPolicy } from './print-policy.ts';
import { policyOf } from './scenario.ts';

test.each<PolicyKind>([
  'identity',
  'resource',
  'trust',
  'permissionsBoundary',
  'session',
  'serviceControl',
  'resourceControl',
  'vpcEndpoint',
])('a printed %s policy is read back as the same policy, as an object, as text and percent-encoded', (kind) => {
  fc.assert(
    fc.property(policyDocument(kind), (document) => {
      const policy = policyOf(document, kind, 'p');
      const printed = printPolicy(policy);
      const text = JSON.stringify(printed);
      for (const form of [printed, text, encodeURIComponent(text)]) {
        expect(parsePolicy(form, 'p', kind)).toEqual({ policy });
      }
    }),
  );
});

test('conditions with the same operator stay apart', () => {
  const policy = policyOf(
    {
      Statement: {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: {
          StringLike: { 's3:prefix': 'a', 's3:delimiter': 'b' },
          Bool: { 'aws:SecureTransport': true },
          STRINGLIKE: { 'S3:PREFIX': ['c', 1] },
        },
      },
    },
    'identity',
    'p',
  );
  expect(policy.statements[0]?.conditions).toEqual([
    { operator: 'StringLike', key: 's3:prefix', values: ['a'] },
    { operator: 'StringLike', key: 's3:delimiter', values: ['b'] },
    { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
    { operator: 'StringLike', key: 'S3:PREFIX', values: ['c', '1'] },
  ]);
  expect(parsePolicy(printPolicy(policy), 'p', 'identity')).toEqual({ policy });
});
