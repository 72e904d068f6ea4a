import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { surplusGrants } from '../../functions/iam/allow-surplus.ts';
import { decide } from '../../functions/iam/decide.ts';
import type { AccessRequest, Decision } from '../../functions/iam/decision.ts';
import { lintPolicy } from '../../functions/iam/lint.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import { policyDocument } from './arbitrary-policy.ts';
import { policyOf } from './scenario.ts';

const DECISIONS: readonly Decision['decision'][] = ['allowed', 'explicitDeny', 'implicitDeny', 'unknown'];

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom('*', '?', '$', '{', '}', ':', '/', 'arn', 'aws', 'bedrock', 's3', '111122223333', ',', "'"),
    maxLength: 12,
  }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '\ud800',
    '\u0000',
    '\u0001',
    '\u0002',
    '${',
    '${}',
    "${a, '",
  ),
);
const operator = fc.constantFrom(
  ...['StringLike', 'ArnLike', 'ArnNotEquals', 'NumericLessThan', 'DateEquals', 'Bool', 'IpAddress', 'Null'],
  ...['BinaryEquals', 'ForAllValues:StringEquals', 'ForAnyValue:ArnLikeIfExists', 'StringNotEqualsIgnoreCase'],
);

describe('no text is too strange', () => {
  test('a policy that parses is decided, linted and measured without an exception', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 6, maxLength: 6 }),
        operator,
        fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 2 }))),
        fc.constantFrom('2012-10-17', '2008-10-17'),
        ([action = '', resource = '', principal = '', key = '', value = '', owner = ''], name, context, Version) => {
          const statement = {
            Effect: 'Allow',
            Principal: { AWS: ['*', `arn:${principal.replaceAll(/[*?]/g, '')}`] },
            Action: ['*', `bedrock:${action.replaceAll(':', '')}`],
            Resource: [resource, `arn:${resource}`],
            Condition: { [name]: { [key]: [value] } },
          };
          const parsed = parsePolicy({ Version, Statement: statement }, 'p', 'resource');
          if ('error' in parsed) return true;
          const { policy } = parsed;
          const { decision } = decide(
            { action, resource, principal, context, resourceAccount: owner },
            { identity: [policy], resource: policy, serviceControl: [[policy]], vpcEndpoint: [policy] },
          );
          lintPolicy(policy, { partition: 'aws', accountId: '111122223333' });
          surplusGrants(policy, [{ action, resource }]);
          return DECISIONS.includes(decision);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('real documents with changes to their text are refused or decided', () => {
    const kinds = fc.constantFrom<PolicyKind>('identity', 'resource', 'vpcEndpoint', 'resourceControl');
    const written = kinds.chain((kind) => policyDocument(kind).map((one) => ({ kind, json: JSON.stringify(one) })));
    const change = fc.tuple(fc.nat(2_000), fc.nat(3), text);
    fc.assert(
      fc.property(written, fc.array(change, { maxLength: 3 }), ({ kind, json }, changes) => {
        let changed = json;
        for (const [at, length, added] of changes) {
          const place = at % (changed.length + 1);
          changed = changed.slice(0, place) + added + changed.slice(place + length);
        }
        const parsed = parsePolicy(changed, 'p', kind);
        if ('error' in parsed) return true;
        const { policy } = parsed;
        const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::a/x', context: {} };
        lintPolicy(policy, { partition: 'aws', accountId: '111122223333' });
        return DECISIONS.includes(decide(request, { identity: [policy], resource: policy }).decision);
      }),
      { numRuns: 2_000 },
    );
  });

  test('keys of the prototype are no context keys', () => {
    const condition = { StringEquals: { constructor: 'x', toString: 'y' } };
    const policy = policyOf({ Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition } });
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b', context: {} };
    expect(decide(request, { identity: [policy] })).toMatchObject({
      decision: 'unknown',
      blockedBy: [],
      statements: [],
      dependsOn: ['constructor', 'toString'],
    });
  });
});

/**
 * Patterns that a backtracking matcher would follow into every way of dividing the value: with 1,000 stars over 20,000
 * characters there are more than there are atoms. Whoever tries them never returns.
 */
describe('patterns that have many ways to match', () => {
  const STARS = 1_000;
  const long = 'a'.repeat(20_000);
  const pattern = `${'*a'.repeat(STARS)}b`;
  const bucket = 'arn:aws:s3:::';

  interface Case {
    readonly elements: object;
    readonly request?: Partial<AccessRequest>;
  }
  const request: AccessRequest = { action: 's3:GetObject', resource: `${bucket}a`, context: {} };
  const decisionOf = ({ elements, request: asked }: Case): Decision['decision'] => {
    const Statement = { Effect: 'Allow', Action: '*', Resource: '*', ...elements };
    const policy = policyOf({ Version: '2012-10-17', Statement });
    return decide({ ...request, ...asked }, { identity: [policy] }).decision;
  };

  const cases: readonly [string, (pattern: string, value: string) => Case][] = [
    ['Action', (wanted, value) => ({ elements: { Action: `s3:${wanted}` }, request: { action: `s3:${value}` } })],
    [
      'Resource',
      (wanted, value) => ({ elements: { Resource: bucket + wanted }, request: { resource: bucket + value } }),
    ],
    [
      'the account in Resource',
      (wanted, value) => ({
        elements: { Resource: `arn:aws:s3::${wanted}:x` },
        request: { resource: `arn:aws:s3::${value}:x` },
      }),
    ],
    ...['StringLike', 'ForAnyValue:StringLike'].map((operatorName): [string, (p: string, v: string) => Case] => [
      operatorName,
      (wanted, value) => ({
        elements: { Condition: { [operatorName]: { 'aws:x': wanted } } },
        request: { context: { 'aws:x': value } },
      }),
    ]),
    [
      'ArnLike',
      (wanted, value) => ({
        elements: { Condition: { ArnLike: { 'aws:x': bucket + wanted } } },
        request: { context: { 'aws:x': bucket + value } },
      }),
    ],
    [
      'a variable',
      (wanted, value) => ({
        elements: { Resource: `${bucket}\${aws:x}${wanted}` },
        request: { resource: bucket + value, context: { 'aws:x': 'a' } },
      }),
    ],
  ];

  test.each(cases)('%s', (_, caseOf) => {
    expect(decisionOf(caseOf(pattern, long))).toBe('implicitDeny');
    expect(decisionOf(caseOf(pattern, `${long}b`))).toBe('allowed');
    expect(decisionOf(caseOf(`${'*?'.repeat(STARS)}b`, long))).toBe('implicitDeny');
    expect(decisionOf(caseOf('*'.repeat(20_000), long))).toBe('allowed');
    expect(decisionOf(caseOf(`${'*a'.repeat(STARS)}*`, long))).toBe('allowed');
  });

  test('stars at the end of every field, in reach of thousands of colons', () => {
    const colons = 'a:'.repeat(5_000);
    for (const wanted of ['arn:*:*:*:*:*b', 'arn:aws*:s3*:*:*:b', `arn:aws:s3*${':*a'.repeat(500)}b`]) {
      const elements = { Resource: wanted };
      const asked = { resource: `arn:aws:s3:::${colons}` };
      expect(decisionOf({ elements, request: asked })).toBe('implicitDeny');
    }
  });

  test('variables within variables', () => {
    for (const wanted of ['${'.repeat(10_000), `\${aws:x${"'".repeat(10_000)}`, '${aws:x}'.repeat(5_000)]) {
      const elements = { Resource: `${bucket}${wanted}`, Condition: { StringNotLike: { 'aws:y': wanted } } };
      const asked = { resource: `${bucket}b`, context: { 'aws:x': 'a', 'aws:y': 'z' } };
      expect(DECISIONS).toContain(decisionOf({ elements, request: asked }));
    }
  });
});

describe('documents of the greatest size', () => {
  const request: AccessRequest = {
    action: 's3:GetObject',
    resource: `arn:aws:s3:::${'a'.repeat(1_000)}`,
    principal: 'arn:aws:iam::111122223333:role/agent',
    context: { 'aws:x': Array.from({ length: 1_000 }, (_, index) => `v${index}`) },
  };
  const decisionOf = (elements: object): Decision['decision'] => {
    const policy = policyOf({ Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...elements } });
    return decide(request, { identity: [policy] }).decision;
  };

  test.each<[string, object, Decision['decision']]>([
    ['10,000 wildcards in one resource', { Resource: `arn:aws:s3:::${'*?'.repeat(5_000)}b` }, 'implicitDeny'],
    ['10,000 wildcards in one action', { Action: `s3:${'*?'.repeat(5_000)}b` }, 'implicitDeny'],
    [
      '5,000 resources, each with wildcards',
      { Resource: Array.from({ length: 5_000 }, (_, index) => `arn:aws:s3:::*a*${index}`) },
      'implicitDeny',
    ],
    ['10,000 actions', { Action: Array.from({ length: 10_000 }, (_, index) => `s3:*${index}`) }, 'implicitDeny'],
    [
      '1,000 values asked for, 5,000 wanted',
      {
        Condition: {
          'ForAllValues:StringLike': { 'aws:x': Array.from({ length: 5_000 }, (_, index) => `*w${index}`) },
        },
      },
      'implicitDeny',
    ],
    [
      '5,000 keys',
      {
        Condition: {
          StringNotLike: Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`aws:k${index}`, '*x*'])),
        },
      },
      'unknown',
    ],
  ])('%s', (_, elements, decision) => {
    expect(decisionOf(elements)).toBe(decision);
  });

  test('a policy of the resource that names 3,000 principals', () => {
    const AWS = Array.from({ length: 3_000 }, (_, index) => `arn:aws:iam::111122223333:role/r${index}`);
    const Statement = { Effect: 'Allow', Principal: { AWS }, Action: '*', Resource: '*' };
    const resource = policyOf({ Statement }, 'resource');
    expect(decide(request, { identity: [], resource }).decision).toBe('implicitDeny');
    const named = { ...request, principal: 'arn:aws:iam::111122223333:role/r2999' };
    expect(decide(named, { identity: [], resource }).decision).toBe('allowed');
  });

  test('a role with an endless name', () => {
    const name = 'a'.repeat(50_000);
    const Principal = { AWS: `arn:aws:iam::111122223333:role/${name}b` };
    const resource = policyOf({ Statement: { Effect: 'Allow', Principal, Action: '*', Resource: '*' } }, 'resource');
    const asked = { ...request, principal: `arn:aws:sts::111122223333:assumed-role/${name}/s` };
    expect(decide(asked, { identity: [], resource }).decision).toBe('implicitDeny');
  });
});
