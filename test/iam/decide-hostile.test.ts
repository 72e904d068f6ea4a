import fc from 'fast-check';
import { expect, test } from 'vitest';
import { surplusGrants } from '../../functions/iam/allow-surplus.ts';
import { decide } from '../../functions/iam/decide.ts';
import { lintPolicy } from '../../functions/iam/lint.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('*', '?', '$', '{', '}', ':', '/', 'arn', 'aws', 'bedrock', 's3', '111122223333', ','),
    maxLength: 12,
  }),
);
const operator = fc.constantFrom(
  'StringLike',
  'ArnLike',
  'NumericLessThan',
  'DateEquals',
  'Bool',
  'IpAddress',
  'Null',
  'ForAllValues:StringEquals',
);

test('whatever the texts, a policy that parses is decided, linted and measured without an exception', () => {
  fc.assert(
    fc.property(
      text,
      text,
      text,
      text,
      operator,
      text,
      fc.dictionary(text, text),
      (action, resource, principal, key, name, value, context) => {
        const statement = {
          Effect: 'Allow',
          Principal: '*',
          Action: ['*', `bedrock:${action.replaceAll(':', '')}`],
          Resource: [resource, `arn:${resource}`],
          Condition: { [name]: { [key]: [value] } },
        };
        const parsed = parsePolicy({ Version: '2012-10-17', Statement: statement }, 'p', 'resource');
        if ('error' in parsed) return true;
        const { policy } = parsed;
        const { decision } = decide({ action, resource, principal, context }, { identity: [policy], resource: policy });
        lintPolicy(policy, { partition: 'aws', accountId: '111122223333' });
        surplusGrants(policy, [{ action, resource }]);
        return ['allowed', 'explicitDeny', 'implicitDeny', 'unknown'].includes(decision);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('keys of the prototype are no context keys', () => {
  const condition = { StringEquals: { constructor: 'x', toString: 'y' } };
  const parsed = parsePolicy(
    { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition } },
    'p',
    'identity',
  );
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b', context: {} };
  expect('policy' in parsed && decide(request, { identity: [parsed.policy] })).toEqual({
    decision: 'unknown',
    blockedBy: [],
    statements: [],
    dependsOn: ['constructor', 'toString'],
  });
});
