import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { PolicyKind, Statement } from '../../functions/iam/policy.ts';

const statement = { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' };
const document = { Version: '2012-10-17', Statement: [statement] };
const parsed = {
  policy: {
    name: 'p',
    kind: 'identity',
    version: '2012-10-17',
    statements: [
      {
        location: { policy: 'p', statement: 0 },
        effect: 'Allow',
        actions: { patterns: ['bedrock:InvokeModel'], except: false },
        resources: { patterns: ['*'], except: false },
        conditions: [],
      },
    ],
  },
};
const text = JSON.stringify(document);
const withoutPrototype = Object.assign(Object.create(null) as object, document);

describe('the same policy in other clothes', () => {
  test.each<[string, unknown]>([
    ['an object', document],
    ['an object without a prototype', withoutPrototype],
    ['JSON text', text],
    ['indented JSON text', `\n ${JSON.stringify(document, null, 2)}\n`],
    ['JSON text with escapes', text.replaceAll('A', '\\u0041').replaceAll('*', '\\u002a')],
    ['percent-encoded JSON text', encodeURIComponent(text)],
    ['percent-encoded JSON text with encoded white space', encodeURIComponent(JSON.stringify(document, null, 1))],
    ['JSON text of which only the quotes are percent-encoded', text.replaceAll('"', '%22').replace('{', '%7B')],
    ['a byte order mark', `\uFEFF${text}`],
    ['a single statement', { ...document, Statement: statement }],
    ['arrays of one', { ...document, Statement: [{ ...statement, Action: ['bedrock:InvokeModel'], Resource: ['*'] }] }],
    [
      'elements in another order',
      { Statement: { Resource: '*', Action: 'bedrock:InvokeModel', Effect: 'Allow' }, Version: '2012-10-17' },
    ],
    ['a Condition without operators', { ...document, Statement: { ...statement, Condition: {} } }],
    ['an operator without keys', { ...document, Statement: { ...statement, Condition: { Bool: {} } } }],
  ])('%s', (_, written) => {
    expect(parsePolicy(written, 'p', 'identity')).toEqual(parsed);
  });
});

test.each([
  ['an Id', 'mine', { Id: 'mine', ...document }],
  ['an empty one behind the statements', '', { ...document, Id: '' }],
])('%s is kept, though it decides nothing', (_, id, written) => {
  expect(parsePolicy(written, 'p', 'identity')).toEqual({ policy: { ...parsed.policy, id } });
});

test('a policy without a version is of 2008', () => {
  expect(parsePolicy({ Statement: statement }, 'p', 'identity')).toEqual({
    policy: { ...parsed.policy, version: '2008-10-17' },
  });
});

test('every element of a statement is kept', () => {
  const written = {
    Version: '2012-10-17',
    Statement: [
      { ...statement, Principal: '*' },
      {
        Sid: 'A',
        Effect: 'Deny',
        NotPrincipal: { AWS: ['111122223333', '*'], Service: 'bedrock.amazonaws.com' },
        NotAction: ['s3:*'],
        NotResource: 'arn:aws:s3:::b',
        Condition: { 'forAnyValue:stringlikeIfExists': { 'aws:TagKeys': ['a', 1, true] }, Null: { 'aws:x': false } },
      },
    ],
  };
  const [first] = parsed.policy.statements;
  expect(parsePolicy(written, 'p', 'resource')).toEqual({
    policy: {
      name: 'p',
      kind: 'resource',
      version: '2012-10-17',
      statements: [
        { ...first, principals: { except: false, principals: [{ type: 'AWS', value: '*' }] } },
        {
          location: { policy: 'p', statement: 1, sid: 'A' },
          effect: 'Deny',
          actions: { patterns: ['s3:*'], except: true },
          resources: { patterns: ['arn:aws:s3:::b'], except: true },
          principals: {
            except: true,
            principals: [
              { type: 'AWS', value: '111122223333' },
              { type: 'AWS', value: '*' },
              { type: 'Service', value: 'bedrock.amazonaws.com' },
            ],
          },
          conditions: [
            { operator: 'ForAnyValue:StringLikeIfExists', key: 'aws:TagKeys', values: ['a', '1', 'true'] },
            { operator: 'Null', key: 'aws:x', values: ['false'] },
          ],
        },
      ],
    },
  });
});

/** The first statement of the good policy, with one thing changed. */
function statementWith(change: object, kind: PolicyKind, base: object = statement): Statement {
  const result = parsePolicy({ ...document, Statement: { ...base, ...change } }, 'p', kind);
  if ('error' in result || result.policy.statements[0] === undefined) throw new Error(JSON.stringify(result));
  return result.policy.statements[0];
}

const trust = { Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' };
const owned = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
const rcp = { ...owned, Effect: 'Deny' };

describe('actions are kept as they are written', () => {
  test.each<[PolicyKind, string, object]>([
    ['identity', '*', statement],
    ['identity', '**', statement],
    ['identity', '*:*', statement],
    ['identity', 's3:*', statement],
    ['identity', 'S3:getobject', statement],
    ['identity', 's3:*Object', statement],
    ['identity', 's3:G?t*', statement],
    ['identity', 'bedrock-agentcore:InvokeAgentRuntime', statement],
    ['serviceControl', 'iam:*Access*', statement],
    ['resource', 'SQS:SendMessage', owned],
    ['resourceControl', 's3:Get*', rcp],
    ['trust', '*', trust],
    ['trust', 'STS:assumerole', trust],
    ['trust', 'sts:*', trust],
    ['trust', 'sts:SetContext', trust],
  ])('%s %s', (kind, Action, base) => {
    expect(statementWith({ Action }, kind, base).actions).toEqual({ patterns: [Action], except: false });
  });
});

describe('resources are kept as they are written', () => {
  test.each<[PolicyKind, string, object]>([
    ['identity', '**', statement],
    ['identity', 'arn:aws:s3', statement],
    ['identity', 'arn:*', statement],
    ['identity', 'arn:aws:s3:::a/${aws:PrincipalTag/t}', statement],
    ['identity', 'arn:aws:s3:::a b\t\u00fc\ud800', statement],
    ['identity', 'arn:aws:s3:::a%20b', statement],
    ['session', '*', statement],
    ['session', 'arn:aws:s3:::b/*', statement],
    ['resource', 'execute-api:/prod/GET/*', owned],
    ['resource', 'arn:aws:sns:us-east-1:111122223333:t', owned],
    ['vpcEndpoint', 'arn:aws:s3:::b', owned],
  ])('%s %s', (kind, Resource, base) => {
    expect(statementWith({ Resource }, kind, base).resources).toEqual({ patterns: [Resource], except: false });
  });

  test('a plus sign in percent-encoded text is a plus sign, a percent sign in plain text is not decoded', () => {
    const written = JSON.stringify({ ...document, Statement: { ...statement, Resource: 'arn:aws:s3:::b/a+b%20c' } });
    const expected = parsePolicy(written, 'p', 'identity');
    expect(expected).toHaveProperty('policy.statements.0.resources.patterns', ['arn:aws:s3:::b/a+b%20c']);
    expect(parsePolicy(encodeURIComponent(written).replaceAll('%2B', '+'), 'p', 'identity')).toEqual(expected);
  });

  test('the policy of an ECR repository has none', () => {
    const { Resource: _, ...ecr } = { ...owned, Action: 'ecr:BatchGetImage' };
    expect(statementWith({}, 'resource', ecr)).toEqual({
      location: { policy: 'p', statement: 0 },
      effect: 'Allow',
      actions: { patterns: ['ecr:BatchGetImage'], except: false },
      principals: { except: false, principals: [{ type: 'AWS', value: '*' }] },
      conditions: [],
    });
  });
});

describe('principals that AWS stores', () => {
  test.each<[unknown, Required<Statement>['principals']['principals']]>([
    ['*', [{ type: 'AWS', value: '*' }]],
    [{ AWS: '*' }, [{ type: 'AWS', value: '*' }]],
    [{ AWS: '111122223333' }, [{ type: 'AWS', value: '111122223333' }]],
    ...[
      'arn:aws:iam::111122223333:root',
      'arn:aws-cn:iam::111122223333:role/service-role/r',
      'arn:aws:sts::111122223333:assumed-role/r/s',
      'arn:aws:sts::111122223333:federated-user/ana',
      'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE',
      // Ids of a user and a role that were deleted.
      'AIDACKCEVSQ6C2EXAMPLE',
      'AROACKCEVSQ6C2EXAMPLE',
    ].map((value): [unknown, Required<Statement>['principals']['principals']] => [
      { AWS: [value] },
      [{ type: 'AWS', value }],
    ]),
    [{ CanonicalUser: '79a59df900b949e5' }, [{ type: 'CanonicalUser', value: '79a59df900b949e5' }]],
    [
      {
        Service: ['bedrock.amazonaws.com', 'ec2.amazonaws.com.cn'],
        Federated: ['cognito-identity.amazonaws.com', 'arn:aws:iam::111122223333:oidc-provider/example.com/id'],
        AWS: [],
      },
      [
        { type: 'Service', value: 'bedrock.amazonaws.com' },
        { type: 'Service', value: 'ec2.amazonaws.com.cn' },
        { type: 'Federated', value: 'cognito-identity.amazonaws.com' },
        { type: 'Federated', value: 'arn:aws:iam::111122223333:oidc-provider/example.com/id' },
      ],
    ],
  ])('%j', (Principal, expected) => {
    for (const [kind, base] of [
      ['resource', owned],
      ['vpcEndpoint', owned],
      ['trust', trust],
    ] as const) {
      expect(statementWith({ Principal }, kind, base).principals).toEqual({ except: false, principals: expected });
    }
  });

  test('a resource control policy is about everyone, in both spellings', () => {
    const everyone = { except: false, principals: [{ type: 'AWS', value: '*' }] };
    expect(statementWith({}, 'resourceControl', rcp).principals).toEqual(everyone);
    expect(statementWith({ Principal: { AWS: '*' } }, 'resourceControl', rcp).principals).toEqual(everyone);
  });
});

describe('conditions', () => {
  test.each<[object, Statement['conditions']]>([
    [{ NumericLessThan: { 's3:max-keys': 10 } }, [{ operator: 'NumericLessThan', key: 's3:max-keys', values: ['10'] }]],
    [{ Bool: { 'aws:x': [] } }, [{ operator: 'Bool', key: 'aws:x', values: [] }]],
    [{ STRINGEQUALS: { 'aws:x': '' } }, [{ operator: 'StringEquals', key: 'aws:x', values: [''] }]],
    [
      { 'forallvalues:stringlike': { 'aws:x': ' a ' }, StringLike: { 'AWS:X': ['b', 'b'] } },
      [
        { operator: 'ForAllValues:StringLike', key: 'aws:x', values: [' a '] },
        { operator: 'StringLike', key: 'AWS:X', values: ['b', 'b'] },
      ],
    ],
    [
      { Bool: { 'aws:x': true }, bool: { 'aws:x': false } },
      [
        { operator: 'Bool', key: 'aws:x', values: ['true'] },
        { operator: 'Bool', key: 'aws:x', values: ['false'] },
      ],
    ],
  ])('%j', (Condition, conditions) => {
    expect(statementWith({ Condition }, 'identity').conditions).toEqual(conditions);
  });
});

describe('statement ids', () => {
  test.each<[PolicyKind, string, object]>([
    ['identity', 'AllowModels1', statement],
    ['identity', '', statement],
    ['resource', 'Allow use of the key', owned],
    ['vpcEndpoint', 'Access-from-here', owned],
  ])('%s %j', (kind, Sid, base) => {
    expect(statementWith({ Sid }, kind, base).location).toEqual({ policy: 'p', statement: 0, sid: Sid });
  });

  test.each<[PolicyKind, string, object]>([
    ['identity', '', statement],
    ['resource', 'A', owned],
    ['vpcEndpoint', 'A', owned],
  ])('two statements of a %s policy may be called %j', (kind, Sid, base) => {
    const written = {
      ...document,
      Statement: [
        { ...base, Sid },
        { ...base, Sid },
      ],
    };
    expect(parsePolicy(written, 'p', kind)).toHaveProperty('policy.statements.length', 2);
  });
});

test.each<[string, PolicyKind, object]>([
  [
    'a service control policy with the whole language',
    'serviceControl',
    { NotAction: 'iam:*', NotResource: 'arn:aws:iam::*:role/a', Condition: { Bool: { 'aws:x': true } } },
  ],
  ['RCPFullAWSAccess', 'resourceControl', { Principal: '*', Action: '*', Resource: '*' }],
  ['the default endpoint policy', 'vpcEndpoint', { Principal: '*', Action: '*', Resource: '*' }],
])('%s is stored', (_, kind, elements) => {
  expect(parsePolicy({ Statement: { Effect: 'Allow', ...elements } }, 'p', kind)).toHaveProperty('policy');
});
