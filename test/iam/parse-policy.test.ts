import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';

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

describe('the same policy in other clothes', () => {
  test.each([
    ['an object', document],
    ['JSON text', JSON.stringify(document)],
    ['indented JSON text', `\n ${JSON.stringify(document, null, 2)}\n`],
    ['percent-encoded JSON text', encodeURIComponent(JSON.stringify(document))],
    ['percent-encoded JSON text with encoded white space', encodeURIComponent(JSON.stringify(document, null, 1))],
    ['a byte order mark', `\uFEFF${JSON.stringify(document)}`],
    ['a single statement', { ...document, Statement: statement }],
    ['arrays of one', { ...document, Statement: [{ ...statement, Action: ['bedrock:InvokeModel'], Resource: ['*'] }] }],
    ['an Id', { ...document, Id: 'mine' }],
  ])('%s', (_, written) => {
    expect(parsePolicy(written, 'p', 'identity')).toEqual(parsed);
  });
});

test('a plus sign in percent-encoded text is a plus sign', () => {
  const written = JSON.stringify({ ...document, Statement: { ...statement, Resource: 'arn:aws:s3:::b/a+b c' } });
  const encoded = encodeURIComponent(written).replaceAll('%2B', '+');
  const result = parsePolicy(encoded, 'p', 'identity');
  expect('policy' in result && result.policy.statements[0]?.resources?.patterns).toEqual(['arn:aws:s3:::b/a+b c']);
});

test('a percent sign in plain JSON text is not decoded', () => {
  const written = JSON.stringify({ ...document, Statement: { ...statement, Resource: 'arn:aws:s3:::b/a%20b' } });
  const result = parsePolicy(written, 'p', 'identity');
  expect('policy' in result && result.policy.statements[0]?.resources?.patterns).toEqual(['arn:aws:s3:::b/a%20b']);
});

test('a policy without a version is of 2008', () => {
  expect(parsePolicy({ Statement: statement }, 'p', 'identity')).toEqual({
    policy: { ...parsed.policy, version: '2008-10-17' },
  });
});

test('every element of a statement is kept', () => {
  const result = parsePolicy(
    {
      Version: '2012-10-17',
      Statement: {
        Sid: 'A',
        Effect: 'Deny',
        NotPrincipal: { AWS: ['111122223333', '*'], Service: 'bedrock.amazonaws.com' },
        NotAction: ['s3:*'],
        NotResource: 'arn:aws:s3:::b',
        Condition: { 'forAnyValue:stringlikeIfExists': { 'aws:TagKeys': ['a', 1, true] }, Null: { 'aws:x': false } },
      },
    },
    'p',
    'resource',
  );
  expect(result).toEqual({
    policy: {
      name: 'p',
      kind: 'resource',
      version: '2012-10-17',
      statements: [
        {
          location: { policy: 'p', statement: 0, sid: 'A' },
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

test('"Principal": "*" is {"AWS": "*"}', () => {
  const both = ['*', { AWS: '*' }].map((Principal) =>
    parsePolicy({ Statement: { ...statement, Principal } }, 'p', 'resource'),
  );
  expect(both[0]).toEqual(both[1]);
});

const with_ = (change: object, base: object = statement): unknown => ({
  ...document,
  Statement: { ...base, ...change },
});
const without = (element: string): unknown => {
  const rest: Record<string, unknown> = { ...statement };
  delete rest[element];
  return { ...document, Statement: rest };
};
const trust = { Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' };
const rcp = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };

describe('what AWS would refuse to store', () => {
  test.each<[string, unknown, PolicyKind, string | undefined, string]>([
    ['nothing', undefined, 'identity', undefined, 'a policy is a JSON object, not nothing'],
    ['null', null, 'identity', undefined, 'a policy is a JSON object, not null'],
    ['an empty text', '  ', 'identity', undefined, 'the document is empty'],
    ['an array', [statement], 'identity', undefined, 'a policy is a JSON object, not an array'],
    ['an array as text', '[]', 'identity', undefined, 'a policy is a JSON object, not an array'],
    [
      'text that is no JSON',
      'hello',
      'identity',
      undefined,
      'the document is not JSON: it ends too early or has a stray character',
    ],
    ['broken percent-encoding', '%7B%', 'identity', undefined, 'the document is neither JSON nor percent-encoded JSON'],
    ['comments', '{\n// models\n"Statement": []}', 'identity', undefined, 'the document is not JSON: it has comments'],
    [
      'block comments',
      '{/* models */"Statement": []}',
      'identity',
      undefined,
      'the document is not JSON: it has comments',
    ],
    ['no Statement', { Version: '2012-10-17' }, 'identity', 'Statement', 'there is no `Statement`'],
    ['no statements', { ...document, Statement: [] }, 'identity', 'Statement', '`Statement` has no statements'],
    [
      'a statement that is text',
      { ...document, Statement: ['x'] },
      'identity',
      undefined,
      'a statement is a JSON object, not a string',
    ],
    [
      'another version',
      { ...document, Version: '2012-10-18' },
      'identity',
      'Version',
      '`2012-10-18` is not a version of the policy language',
    ],
    [
      'a numeric version',
      { ...document, Version: 2012 },
      'identity',
      'Version',
      'a number is not a version of the policy language',
    ],
    [
      'an unknown policy element',
      { ...document, Statment: [] },
      'identity',
      'Statment',
      '`Statment` is not a policy element',
    ],
    [
      'an unknown statement element',
      with_({ Actions: 's3:*' }),
      'identity',
      'Actions',
      '`Actions` is not a statement element',
    ],
    ['no Effect', without('Effect'), 'identity', 'Effect', 'there is no `Effect`'],
    ['a lower-case effect', with_({ Effect: 'allow' }), 'identity', 'Effect', '`allow` is not an effect'],
    ['no Action', without('Action'), 'identity', 'Action', 'there is neither `Action` nor `NotAction`'],
    [
      'Action beside NotAction',
      with_({ NotAction: 's3:*' }),
      'identity',
      'NotAction',
      '`Action` stands beside `NotAction`',
    ],
    ['an empty Action', with_({ Action: [] }), 'identity', 'Action', '`Action` is empty'],
    ['an action that is a number', with_({ Action: [1] }), 'identity', 'Action', '`Action` holds a number'],
    [
      'an action without a service',
      with_({ Action: 'InvokeModel' }),
      'identity',
      'Action',
      '`InvokeModel` names no service',
    ],
    ['an action with two colons', with_({ Action: 'a:b:c' }), 'identity', 'Action', '`a:b:c` has more than one colon'],
    [
      'a wildcard in the service',
      with_({ Action: 'bed*:InvokeModel' }),
      'identity',
      'Action',
      '`bed*:InvokeModel` has no valid service prefix',
    ],
    ['no Resource', without('Resource'), 'identity', 'Resource', 'there is neither `Resource` nor `NotResource`'],
    [
      'Resource beside NotResource',
      with_({ NotResource: '*' }),
      'identity',
      'NotResource',
      '`Resource` stands beside `NotResource`',
    ],
    [
      'a resource that is no ARN',
      with_({ Resource: 'my-bucket' }),
      'identity',
      'Resource',
      '`my-bucket` is neither an ARN nor `*`',
    ],
    [
      'a short ARN in a session policy',
      with_({ Resource: 'arn:aws:s3' }),
      'session',
      'Resource',
      '`arn:aws:s3` has fewer than six fields',
    ],
    [
      'a control character',
      with_({ Resource: 'arn:aws:s3:::a\u0001' }),
      'identity',
      'Resource',
      'a value has a control character',
    ],
    [
      'a Principal in an identity-based policy',
      with_({ Principal: '*' }),
      'identity',
      'Principal',
      'an identity-based policy has no `Principal`',
    ],
    [
      'a NotPrincipal in a boundary',
      with_({ NotPrincipal: '*' }),
      'permissionsBoundary',
      'NotPrincipal',
      'a permissions boundary has no `NotPrincipal`',
    ],
    [
      'a Principal in a session policy',
      with_({ Principal: '*' }),
      'session',
      'Principal',
      'a session policy has no `Principal`',
    ],
    [
      'a Principal in a service control policy',
      with_({ Principal: '*' }),
      'serviceControl',
      'Principal',
      'a service control policy has no `Principal`',
    ],
    ['no Principal in a resource-based policy', document, 'resource', 'Principal', 'there is no `Principal`'],
    [
      'no Principal in a trust policy',
      with_({}, { Effect: 'Allow', Action: 'sts:AssumeRole' }),
      'trust',
      'Principal',
      'there is no `Principal`',
    ],
    ['no Principal in an endpoint policy', document, 'vpcEndpoint', 'Principal', 'there is no `Principal`'],
    [
      'a Resource in a trust policy',
      with_({ Resource: '*' }, trust),
      'trust',
      'Resource',
      'a trust policy has no `Resource`',
    ],
    [
      'NotPrincipal in a trust policy',
      with_({ NotPrincipal: '*' }, { Effect: 'Deny', Action: 'sts:AssumeRole' }),
      'trust',
      'NotPrincipal',
      'a trust policy has no `NotPrincipal`',
    ],
    [
      'NotPrincipal in an Allow',
      with_({ NotPrincipal: { AWS: '111122223333' } }),
      'resource',
      'NotPrincipal',
      '`NotPrincipal` stands in an `Allow`',
    ],
    [
      'Principal beside NotPrincipal',
      with_({ Principal: '*', NotPrincipal: '*' }),
      'resource',
      'NotPrincipal',
      '`Principal` stands beside `NotPrincipal`',
    ],
    [
      'a bare principal',
      with_({ Principal: '111122223333' }),
      'resource',
      'Principal',
      '`Principal` is `111122223333`',
    ],
    [
      'an unknown type of principal',
      with_({ Principal: { Aws: '*' } }),
      'resource',
      'Principal',
      '`Aws` is not a type of principal',
    ],
    ['no principals', with_({ Principal: {} }), 'resource', 'Principal', '`Principal` names no one'],
    [
      'a wildcard in a principal',
      with_({ Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }),
      'resource',
      'Principal',
      'the principal `arn:aws:iam::111122223333:role/*` has a wildcard',
    ],
    [
      'every service',
      with_({ Principal: { Service: '*' } }),
      'resource',
      'Principal',
      'the service `*` has a wildcard',
    ],
    [
      'a principal that is a name',
      with_({ Principal: { AWS: 'ana' } }),
      'resource',
      'Principal',
      '`ana` is no AWS principal',
    ],
    [
      'a principal in a resource control policy',
      with_({ Principal: { AWS: '111122223333' } }, rcp),
      'resourceControl',
      'Principal',
      'the `Principal` of a resource control policy is `*`',
    ],
    [
      'an Allow in a resource control policy',
      with_({ Effect: 'Allow' }, rcp),
      'resourceControl',
      'Effect',
      "only AWS's own `RCPFullAWSAccess` allows in a resource control policy",
    ],
    [
      'a Deny of everything in a resource control policy',
      with_({ Action: '*' }, rcp),
      'resourceControl',
      'Action',
      'a resource control policy does not deny `*`',
    ],
    [
      'NotAction in a resource control policy',
      with_({ Action: undefined, NotAction: 's3:*' }, rcp),
      'resourceControl',
      'NotAction',
      'a resource control policy has no `NotAction`',
    ],
    [
      'an unknown operator',
      with_({ Condition: { StringEqual: { 'aws:x': '1' } } }),
      'identity',
      'Condition',
      '`StringEqual` is not a condition operator',
    ],
    [
      'Null with IfExists',
      with_({ Condition: { NullIfExists: { 'aws:x': 'true' } } }),
      'identity',
      'Condition',
      '`NullIfExists` is not a condition operator',
    ],
    ['a condition that is text', with_({ Condition: 'x' }), 'identity', 'Condition', '`Condition` is a string'],
    [
      'an operator that holds text',
      with_({ Condition: { Bool: 'true' } }),
      'identity',
      'Condition',
      '`Bool` holds a string',
    ],
    [
      'a condition value that is an object',
      with_({ Condition: { Bool: { 'aws:x': {} } } }),
      'identity',
      'Condition',
      'a condition value is an object',
    ],
    [
      'a key in two spellings',
      with_({ Condition: { Bool: { 'aws:x': 'true', 'AWS:X': 'true' } } }),
      'identity',
      'Condition',
      '`Bool` names the key `AWS:X` twice, spelled differently',
    ],
    [
      'a Sid with a hyphen',
      with_({ Sid: 'a-b' }),
      'identity',
      'Sid',
      'the `Sid` `a-b` has a character that IAM refuses',
    ],
    [
      'a Sid used twice',
      {
        ...document,
        Statement: [
          { ...statement, Sid: 'A' },
          { ...statement, Sid: 'A' },
        ],
      },
      'identity',
      'Sid',
      'the `Sid` `A` is used twice',
    ],
  ])('%s', (_, written, kind, element, problem) => {
    const result = parsePolicy(written, 'p', kind);
    expect('error' in result && { element: result.error.element, problem: result.error.problem }).toEqual({
      element,
      problem,
    });
  });

  test.each([
    ['allow', 'Did you mean `Allow`? The value is case-sensitive.'],
    ['DENY', 'Did you mean `Deny`? The value is case-sensitive.'],
    ['Permit', 'Write `Allow` or `Deny`.'],
  ])('the effect %s has a suggestion', (Effect, help) => {
    expect(parsePolicy(with_({ Effect }), 'p', 'identity')).toEqual({
      error: { policy: 'p', statement: 0, element: 'Effect', problem: `\`${Effect}\` is not an effect`, help },
    });
  });

  test.each([
    [{ Actions: 's3:*' }, 'Did you mean `Action`?'],
    [{ effect: 'Allow' }, 'Did you mean `Effect`?'],
    [{ Condition: { StringEqual: { 'aws:x': '1' } } }, 'Did you mean `StringEquals`?'],
  ])('%j has a suggestion', (change, help) => {
    const result = parsePolicy(with_(change), 'p', 'identity');
    expect('error' in result && result.error.help).toBe(help);
  });
});

test.each<[PolicyKind, unknown]>([
  ['trust', { Statement: trust }],
  ['resourceControl', { Statement: rcp }],
  ['resourceControl', { Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } }],
  ['serviceControl', { Statement: { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' } }],
  ['resource', { Statement: { ...rcp, Resource: 'execute-api:/prod/*', Sid: 'a b' } }],
  ['vpcEndpoint', { Statement: { ...rcp, Effect: 'Allow', Action: '*' } }],
])('a %s policy of the right form is stored', (kind, written) => {
  expect(parsePolicy(written, 'p', kind)).toHaveProperty('policy');
});

describe('hostile input', () => {
  const kinds = fc.constantFrom<PolicyKind>(
    'identity',
    'resource',
    'trust',
    'session',
    'serviceControl',
    'resourceControl',
    'vpcEndpoint',
    'permissionsBoundary',
  );

  test('anything at all is a policy or an error', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
        kinds,
        (written, kind) => {
          const result = parsePolicy(written, 'p', kind);
          return 'policy' in result || result.error.problem.length > 0;
        },
      ),
    );
  });

  test('anything in the place of an element is a policy or an error', () => {
    const element = fc.constantFrom(
      'Sid',
      'Effect',
      'Principal',
      'NotPrincipal',
      'Action',
      'NotAction',
      'Resource',
      'NotResource',
      'Condition',
    );
    fc.assert(
      fc.property(element, fc.anything(), kinds, (name, value, kind) => {
        const result = parsePolicy(with_({ [name]: value }), 'p', kind);
        return 'policy' in result || result.error.policy === 'p';
      }),
      { numRuns: 1_000 },
    );
  });

  test('broken text is an error', () => {
    const text = JSON.stringify(document);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 3 }), (at, noise) => {
        parsePolicy(text.slice(0, at) + noise + text.slice(at), 'p', 'identity');
        return 'error' in parsePolicy(text.slice(0, at), 'p', 'identity');
      }),
    );
  });

  test.each([
    ['text that is too long', ' '.repeat(200_000)],
    [
      'an object that is too long',
      { Statement: { ...statement, Resource: Array(10_000).fill('arn:aws:s3:::bucket') } },
    ],
    ['deep nesting', `${'{"Statement":'.repeat(9_000)}1${'}'.repeat(9_000)}`],
  ])('%s is an error', (_, written) => {
    expect(parsePolicy(written, 'p', 'identity')).toHaveProperty('error');
  });

  test('keys of the prototype are ordinary keys', () => {
    expect(parsePolicy('{"__proto__": {"Statement": []}}', 'p', 'identity')).toHaveProperty(
      'error.problem',
      '`__proto__` is not a policy element',
    );
  });

  test("an error never quotes more than a line of the reader's text", () => {
    const result = parsePolicy(with_({ Effect: 'x'.repeat(10_000) }), 'p', 'identity');
    expect('error' in result && result.error.problem.length).toBeLessThan(120);
  });
});
