import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintPolicy } from '../../functions/iam/lint.ts';
import { leastPrivilegePolicy } from '../../functions/remediation/least-privilege-policy.ts';
import { policyLiteral, policyResource } from '../../functions/remediation/policy-literal.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { ACCOUNT, MODEL, request } from '../diagnosis/agent-role-fixture.ts';
import { answered, parsed } from './decided-by.ts';

const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0`;
const KNOWLEDGE_BASE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/KB00000001`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const inRegion = (region: string, model = MODEL) => model.replace('us-east-1', region);
const viaProfile = { 'bedrock:InferenceProfileArn': PROFILE };

/** An agent on a profile, with a knowledge base, a schema in S3, a key and telemetry. */
const requests: readonly RequiredRequest[] = [
  ...['us-east-1', 'us-east-2'].flatMap((region) =>
    ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'].map((action) =>
      request({ action, resource: inRegion(region), context: { ...viaProfile, 'aws:RequestedRegion': region } }),
    ),
  ),
  request({
    action: 'bedrock:GetInferenceProfile',
    resource: PROFILE,
    context: { 'aws:RequestedRegion': 'us-east-1' },
  }),
  request({ resource: PROFILE }),
  request({
    resource: inRegion('', MODEL),
    context: { ...viaProfile, 'aws:RequestedRegion': 'unspecified' },
  }),
  request({ action: 'bedrock:Retrieve', resource: KNOWLEDGE_BASE, kind: 'knowledgeBase' }),
  request({
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::schemas/orders.json',
    kind: 'schema',
    context: { 'aws:ResourceAccount': ACCOUNT },
  }),
  request({
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::documents/manuals/*',
    kind: 'dataSource',
    context: { 'aws:ResourceAccount': ACCOUNT },
  }),
  request({
    action: 'kms:Decrypt',
    resource: KEY,
    kind: 'encryptionKey',
    context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
  }),
  request({
    action: 'cloudwatch:PutMetricData',
    resource: '*',
    kind: 'telemetry',
    context: { 'cloudwatch:namespace': 'bedrock-agentcore' },
  }),
];

const LINT = { partition: 'aws', accountId: ACCOUNT, region: 'us-east-1' };

const documentsOf = (some: readonly RequiredRequest[]) =>
  leastPrivilegePolicy(some).policies.map(({ document }) => document);
const statementsOf = (some: readonly RequiredRequest[]) => documentsOf(some).flatMap(({ Statement }) => Statement);

describe('leastPrivilegePolicy', () => {
  it('groups what is needed by purpose, condition and actions', () => {
    expect(leastPrivilegePolicy(requests)).toEqual({
      inexpressible: [],
      policies: [
        {
          attachAs: 'inline',
          characters: expect.any(Number),
          document: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'UseModels',
                Effect: 'Allow',
                Action: ['bedrock:InvokeModel'],
                Resource: [inRegion('')],
                Condition: {
                  StringEquals: { 'aws:RequestedRegion': 'unspecified', 'bedrock:InferenceProfileArn': PROFILE },
                },
              },
              {
                Sid: 'UseModels2',
                Effect: 'Allow',
                Action: ['bedrock:GetInferenceProfile', 'bedrock:InvokeModel'],
                Resource: [PROFILE],
              },
              {
                Sid: 'UseModels3',
                Effect: 'Allow',
                Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
                Resource: [inRegion('us-east-1'), inRegion('us-east-2')],
                Condition: { StringEquals: { 'bedrock:InferenceProfileArn': PROFILE } },
              },
              {
                Sid: 'QueryKnowledgeBases',
                Effect: 'Allow',
                Action: ['bedrock:Retrieve'],
                Resource: [KNOWLEDGE_BASE],
              },
              {
                Sid: 'ReadActionGroupSchemas',
                Effect: 'Allow',
                Action: ['s3:GetObject'],
                Resource: ['arn:aws:s3:::schemas/orders.json'],
                Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT } },
              },
              {
                Sid: 'ReadDataSources',
                Effect: 'Allow',
                Action: ['s3:GetObject'],
                Resource: ['arn:aws:s3:::documents/manuals/*'],
                Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT } },
              },
              {
                Sid: 'UseEncryptionKeys',
                Effect: 'Allow',
                Action: ['kms:Decrypt'],
                Resource: [KEY],
                Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
              },
              {
                Sid: 'WriteTelemetry',
                Effect: 'Allow',
                Action: ['cloudwatch:PutMetricData'],
                Resource: ['*'],
                Condition: { StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' } },
              },
            ],
          },
        },
      ],
    });
  });

  it.each<[name: string, changes: Partial<RequiredRequest>]>([
    ['what is optional', { necessity: 'optional' }],
    ['what is needed once for the account', { necessity: 'oncePerAccount' }],
    ['what the policy of a key allows', { heldBy: 'keyPolicy' }],
    ['what the policy of a function allows', { heldBy: 'functionPolicy' }],
  ])('has nothing of %s', (_name, changes) => {
    expect(leastPrivilegePolicy([request(changes)])).toEqual({ policies: [], inexpressible: [] });
  });

  it('asks for no condition that another need of the same access does without', () => {
    const narrow = request({ context: viaProfile });
    expect(statementsOf([narrow, request()])).toEqual(statementsOf([request()]));
    expect(statementsOf([narrow, request({ context: { 'bedrock:InferenceProfileArn': KEY } })])).toHaveLength(2);
  });

  it('names the same access for two purposes once, whichever comes first', () => {
    const both = [request({ kind: 'other' }), request({ kind: 'model' })];
    expect(statementsOf(both).map(({ Sid }) => Sid)).toEqual(['UseModels']);
    expect(statementsOf(both.toReversed())).toEqual(statementsOf(both));
  });

  it.each([
    ['a variable', `arn:aws:s3:::schemas/\${aws:username}.json`, `arn:aws:s3:::schemas/\${$}{aws:username}.json`],
    ['a star', 'arn:aws:s3:::schemas/a*b', `arn:aws:s3:::schemas/a\${*}b`],
    ['a question mark', 'arn:aws:s3:::schemas/why?', `arn:aws:s3:::schemas/why\${?}`],
    ['a prefix', 'arn:aws:s3:::schemas/a/*', 'arn:aws:s3:::schemas/a/*'],
    ['a dollar', 'arn:aws:s3:::schemas/$5', 'arn:aws:s3:::schemas/$5'],
  ])('a name is no pattern: %s', (_name, resource, written) => {
    const need = request({ action: 's3:GetObject', resource, kind: 'schema' });
    expect(policyResource(resource)).toBe(written);
    expect(answered(need, documentsOf([need]))).toBe('allowed');
    expect(answered({ ...need, resource: 'arn:aws:s3:::schemas/axb' }, documentsOf([need]))).toBe('implicitDeny');
  });

  it('says what no policy can name', () => {
    const need = request({ action: 's3:GetObject', resource: 'arn:aws:s3:::schemas/日本語.json', kind: 'schema' });
    expect(leastPrivilegePolicy([need])).toEqual({
      policies: [],
      inexpressible: [
        's3:GetObject on `arn:aws:s3:::schemas/日本語.json`, which has characters that no IAM policy may have',
      ],
    });
  });

  it('has no finding of the linter', () => {
    for (const document of documentsOf(requests)) expect(lintPolicy(parsed(document, 'identity'), LINT)).toEqual([]);
  });

  describe('of many resources', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      request({
        action: 'bedrock:Retrieve',
        resource: KNOWLEDGE_BASE.replace('KB00000001', `KB${String(index).padStart(8, '0')}`),
        kind: 'knowledgeBase',
      }),
    );

    it('is as many managed policies as it takes, each small enough', () => {
      const { policies } = leastPrivilegePolicy([...many, ...requests]);
      expect(policies.map(({ attachAs }) => attachAs)).toEqual(['managed', 'managed', 'managed']);
      for (const { characters, document } of policies) {
        expect(characters).toBe(JSON.stringify(document).length);
        expect(characters).toBeLessThanOrEqual(6_144);
      }
      const sids = policies.flatMap(({ document }) => document.Statement.map(({ Sid }) => Sid));
      expect(new Set(sids).size).toBe(sids.length);
      expect(sids.every((sid) => /^[A-Za-z0-9]+$/.test(sid))).toBe(true);
    });

    it('allows each of them', () => {
      const documents = documentsOf([...many, ...requests]);
      expect([...many, ...requests].filter((need) => answered(need, documents) !== 'allowed')).toEqual([]);
    });

    it('is one inline policy up to 10,240 characters', () => {
      expect(leastPrivilegePolicy(many.slice(0, 130)).policies.map(({ attachAs }) => attachAs)).toEqual(['inline']);
    });
  });

  describe('whatever is needed', () => {
    const documents = documentsOf(requests);

    it.each(requests.map((need) => [`${need.action} on ${need.resource}`, need] as const))(
      'it allows %s',
      (_name, need) => {
        expect(answered(need, documents)).toBe('allowed');
      },
    );

    const perturbations: readonly (readonly [name: string, change: (need: RequiredRequest) => RequiredRequest])[] = [
      [
        'another model',
        (need) => ({ ...need, resource: need.resource.replace('claude-haiku-4-5', 'claude-opus-4-1') }),
      ],
      ['another Region', (need) => ({ ...need, resource: need.resource.replace(/us-east-\d/, 'eu-west-3') })],
      ['another knowledge base', (need) => ({ ...need, resource: need.resource.replace('KB00000001', 'KB00000002') })],
      ['another account', (need) => ({ ...need, resource: need.resource.replace(ACCOUNT, '999900001111') })],
      ['another bucket', (need) => ({ ...need, resource: need.resource.replace(/:::\w+/, ':::payroll') })],
      [
        'a bucket of somebody else',
        (need) => (need.action === 's3:GetObject' ? withContext(need, 'aws:ResourceAccount', '999900001111') : need),
      ],
      ['no profile', (need) => withContext(need, 'bedrock:InferenceProfileArn', undefined)],
      ['another profile', (need) => withContext(need, 'bedrock:InferenceProfileArn', `${PROFILE}-x`)],
      ['another service', (need) => withContext(need, 'kms:ViaService', 'ec2.us-east-1.amazonaws.com')],
      ...['bedrock:DeleteKnowledgeBase', 's3:PutObject', 's3:DeleteObject', 'kms:PutKeyPolicy', 'iam:PassRole'].map(
        (action) => [`the action ${action}`, (need: RequiredRequest) => ({ ...need, action })] as const,
      ),
    ];

    it.each(perturbations)('it denies %s', (_name, change) => {
      const changed = requests
        .map(change)
        .filter((need, index) => JSON.stringify(need) !== JSON.stringify(requests[index]));
      expect(changed.length).toBeGreaterThan(0);
      expect(changed.filter((need) => answered(need, documents) !== 'implicitDeny')).toEqual([]);
    });

    it('for any selection, in any order: it allows these, denies the others, and is the same', () => {
      fc.assert(
        fc.property(fc.subarray([...requests]), fc.func(fc.integer()), (some, rank) => {
          const shuffled = some.toSorted((one, other) => rank(one) - rank(other));
          const own = documentsOf(some);
          expect(documentsOf(shuffled)).toEqual(own);
          for (const need of requests)
            expect(answered(need, own)).toBe(some.includes(need) ? 'allowed' : 'implicitDeny');
        }),
        { numRuns: 60 },
      );
    });

    it('for any name: it allows that name, and not the name with more behind it', () => {
      const name = fc.string({ unit: fc.constantFrom(...'ab$*?{}":/\\\n\'é '), minLength: 1, maxLength: 12 });
      fc.assert(
        fc.property(name, fc.constantFrom('x', 'a', '$'), (key, more) => {
          fc.pre(!key.endsWith('*'));
          const need = request({ action: 's3:GetObject', resource: `arn:aws:s3:::schemas/${key}`, kind: 'schema' });
          const own = documentsOf([need]);
          expect(answered(need, own)).toBe('allowed');
          expect(answered({ ...need, resource: `${need.resource}${more}` }, own)).toBe('implicitDeny');
        }),
        { numRuns: 200 },
      );
    });
  });
});

function withContext(need: RequiredRequest, key: string, value: string | undefined): RequiredRequest {
  if (need.context[key] === undefined) return need;
  const { [key]: _, ...context } = need.context;
  return { ...need, context: value === undefined ? context : { ...context, [key]: value } };
}

it('policyLiteral leaves ordinary text alone', () => {
  expect(policyLiteral('bedrock-agentcore')).toBe('bedrock-agentcore');
});
