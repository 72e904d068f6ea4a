import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NeededAccess } from '../../functions/iam/allow-surplus.ts';
import { decide } from '../../functions/iam/decide.ts';
import { everAllows } from '../../functions/iam/ever-allows.ts';
import { matchesResource } from '../../functions/iam/resource-pattern.ts';
import { type PolicyDocuments, policySet } from './scenario.ts';

const BUCKET = 'arn:aws:s3:::schemas';
const read: NeededAccess = { action: 's3:GetObject', resource: `${BUCKET}/v1/*` };

const allow = (statement: object): object => ({ Effect: 'Allow', Action: 's3:Get*', Resource: '*', ...statement });
const deny = (statement: object): object => ({ ...allow(statement), Effect: 'Deny' });
const documentOf = (...statements: readonly object[]): object => ({ Version: '2012-10-17', Statement: statements });
const names = (policies: PolicyDocuments, access = read): readonly string[] =>
  everAllows(access, policySet(policies)).map(({ policy, statement }) => `${policy} ${statement}`);

const identity = [documentOf(allow({}))];

describe('everAllows', () => {
  test.each<[string, PolicyDocuments, readonly string[], NeededAccess?]>([
    ['an Allow that covers the access', { identity }, ['identity[0] 0']],
    [
      'an Allow that meets a part of it',
      { identity: [documentOf(allow({ Resource: `${BUCKET}/*.json` }))] },
      ['identity[0] 0'],
    ],
    ['an Allow of another resource does not', { identity: [documentOf(allow({ Resource: `${BUCKET}/v2/*` }))] }, []],
    ['an Allow of another action does not', { identity: [documentOf(allow({ Action: 's3:Put*' }))] }, []],
    ['an action may be a pattern', { identity }, ['identity[0] 0'], { action: 's3:*Object', resource: '*' }],
    [
      'a variable may become anything',
      { identity: [documentOf(allow({ Resource: `${BUCKET}/\${aws:PrincipalTag/version}/*` }))] },
      ['identity[0] 0'],
    ],
    [
      'a condition may be met',
      { identity: [documentOf(allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))] },
      ['identity[0] 0'],
    ],
    [
      'NotAction without the action',
      { identity: [documentOf({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })] },
      ['identity[0] 0'],
    ],
    [
      'NotAction with it does not',
      { identity: [documentOf({ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' })] },
      [],
    ],
    [
      'NotResource with a part of it leaves the rest',
      { identity: [documentOf({ Effect: 'Allow', Action: '*', NotResource: `${BUCKET}/v1/a*` })] },
      ['identity[0] 0'],
    ],
    [
      'NotResource with all of it does not',
      { identity: [documentOf({ Effect: 'Allow', Action: '*', NotResource: `${BUCKET}/v*` })] },
      [],
    ],
    [
      'every statement that can is told',
      { identity: [documentOf(allow({}), deny({ Resource: `${BUCKET}/v1/a` }), allow({ Action: '*' }))] },
      ['identity[0] 0', 'identity[0] 2'],
    ],
    ['a Deny of all of it', { identity: [documentOf(allow({}), deny({ Action: 's3:*' }))] }, []],
    [
      'a Deny of a part of it takes nothing away',
      { identity: [documentOf(allow({}), deny({ Resource: `${BUCKET}/v1/secret` }))] },
      ['identity[0] 0'],
    ],
    [
      'a Deny under a condition takes nothing away',
      { identity: [documentOf(allow({}), deny({ Condition: { Null: { 'aws:SourceVpce': true } } }))] },
      ['identity[0] 0'],
    ],
    [
      'a Deny with NotAction',
      { identity: [documentOf(allow({}), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' })] },
      [],
    ],
    [
      'a Deny of a variable resource takes nothing away',
      { identity: [documentOf(allow({}), deny({ Resource: `${BUCKET}/\${aws:username}*` }))] },
      ['identity[0] 0'],
    ],
    ['a boundary without it', { identity, permissionsBoundary: [documentOf(allow({ Action: 'bedrock:*' }))] }, []],
    [
      'a boundary with it',
      { identity, permissionsBoundary: [documentOf(allow({ Action: 's3:*' }))] },
      ['identity[0] 0'],
    ],
    ['a session policy without policies', { identity, session: [] }, []],
    [
      'one level of an organization without it',
      { identity, serviceControl: [identity, [documentOf(allow({ Action: 'bedrock:*' }))]] },
      [],
    ],
    [
      'an endpoint without it',
      { identity, vpcEndpoint: [documentOf({ ...allow({ Action: 'bedrock:*' }), Principal: '*' })] },
      [],
    ],
    [
      'a bucket policy past a boundary',
      { resource: documentOf({ ...allow({}), Principal: '*' }), permissionsBoundary: [] },
      ['resource 0'],
    ],
    ['nothing', {}, []],
  ])('%s', (_, policies, expected, access) => {
    expect(names(policies, access)).toEqual(expected);
  });

  test('whatever is allowed can be allowed', () => {
    const pattern = fc.constantFrom(
      '*',
      `${BUCKET}/*`,
      `${BUCKET}/v1/*`,
      `${BUCKET}/v1/a`,
      `${BUCKET}/v?/a`,
      'arn:aws:s3:*',
    );
    const statement = fc
      .record({
        Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
        Action: fc.constantFrom('*', 's3:*', 's3:GetObject', 's3:PutObject'),
      })
      .chain((start) =>
        fc
          .tuple(pattern, fc.boolean())
          .map(([resource, except]) => ({ ...start, [except ? 'NotResource' : 'Resource']: resource })),
      );
    const policy = fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements) => documentOf(...statements));
    const set = fc.record({
      identity: fc.array(policy, { maxLength: 2 }),
      permissionsBoundary: fc.array(policy, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(set, fc.constantFrom(`${BUCKET}/v1/a`, `${BUCKET}/v2/a`), pattern, (documents, resource, wide) => {
        const policies = policySet(documents);
        const request = {
          action: 's3:GetObject',
          resource,
          principal: 'arn:aws:iam::111122223333:role/r',
          context: {},
        };
        if (decide(request, policies).decision !== 'allowed') return true;
        const around = matchesResource(wide, resource) ? wide : resource;
        return everAllows({ action: 's3:Get*', resource: around }, policies).length > 0;
      }),
      { numRuns: 3_000 },
    );
  });
});
