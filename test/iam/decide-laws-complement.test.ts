import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import { absentKeys, request } from './arbitrary-case.ts';
import { ACCOUNT, policyDocument, ROLE, resourcePattern, type StatementDocument } from './arbitrary-policy.ts';
import { policyOf } from './scenario.ts';

/** Hands the question to the identity-based policies, as a key policy must; by itself it grants a role nothing. */
const delegated = policyOf(
  { Statement: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: '*', Resource: '*' } },
  'resource',
);

// `Not…` is the complement of the element: of two identity-based policies that differ in nothing else, one allows.

const version = fc.constantFrom('2012-10-17', '2008-10-17');
const character = fc.constantFrom('*', '?', 'G', 'e', 't', 'O', 'b', 'j');
const action = fc.oneof(
  fc.constantFrom('*', '*:*', 's3:*', 'S3:GETOBJECT', 'kms:Decrypt'),
  fc.string({ unit: character, maxLength: 6 }).map((name) => `s3:${name}`),
);
const resource = fc.oneof(
  resourcePattern,
  fc
    .string({ unit: fc.constantFrom('*', '?', 'a', '/', 'x', ':'), maxLength: 6 })
    .map((name) => `arn:aws:s3:::${name}`),
  fc.constantFrom('arn:aws:s3', 'arn:aws:s3:*', 'arn:*:s3:::a', 'arn:aws:*', 'arn:aws:s3:::${aws:PrincipalTag/absent}'),
);

test.each<[string, string, fc.Arbitrary<string>, object]>([
  ['Action', 'NotAction', action, { Resource: '*' }],
  ['Resource', 'NotResource', resource, { Action: '*' }],
])('exactly one of %s and %s matches', (element, notElement, value, rest) => {
  const values = fc.array(value, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(request, values, version, absentKeys, (asked, list, Version, keys) => {
      const decisionWith = (name: string) => {
        const Statement = { Effect: 'Allow', ...rest, [name]: list };
        const policy = policyOf({ Version, Statement });
        return decide(
          { ...asked, principal: ROLE, resourceAccount: ACCOUNT },
          { identity: [policy], resource: delegated },
          { absentKeys: keys },
        );
      };
      const [named, excepted] = [decisionWith(element), decisionWith(notElement)];
      const complement = { allowed: 'implicitDeny', implicitDeny: 'allowed', unknown: 'unknown', explicitDeny: 'none' };
      expect(excepted.decision).toBe(complement[named.decision]);
      expect(excepted.dependsOn).toEqual(named.dependsOn);
    }),
    { numRuns: 1_500 },
  );
});

test('a Deny of what is allowed leaves nothing', () => {
  fc.assert(
    fc.property(request, policyDocument('identity'), absentKeys, (asked, document, keys) => {
      const flipped = {
        ...document,
        Statement: [document.Statement]
          .flat()
          .filter(({ Effect }) => Effect === 'Allow')
          .map(({ Sid: _, ...statement }) => ({ ...statement, Effect: 'Deny' }) as StatementDocument),
      };
      fc.pre(flipped.Statement.length > 0);
      const { decision } = decide(
        { ...asked, principal: ROLE, resourceAccount: ACCOUNT },
        { identity: [policyOf(document), policyOf(flipped)] },
        { absentKeys: keys },
      );
      return decision !== 'allowed';
    }),
  );
});
