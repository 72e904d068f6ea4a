import { describe, expect, it } from 'vitest';
import { policyReader, rememberedParse } from '../../functions/cli/simulation-policies.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';

const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} };
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const identity = { Version: '2012-10-17', Statement: [allow] };
const anyone = { Version: '2012-10-17', Statement: [{ ...allow, Principal: '*' }] };
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }] };
const role = 'arn:aws:iam::111122223333:role/path/agent';

const read = (documents: object, asked: object = {}) =>
  policyReader()({ id: null, request: { ...request, ...asked }, documents });
const parsed = (document: unknown, name: string, kind: Parameters<typeof parsePolicy>[2]) => {
  const answer = parsePolicy(document, name, kind);
  if ('error' in answer) throw new Error(answer.error.problem);
  return answer.policy;
};

describe('the policies of a case', () => {
  it.each<[name: string, documents: object, policies: object]>([
    ['none', {}, {}],
    [
      'layers that are lists',
      { identity: [identity, identity], permissionsBoundary: [identity], session: [identity], vpcEndpoint: [anyone] },
      {
        identity: [parsed(identity, 'identity[0]', 'identity'), parsed(identity, 'identity[1]', 'identity')],
        permissionsBoundary: [parsed(identity, 'permissionsBoundary[0]', 'permissionsBoundary')],
        session: [parsed(identity, 'session[0]', 'session')],
        vpcEndpoint: [parsed(anyone, 'vpcEndpoint[0]', 'vpcEndpoint')],
      },
    ],
    [
      'levels',
      { serviceControl: [[], [identity, identity]], resourceControl: [] },
      {
        serviceControl: [
          [],
          [
            parsed(identity, 'serviceControl[1][0]', 'serviceControl'),
            parsed(identity, 'serviceControl[1][1]', 'serviceControl'),
          ],
        ],
        resourceControl: [],
      },
    ],
    ['empty layers stay', { identity: [], session: [] }, { identity: [], session: [] }],
    ['the policy of the resource', { resource: anyone }, { resource: parsed(anyone, 'resource', 'resource') }],
    ['text', { identity: [JSON.stringify(identity)] }, { identity: [parsed(identity, 'identity[0]', 'identity')] }],
    [
      'percent-encoded text',
      { identity: [encodeURIComponent(JSON.stringify(identity))] },
      { identity: [parsed(identity, 'identity[0]', 'identity')] },
    ],
  ])('%s', (_name, documents, policies) => {
    expect(read(documents)).toEqual({ policies });
  });

  it.each([
    'sts:AssumeRole',
    'STS:assumerole',
    'sts:AssumeRoleWithSAML',
    'sts:AssumeRoleWithWebIdentity',
    'sts:TagSession',
    'sts:SetSourceIdentity',
    'sts:SetContext',
  ])('of the resource are a trust policy for %s', (action) => {
    expect(read({ resource: trust }, { action, resource: role })).toEqual({
      policies: { resource: parsed(trust, 'resource', 'trust') },
    });
  });

  it.each([
    ['another action', 'sts:GetCallerIdentity', role],
    ['an action like it', 'sts:AssumeRoot', role],
  ])('are no trust policy for %s', (_name, action, resource) => {
    expect(read({ resource: trust }, { action, resource })).toEqual({
      policies: { resource: parsed(trust, 'resource', 'resource') },
    });
  });

  it.each<[name: string, documents: object, place: RegExp]>([
    ['no document', { identity: [identity, null] }, /^policies\.identity\[1\]: a policy is .+\. .+\.$/],
    ['no policy of the resource', { resource: null }, /^policies\.resource: a policy is /],
    ['bad text', { session: ['{'] }, /^policies\.session\[0\]: the document is not JSON/],
    [
      'an unknown element of the policy',
      { vpcEndpoint: [{ ...anyone, Statements: [] }] },
      /^policies\.vpcEndpoint\[0\], Statements: .+ Did you mean `Statement`\?$/,
    ],
    [
      'an unknown element of a statement',
      { serviceControl: [[identity], [{ Statement: [allow, { ...allow, Actoin: 'x' }] }]] },
      /^policies\.serviceControl\[1\]\[0\], statement 1, Actoin: .+ Did you mean `Action`\?$/,
    ],
    ['a statement that is none', { identity: [{ Statement: [1] }] }, /^policies\.identity\[0\], statement 0: /],
    [
      'Action beside NotAction',
      { permissionsBoundary: [{ Statement: [{ ...allow, NotAction: 's3:*' }] }] },
      /^policies\.permissionsBoundary\[0\], statement 0, NotAction: `Action` stands beside `NotAction`\. /,
    ],
    ['a principal where none belongs', { identity: [anyone] }, /^policies\.identity\[0\], statement 0, Principal: /],
    ['no principal where one belongs', { resource: identity }, /^policies\.resource, statement 0, Principal: /],
    [
      'a resource control policy about someone',
      { resourceControl: [[{ Statement: [{ ...allow, Effect: 'Deny', Principal: { AWS: '111122223333' } }] }]] },
      /^policies\.resourceControl\[0\]\[0\], statement 0, Principal: /,
    ],
    ['the first of several', { identity: [7], session: [8] }, /^policies\.identity\[0\]: /],
  ])('%s is an error with its place', (_name, documents, place) => {
    expect(read(documents)).toEqual({ error: expect.stringMatching(place) });
  });
});

describe('a remembered policy', () => {
  const counting = () => {
    const seen: unknown[] = [];
    const parse: typeof parsePolicy = (document, name, kind) => {
      seen.push(document);
      return parsePolicy(document, name, kind);
    };
    return { seen, parse };
  };

  it('is parsed once for each text, place and kind', () => {
    const { seen, parse } = counting();
    const remembered = rememberedParse(parse, 10_000);
    const copy = structuredClone(identity);
    const first = remembered(identity, 'identity[0]', 'identity');
    expect(remembered(copy, 'identity[0]', 'identity')).toBe(first);
    expect(seen).toEqual([identity]);
    remembered(identity, 'identity[1]', 'identity');
    remembered(identity, 'identity[0]', 'session');
    remembered(JSON.stringify(identity), 'identity[0]', 'identity');
    expect(seen).toHaveLength(4);
  });

  it('is remembered with its error', () => {
    const { seen, parse } = counting();
    const remembered = rememberedParse(parse, 10_000);
    expect(remembered(null, 'resource', 'resource')).toBe(remembered(null, 'resource', 'resource'));
    expect(seen).toHaveLength(1);
  });

  it('is forgotten when too many came after it, unless it was asked for again', () => {
    const { seen, parse } = counting();
    const remembered = rememberedParse(parse, 100);
    for (let index = 0; index < 50; index += 1) {
      remembered('often', 'resource', 'resource');
      remembered(`once ${index}`, 'resource', 'resource');
    }
    remembered('once 0', 'resource', 'resource');
    expect(seen.filter((document) => document === 'often')).toHaveLength(1);
    expect(seen.filter((document) => document === 'once 0')).toHaveLength(2);
  });

  it('may be nested deeper than can be written again', () => {
    const { seen, parse } = counting();
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(rememberedParse(parse, 100)(deep, 'resource', 'resource')).toMatchObject({ error: { policy: 'resource' } });
    expect(seen).toHaveLength(1);
  });
});
