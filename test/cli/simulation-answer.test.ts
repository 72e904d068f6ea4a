import { describe, expect, it } from 'vitest';
import { answerLine } from '../../functions/cli/simulation-answer.ts';
import { policyReader } from '../../functions/cli/simulation-policies.ts';

const user = 'arn:aws:iam::111122223333:user/ana';
const role = 'arn:aws:iam::111122223333:role/agent';
const session = 'arn:aws:sts::111122223333:assumed-role/agent/s1';

const allowAnyone = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: '*' };

/** The answer to one statement about one request. */
function answer(statement: object, request: object, layer: 'identity' | 'resource' = 'identity', ...others: object[]) {
  const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  const document = { Version: '2012-10-17', Statement: [{ ...allow, ...statement }, ...others] };
  const text = JSON.stringify({
    id: 'a',
    request: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', principal: user, ...request },
    policies: layer === 'identity' ? { identity: [document] } : { resource: document },
  });
  return answerLine({ number: 1, text }, policyReader()).answer;
}
const withCondition = (operator: string, value: unknown, context: object) =>
  answer({ Condition: { [operator]: { 'aws:x': value } } }, { context });
const withPrincipal = (element: object, principal: string | undefined) => answer(element, { principal }, 'resource');

describe('what cannot be decided', () => {
  it.each<[name: string, answer: object, dependsOn: string]>([
    [
      'a value of another type',
      withCondition('NumericEquals', 'ten', { 'aws:x': '10' }),
      '`NumericEquals` with a value that is not of its type: correct the value in the policy or in the context',
    ],
    [
      'several values',
      withCondition('StringEquals', 'a', { 'aws:x': ['a', 'b'] }),
      '`StringEquals` on `aws:x`, of which the request has several values: use `ForAnyValue:` or `ForAllValues:`, or give one value',
    ],
    [
      'a variable of several values',
      answer({ Resource: 'arn:aws:s3:::b/${aws:x}' }, { context: { 'aws:x': ['j', 'k'] } }),
      'the policy variable `${aws:x}`, which has not exactly one value: give one in the context',
    ],
    [
      'no principal',
      withPrincipal({ Principal: { AWS: user } }, undefined),
      'who asks: give `request.principal`, an IAM or STS ARN, a service principal, or `*` for anonymous',
    ],
    [
      'a principal of no known form',
      withPrincipal({ Principal: { AWS: user } }, 'ana'),
      'who asks: give `request.principal`, an IAM or STS ARN, a service principal, or `*` for anonymous',
    ],
    [
      'a session that is not named',
      withPrincipal({ Principal: { AWS: session } }, role),
      'the session of the role: give `request.principal` as `arn:aws:sts::…:assumed-role/NAME/SESSION`',
    ],
    [
      'a canonical user',
      answer({ Effect: 'Deny', Principal: { CanonicalUser: 'a'.repeat(64) } }, {}, 'resource', allowAnyone),
      'the account behind a `CanonicalUser`: name the account in the policy',
    ],
  ])('%s is named with a remedy', (_name, given, dependsOn) => {
    expect(given).toEqual({ id: 'a', error: `cannot be decided, for it depends on ${dependsOn}` });
  });

  it('is all of it named', () => {
    const Condition = { NumericEquals: { 'aws:x': 'ten' }, DateEquals: { 'aws:y': 'noon' } };
    expect(answer({ Condition }, { context: { 'aws:x': '1', 'aws:y': '2' } })).toEqual({
      id: 'a',
      error:
        'cannot be decided, for it depends on `DateEquals` with a value that is not of its type: correct the value in the policy or in the context; and on `NumericEquals` with a value that is not of its type: correct the value in the policy or in the context',
    });
  });
});

describe('a context', () => {
  it('is whole: a key that it does not list is absent', () => {
    expect(answer({ Condition: { StringEquals: { 'aws:x': 'a' } } }, {})).toEqual({
      id: 'a',
      decision: 'implicitDeny',
      blockedBy: ['identity'],
      statements: [],
    });
    expect(answer({ Condition: { Null: { 'aws:x': 'true' } } }, {})).toMatchObject({ decision: 'allowed' });
  });

  it.each<[operator: string, wanted: string, value: unknown]>([
    ['NumericEquals', '5', 5],
    ['Bool', 'true', true],
    ['StringEquals', 'a', 'a'],
    ['ForAnyValue:StringEquals', '2', ['a', 2]],
  ])('is compared as text: %s', (operator, wanted, value) => {
    expect(withCondition(operator, wanted, { 'aws:x': value })).toMatchObject({ decision: 'allowed' });
  });
});

it('quotes hostile text as one printable line', () => {
  const given = answer({ 'Evil\n\u001b[2J\u202e': 1 }, {});
  expect('error' in given && given.error).toMatch(/^policies\.identity\[0\], statement 0, Evil\\u000a\\u001b/);
  expect(JSON.stringify(given)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
