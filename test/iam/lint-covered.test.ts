import { describe, expect, test } from 'vitest';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import { ACCOUNT, lintOf } from './lint-findings.ts';

const BUCKET = 'arn:aws:s3:::bucket';
const read = { Action: 's3:GetObject', Resource: `${BUCKET}/*` };
const organization = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };

/** The positions of the covered statements. */
const covered = (statements: readonly object[], kind?: PolicyKind): readonly number[] =>
  lintOf(statements, kind)
    .filter(({ id }) => id === 'covered-statement')
    .map(({ location }) => location.statement);

describe('a statement that another one covers', () => {
  test.each<[string, readonly object[], readonly number[]]>([
    ['its equal', [read, read], [1]],
    ['three equals', [read, read, read], [1, 2]],
    ['its equal in other words', [read, { Action: ['S3:getobject'], Resource: [`${BUCKET}/*`] }], [1]],
    ['a wider action', [{ ...read, Action: 's3:Get*' }, read], [1]],
    ['a wider action that comes later', [read, { ...read, Action: 's3:Get*' }], [0]],
    ['a wider resource', [read, { ...read, Resource: `${BUCKET}*` }], [0]],
    ['every action', [read, { Action: '*', Resource: '*' }], [0]],
    ['one of several actions', [{ ...read, Action: ['s3:PutObject', 's3:GetObject'] }, read], [1]],
    ['a shorter ARN', [{ ...read, Resource: 'arn:aws:s3:*' }, read], [1]],
    ['no conditions', [{ ...read, Condition: organization }, read], [0]],
    [
      'the same conditions',
      [
        { ...read, Action: 's3:*', Condition: organization },
        { ...read, Condition: organization },
      ],
      [1],
    ],
    [
      'the same variable',
      [
        { ...read, Resource: `${BUCKET}/\${aws:userid}/*` },
        { ...read, Resource: `${BUCKET}/\${aws:userid}/*` },
      ],
      [1],
    ],
    ['a wildcard for its variable', [read, { ...read, Resource: `${BUCKET}/\${aws:userid}/*` }], [1]],
    [
      'a wider Deny',
      [
        { ...read, Effect: 'Deny' },
        { ...read, Effect: 'Deny', Action: 's3:*' },
      ],
      [0],
    ],
    ['NotAction of others', [{ NotAction: 'iam:*', Resource: '*' }, read], [1]],
    [
      'NotAction of fewer',
      [
        { NotAction: ['iam:*', 's3:*'], Resource: '*' },
        { NotAction: 'iam:*', Resource: '*' },
      ],
      [0],
    ],
    ['NotResource of others', [{ Action: 's3:*', NotResource: 'arn:aws:s3:::secret/*' }, read], [1]],
  ])('%s', (_, statements, expected) => {
    expect(covered(statements)).toEqual(expected);
  });
});

describe('a statement that says something of its own', () => {
  test.each<[string, readonly object[]]>([
    ['another action', [read, { ...read, Action: 's3:PutObject' }]],
    ['another resource', [read, { ...read, Resource: `${BUCKET}2/*` }]],
    ['one more action', [read, { ...read, Action: ['s3:GetObject', 's3:PutObject'], Condition: organization }]],
    [
      'the other effect',
      [
        { ...read, Effect: 'Deny' },
        { ...read, Action: 's3:*' },
      ],
    ],
    [
      'other conditions',
      [
        { ...read, Condition: organization },
        { ...read, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
      ],
    ],
    ['only the covering one has conditions', [{ ...read, Action: 's3:Get*', Condition: organization }, read]],
    [
      'actions and resources crosswise',
      [
        { Action: 's3:*', Resource: `${BUCKET}/a/*` },
        { Action: 's3:Get*', Resource: `${BUCKET}/*` },
      ],
    ],
    [
      'two halves that only together cover it',
      [
        { ...read, Resource: `${BUCKET}/a/*` },
        { ...read, Resource: `${BUCKET}/b/*` },
        { ...read, Resource: [`${BUCKET}/a/*`, `${BUCKET}/b/*`], Condition: organization },
      ],
    ],
    [
      'a question mark is no star',
      [
        { ...read, Resource: `${BUCKET}/?` },
        { ...read, Resource: `${BUCKET}/*`, Condition: organization },
      ],
    ],
    [
      'another variable',
      [
        { ...read, Resource: `${BUCKET}/\${aws:userid}` },
        { ...read, Resource: `${BUCKET}/\${aws:username}` },
      ],
    ],
    [
      'a variable where the other has a wildcard',
      [
        { ...read, Resource: `${BUCKET}/\${aws:userid}/*` },
        { ...read, Condition: organization },
      ],
    ],
    [
      'a literal star in the covering one',
      [
        { ...read, Resource: `${BUCKET}/\${*}` },
        { ...read, Resource: `${BUCKET}/a`, Condition: organization },
      ],
    ],
    ['NotAction of the action', [{ NotAction: 's3:Get*', Resource: '*' }, read]],
    ['NotResource that may be the resource', [{ Action: 's3:*', NotResource: `${BUCKET}/a*` }, read]],
    [
      'Action beside NotAction',
      [
        { Action: 's3:*', Resource: '*' },
        { NotAction: 'iam:*', Resource: '*', Condition: organization },
      ],
    ],
  ])('%s', (_, statements) => {
    expect(covered(statements)).toEqual([]);
  });
});

describe('principals', () => {
  const statement = { Action: 's3:GetObject', Resource: `${BUCKET}/*` };
  const role = { AWS: `arn:aws:iam::${ACCOUNT}:role/r` };
  test.each<[string, readonly object[], readonly number[]]>([
    [
      'the same',
      [
        { ...statement, Principal: role },
        { ...statement, Principal: role },
      ],
      [1],
    ],
    [
      'everyone in both spellings',
      [
        { ...statement, Principal: '*' },
        { ...statement, Principal: { AWS: '*' } },
      ],
      [1],
    ],
    [
      'different ones',
      [
        { ...statement, Principal: '*' },
        { ...statement, Principal: role },
      ],
      [],
    ],
  ])('%s', (_, statements, expected) => {
    expect(covered(statements, 'resource')).toEqual(expected);
  });

  test('a trust policy has no resources', () => {
    const trust = { Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' };
    expect(
      covered([trust, { ...trust, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }], 'trust'),
    ).toEqual([1]);
  });
});

test('the finding names both statements', () => {
  expect(lintOf([{ ...read, Sid: 'All', Action: 's3:Get*' }, read])).toEqual([
    {
      id: 'covered-statement',
      location: { policy: 'identity', statement: 1 },
      element: 'Statement',
      value: 'statement 1',
      message: 'statement 1 allows nothing that statement 0 (`All`) does not allow already',
      help: 'Remove it where statement 0 (`All`) is no wider than it should be; where it is wider, narrow that and keep this.',
    },
  ]);
});

test('a thousand statements are compared', () => {
  const statements = Array.from({ length: 1_000 }, (_, index) => ({
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: `${BUCKET}/${index}/*`,
  }));
  expect(covered([...statements, { Action: 's3:GetObject', Resource: `${BUCKET}/999/file` }])).toEqual([1_000]);
});
