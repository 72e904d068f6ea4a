import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import { policyDocument } from './arbitrary-policy.ts';

const statement = { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' };
const document = { Version: '2012-10-17', Statement: [statement] };
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

/** Every answer is a policy, or an error that a person can read. */
function answers(written: unknown, kind: PolicyKind): boolean {
  const result = parsePolicy(written, 'p', kind);
  if ('policy' in result) return result.policy.statements.length > 0;
  const { policy, problem, help, element } = result.error;
  const readable = problem.length < 160 && help.length > 0 && (element?.length ?? 0) < 100;
  return policy === 'p' && problem !== '' && readable;
}

test('anything at all is a policy or an error', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true });
  fc.assert(fc.property(anything, kinds, answers));
});

test('anything in the place of an element is a policy or an error', () => {
  const element = fc.constantFrom(
    ...['Version', 'Id', 'Statement'],
    ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  );
  fc.assert(
    fc.property(element, fc.anything(), kinds, (name, value, kind) =>
      ['Version', 'Id', 'Statement'].includes(name)
        ? answers({ ...document, [name]: value }, kind)
        : answers({ ...document, Statement: { ...statement, [name]: value } }, kind),
    ),
    { numRuns: 1_000 },
  );
});

test('real documents with random changes to their text are a policy or an error', () => {
  const noise = fc.oneof(
    fc.string({ maxLength: 3 }),
    fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'null', '"Effect":', '\\u0000', '__proto__', '%', '*'),
  );
  const cut = fc.record({ at: fc.nat(2_000), length: fc.nat(4), noise });
  const written = kinds.chain((kind) => policyDocument(kind).map((one) => ({ kind, text: JSON.stringify(one) })));
  fc.assert(
    fc.property(
      written,
      fc.array(cut, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      ({ kind, text }, cuts, encoded) => {
        let changed = encoded ? encodeURIComponent(text) : text;
        for (const { at, length, noise: added } of cuts) {
          const place = at % (changed.length + 1);
          changed = changed.slice(0, place) + added + changed.slice(place + length);
        }
        return answers(changed, kind);
      },
    ),
    { numRuns: 3_000 },
  );
});

test('text that ends too early is an error', () => {
  const text = JSON.stringify(document);
  for (let length = 0; length < text.length; length += 1) {
    expect(parsePolicy(text.slice(0, length), 'p', 'identity')).toHaveProperty('error');
  }
});

describe('keys of JSON text', () => {
  const isRepeated = (text: string): boolean => {
    const result = parsePolicy(text, 'p', 'identity');
    return 'error' in result && result.error.problem.endsWith('is written twice in the same object');
  };
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('"', '\\', '\\"', '{', '[,', '":'),
  );
  const object = fc.dictionary(name, fc.jsonValue());

  test('an object written as text repeats none, however it nests', () => {
    fc.assert(fc.property(object, fc.nat(2), (value, indent) => !isRepeated(JSON.stringify(value, null, indent))));
  });

  test('a repeated one is found, wherever it stands', () => {
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue(), { minKeys: 1 }), object, fc.nat(), (value, outer, nth) => {
        const keys = Object.keys(value);
        const again = JSON.stringify(keys[nth % keys.length]);
        const twice = `${JSON.stringify(value).slice(0, -1)},${again}:0}`;
        const within = JSON.stringify({ ...outer, here: [[], 'HERE'] }).replace('"HERE"', () => twice);
        return isRepeated(twice) && isRepeated(within);
      }),
    );
  });
});

describe('sizes and depths', () => {
  const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);
  const deep = (depth: number): unknown => {
    let value: unknown = 'x';
    for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { Statement: value };
    return value;
  };
  const cyclic: { Statement: unknown } = { Statement: undefined };
  cyclic.Statement = [cyclic];

  test.each<[string, unknown, string]>([
    ['a megabyte of text', ' '.repeat(1_000_000), 'the document has 1000000 characters, more than 524288'],
    [
      'a megabyte of resources',
      { Statement: { ...statement, Resource: Array<string>(50_000).fill('arn:aws:s3:::bucket/a') } },
      'the policy has more than 524288 characters',
    ],
    [
      'a million empty condition values',
      { Statement: { ...statement, Condition: { StringLike: { 'aws:x': Array<string>(1_000_000).fill('') } } } },
      'the policy has more than 524288 characters',
    ],
    [
      'a million statements',
      { Statement: Array<object>(1_000_000).fill(statement) },
      'the policy has more than 524288 characters',
    ],
    ['a list of a million holes', { Statement: Array(1_000_000) }, 'a statement is a JSON object, not nothing'],
    ['65,000 lists in one another', nested(65_000, '[', ']'), 'a policy is a JSON object, not an array'],
    [
      '9,000 objects in one another',
      nested(9_000, '{"Statement":', '}').replace(':}', ':1}'),
      '`Statement` is not a statement element',
    ],
    [
      '100,000 lists that are not closed',
      '['.repeat(100_000),
      'the document is not JSON: it ends too early or has a stray character',
    ],
    ['100,000 levels as an object', deep(100_000), '`Statement` is not a statement element'],
    [
      '100,000 levels in a condition',
      { Statement: { ...statement, Condition: { Bool: { 'aws:x': deep(100_000) } } } },
      'a condition value is an object',
    ],
    ['an object that holds itself', cyclic, '`Statement` is not a statement element'],
    [
      '12,000 keys that differ, and one that does not',
      `{${Array.from({ length: 12_000 }, (_, index) => `"k${index}":1`).join()},"k0":1}`,
      '`k0` is written twice in the same object',
    ],
    ['a text of backslashes', `{"Statement":"${'\\'.repeat(130_000)}"}`, 'a statement is a JSON object, not a string'],
    [
      'a text of escaped quotes',
      `{"Statement":"${'\\"'.repeat(65_000)}"}`,
      'a statement is a JSON object, not a string',
    ],
    ['a text of opening comments', `{${'/*'.repeat(65_000)}`, 'the document is not JSON: it has comments'],
  ])('%s', (_, written, problem) => {
    expect(parsePolicy(written, 'p', 'identity')).toHaveProperty('error.problem', problem);
  });

  test('a policy far beyond the quotas of IAM is read: what an account holds is true', () => {
    const Statement = Array.from({ length: 1_000 }, (_, index) => ({ ...statement, Sid: `S${index}` }));
    expect(parsePolicy(JSON.stringify({ Statement }), 'p', 'identity')).toHaveProperty(
      'policy.statements.length',
      1_000,
    );
  });

  test('10,000 keys of one operator are read', () => {
    const keys = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`a:${index}`, 'x']));
    expect(
      parsePolicy({ Statement: { ...statement, Condition: { StringLike: keys } } }, 'p', 'identity'),
    ).toHaveProperty('policy.statements.0.conditions.length', 10_000);
  });
});

describe('names of the prototype are ordinary names', () => {
  const text = (inStatement: string): string =>
    `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"${inStatement}}}`;

  test.each<[string, string, PolicyKind, string]>([
    ['of the policy', '{"__proto__":{"Statement":[]}}', 'identity', '`__proto__` is not a policy element'],
    ['of the statement', text(',"__proto__":{"Effect":"Deny"}'), 'identity', '`__proto__` is not a statement element'],
    ['constructor', text(',"constructor":"x"'), 'identity', '`constructor` is not a statement element'],
    ['of the operators', text(',"Condition":{"__proto__":{}}'), 'identity', '`__proto__` is not a condition operator'],
    ['of the principals', text(',"Principal":{"__proto__":"*"}'), 'resource', '`__proto__` is not a type of principal'],
    ['toString', text(',"Principal":{"toString":"*"}'), 'resource', '`toString` is not a type of principal'],
  ])('%s', (_, written, kind, problem) => {
    expect(parsePolicy(written, 'p', kind)).toHaveProperty('error.problem', problem);
  });

  test('as condition keys', () => {
    const written = text(',"Condition":{"StringLike":{"__proto__":"a","constructor":["b"]}}');
    expect(parsePolicy(written, 'p', 'identity')).toHaveProperty('policy.statements.0.conditions', [
      { operator: 'StringLike', key: '__proto__', values: ['a'] },
      { operator: 'StringLike', key: 'constructor', values: ['b'] },
    ]);
  });
});

test("an error never quotes more than a line of the reader's text", () => {
  const long = 'x'.repeat(10_000);
  for (const change of [
    { Effect: long },
    { [long]: 1 },
    { Action: long },
    { Resource: long },
    { Sid: `-${long}` },
    { Condition: { [long]: {} } },
  ]) {
    expect(answers({ ...document, Statement: { ...statement, ...change } }, 'identity')).toBe(true);
  }
  expect(answers({ Statement: { ...statement, Principal: { AWS: long } } }, 'resource')).toBe(true);
  expect(answers(`{"${long}":1,"${long}":2}`, 'identity')).toBe(true);
});
