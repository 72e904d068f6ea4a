import { describe, expect, it } from 'vitest';
import { readCase } from '../../functions/cli/simulation-case.ts';

const good = {
  id: 'a',
  request: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: { 'aws:SourceAccount': '111122223333' } },
  policies: { identity: [] },
};
const read = (value: unknown) => readCase({ number: 7, text: JSON.stringify(value) });
const withRequest = (part: object) => read({ ...good, request: { ...good.request, ...part } });
const withContext = (context: unknown) => withRequest({ context });
const withPolicies = (policies: unknown) => read({ ...good, policies });

describe('a case', () => {
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} };
  it.each<[name: string, value: unknown, expected: unknown]>([
    ['whole', good, { id: 'a', request: good.request, documents: good.policies }],
    [
      'without context and policies',
      { id: 1, request: { ...request, context: undefined } },
      { id: 1, request, documents: {} },
    ],
    ['without an id', { request }, { id: null, request, documents: {} }],
    ['with the id null', { id: null, request }, { id: null, request, documents: {} }],
    [
      "with members of the caller's own",
      { ...good, comment: '', expected: {} },
      { id: 'a', request: good.request, documents: good.policies },
    ],
    ['with an empty id', { id: '', request }, { id: '', request, documents: {} }],
    ['with a fraction as id', { id: 1.5, request }, { id: 1.5, request, documents: {} }],
    [
      'with everything',
      {
        id: 'a',
        request: { ...request, principal: '*', resourceAccount: '111122223333' },
        policies: {
          identity: [{}],
          resource: {},
          permissionsBoundary: ['x'],
          session: [null],
          serviceControl: [[], [{}]],
          resourceControl: [],
          vpcEndpoint: [],
        },
      },
      {
        id: 'a',
        request: { ...request, principal: '*', resourceAccount: '111122223333' },
        documents: {
          identity: [{}],
          resource: {},
          permissionsBoundary: ['x'],
          session: [null],
          serviceControl: [[], [{}]],
          resourceControl: [],
          vpcEndpoint: [],
        },
      },
    ],
  ])('%s', (_name, value, expected) => {
    expect(read(value)).toEqual(expected);
  });

  it('has context values of every kind, as text', () => {
    const context = { a: 'x', b: 1, c: 0.5, d: true, e: [], f: ['x', 2, false], g: '', h: -1 };
    expect(withContext(context)).toMatchObject({
      request: { context: { a: 'x', b: '1', c: '0.5', d: 'true', e: [], f: ['x', '2', 'false'], g: '', h: '-1' } },
    });
  });

  it('loses no context key, whatever its name', () => {
    const text = '{"request":{"action":"s3:GetObject","resource":"*","context":{"__proto__":"x","constructor":"y"}}}';
    const answer = readCase({ number: 1, text });
    expect('request' in answer && Object.entries(answer.request.context)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('a case that cannot be read', () => {
  const LIST = 'Give a list of policy documents, even if it is one: `[{…}]`.';
  const LEVELS = 'Give a list of levels, root first, each a list of policy documents: `[[{…}]]`.';
  const ACTION = 'Write `service:Action`, such as `bedrock:InvokeModel`.';
  const KINDS = 'Write a string, a number, a boolean or a list of them.';
  const EXACT = 'a number too large to be read exactly. Write it as a string.';

  it.each<[name: string, answer: unknown, error: string]>([
    ['no request', read({ id: 'a' }), 'request: missing. Give an object with `action` and `resource`.'],
    [
      'a request of text',
      read({ id: 'a', request: 'x' }),
      'request: it is a string. Give an object with `action` and `resource`.',
    ],
    ['no action', withRequest({ action: undefined }), `request.action: missing. ${ACTION}`],
    ['an empty action', withRequest({ action: '' }), `request.action: empty. ${ACTION}`],
    ['an action of numbers', withRequest({ action: 1 }), `request.action: it is a number. ${ACTION}`],
    ['a list of actions', withRequest({ action: ['a:b'] }), `request.action: it is an array. ${ACTION}`],
    [
      'an action without service',
      withRequest({ action: 'Get' }),
      `request.action: \`Get\` is not an action. ${ACTION}`,
    ],
    [
      'a pattern for an action',
      withRequest({ action: 's3:*' }),
      `request.action: \`s3:*\` is not an action. ${ACTION}`,
    ],
    [
      'no resource',
      withRequest({ resource: undefined }),
      'request.resource: missing. Give one ARN, or `*` for an action without resource types.',
    ],
    [
      'a list of resources',
      withRequest({ resource: ['*'] }),
      'request.resource: it is an array. Give one ARN, or `*` for an action without resource types.',
    ],
    [
      'an account as a number',
      withRequest({ resourceAccount: 111122223333 }),
      'request.resourceAccount: it is a number. Give the id of the account that owns the resource, or leave it out.',
    ],
    [
      'a principal as in a policy',
      withRequest({ principal: { AWS: '*' } }),
      'request.principal: it is an object. Give one ARN, a service principal, or `*` for anonymous.',
    ],
    ['a list as context', withContext([]), 'request.context: it is an array. Give an object of keys and values.'],
    ['null as context', withContext(null), 'request.context: it is null. Give an object of keys and values.'],
    ['null as a value', withContext({ k: null }), `request.context.k: a value is null. ${KINDS}`],
    ['an object as a value', withContext({ k: {} }), `request.context.k: a value is an object. ${KINDS}`],
    ['a list in a list', withContext({ k: ['a', ['b']] }), `request.context.k: a value is an array. ${KINDS}`],
    ['a value that is rounded', withContext({ k: 2 ** 53 }), `request.context.k: ${EXACT}`],
    [
      'a key twice',
      withContext({ 'aws:SourceIp': '1', 'AWS:sourceip': '2' }),
      'request.context.AWS:sourceip: given twice. Keys are compared without case: leave one out.',
    ],
    ['policies as a list', withPolicies([]), 'policies: it is an array. Give an object with the layers that apply.'],
    ['policies of null', withPolicies(null), 'policies: it is null. Give an object with the layers that apply.'],
    ['one document', withPolicies({ identity: { Statement: [] } }), `policies.identity: it is an object. ${LIST}`],
    ['one document as text', withPolicies({ vpcEndpoint: '{}' }), `policies.vpcEndpoint: it is a string. ${LIST}`],
    ['null for a layer', withPolicies({ session: null }), `policies.session: it is null. ${LIST}`],
    ['no list of levels', withPolicies({ serviceControl: {} }), `policies.serviceControl: it is an object. ${LEVELS}`],
    [
      'no levels',
      withPolicies({ resourceControl: [[], {}] }),
      `policies.resourceControl[1]: it is an object. ${LEVELS}`,
    ],
    ['a misspelt member', read({ ...good, polices: {} }), 'polices: not a member of a case. Did you mean `policies`?'],
    [
      'a member in the singular',
      read({ ...good, policy: {} }),
      'policy: not a member of a case. Did you mean `policies`?',
    ],
    [
      'a misspelt member of the request, which explains the missing one',
      withRequest({ action: undefined, acton: 'a:b' }),
      'request.acton: not a member of a case. Did you mean `action`?',
    ],
    [
      'a misspelt layer',
      withPolicies({ permissionBoundary: [] }),
      'policies.permissionBoundary: not a member of a case. Did you mean `permissionsBoundary`?',
    ],
    [
      'an unknown layer',
      withPolicies({ scp: [] }),
      'policies.scp: not a member of a case. Remove it; there are identity, resource, permissionsBoundary, session, serviceControl, resourceControl, vpcEndpoint.',
    ],
  ])('%s', (_name, answer, error) => {
    expect(answer).toEqual({ id: 'a', error });
  });

  it.each<[name: string, text: string, error: string]>([
    ['not JSON', '{"id":"a",}', 'line 7, column 11: not JSON. Correct the text there; a case is one line.'],
    ['half a line', '{"id":"a"', 'line 7, column 10: not JSON. Correct the text there; a case is one line.'],
    ['two cases in a line', '{} {}', 'line 7, column 4: not JSON. Correct the text there; a case is one line.'],
    ['a list', '[{}]', 'line 7: a case is a JSON object, not an array. Write one case in each line.'],
    ['text', '"x"', 'line 7: a case is a JSON object, not a string. Write one case in each line.'],
    ['null', 'null', 'line 7: a case is a JSON object, not null. Write one case in each line.'],
    ['an id of another kind', '{"id":{}}', 'line 7, id: it is an object. Give a string or a number.'],
    ['an id that is true', '{"id":true}', 'line 7, id: it is a boolean. Give a string or a number.'],
    ['an id that is rounded', '{"id":12345678901234567890}', `line 7, id: ${EXACT}`],
    ['an id beyond all numbers', '{"id":1e999}', `line 7, id: ${EXACT}`],
    [
      'an id that is written twice',
      '{"id":"a","id":"b"}',
      'line 7, id: written twice in the same object. Leave one out.',
    ],
    ['no id and no request', '{}', 'line 7, request: missing. Give an object with `action` and `resource`.'],
  ])('%s is told by its line', (_name, text, error) => {
    expect(readCase({ number: 7, text })).toEqual({ id: null, error });
  });

  const REPEATED = 'written twice in the same object. Leave one out.';
  it.each<[name: string, before: string, after: string, place: string]>([
    ['member', '"policies":', '"request":{},"policies":', 'request'],
    [
      'element of a policy',
      '"Effect":"Allow"',
      '"Effect":"Allow","Effect":"Deny"',
      'policies.identity[0].Statement.Effect',
    ],
    ['context key', '"context":{', '"context":{"aws:SourceAccount":"1",', 'request.context.aws:SourceAccount'],
    ["member of the caller's own", '"id":"a"', '"id":"a","note":{"x":1,"x":2}', 'note.x'],
  ])('says which %s is written twice', (_name, before, after, place) => {
    const once = JSON.stringify({ ...good, policies: { identity: [{ Statement: { Effect: 'Allow' } }] } });
    expect(readCase({ number: 7, text: once })).not.toHaveProperty('error');
    expect(readCase({ number: 7, text: once.replace(before, after) })).toEqual({
      id: 'a',
      error: `${place}: ${REPEATED}`,
    });
  });

  it('says what is wrong with the line itself', () => {
    expect(readCase({ number: 7, problem: 'not UTF-8. Save it.' })).toEqual({
      id: null,
      error: 'line 7: not UTF-8. Save it.',
    });
  });
});
