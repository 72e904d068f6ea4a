import { describe, expect, test } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import type { AccessRequest, Miss } from '../../functions/iam/decision.ts';
import { type PolicyDocuments, policySet } from './scenario.ts';

const AGENT = 'arn:aws:iam::111122223333:role/agent';
const BUCKET = 'arn:aws:s3:::schemas';
const request: AccessRequest = {
  action: 's3:GetObject',
  resource: `${BUCKET}/openapi.json`,
  resourceAccount: '111122223333',
  principal: AGENT,
  context: { 'aws:PrincipalTag/team': 'search' },
};

const allow = (statement: object): object => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement });
const documentOf = (...statements: readonly object[]): object => ({ Version: '2012-10-17', Statement: statements });
const missesOf = (policies: PolicyDocuments, asked: AccessRequest = request): readonly Miss[] =>
  decide(asked, policySet(policies, asked.action), { absentKeys: 'absent' }).misses;

const identity = { layer: 'identity', policy: 'identity[0]', statement: 0 };
const full = documentOf(allow({}));

describe('why an Allow does not apply', () => {
  test.each<[string, PolicyDocuments, readonly object[]]>([
    [
      'the resource is another one',
      { identity: [documentOf(allow({ Sid: 'Read', Resource: [`${BUCKET}/v1/*`, `${BUCKET}/v2/*`] }))] },
      [
        {
          ...identity,
          sid: 'Read',
          element: 'Resource',
          reason: `action matched, resource did not: \`Resource\` is \`${BUCKET}/v1/*\` and 1 more`,
        },
      ],
    ],
    [
      'the resource is excepted',
      { identity: [documentOf({ Effect: 'Allow', Action: 's3:*', NotResource: `${BUCKET}/*` })] },
      [
        {
          ...identity,
          element: 'NotResource',
          reason: `action matched, resource did not: \`NotResource\` is \`${BUCKET}/*\``,
        },
      ],
    ],
    [
      'a condition wants another value',
      {
        identity: [documentOf(allow({ Condition: { StringEquals: { 'aws:PrincipalTag/team': ['sales', 'legal'] } } }))],
      },
      [
        {
          ...identity,
          element: 'Condition',
          reason:
            'action and resource matched, condition did not: `StringEquals` on `aws:PrincipalTag/team` wants `sales` and 1 more, it is `search`',
        },
      ],
    ],
    [
      'a condition wants a key that the request lacks',
      { identity: [documentOf(allow({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } }))] },
      [
        {
          ...identity,
          element: 'Condition',
          reason:
            'action and resource matched, condition did not: `Bool` on `aws:MultiFactorAuthPresent` wants `true`, the request has no `aws:MultiFactorAuthPresent`',
        },
      ],
    ],
    [
      'the first of the failed conditions is told',
      {
        identity: [
          documentOf(
            allow({
              Condition: {
                StringLike: { 'aws:PrincipalTag/team': 'sea*' },
                Null: { 'aws:TokenIssueTime': 'false', 'aws:SourceVpce': 'false' },
              },
            }),
          ),
        ],
      },
      [
        {
          ...identity,
          element: 'Condition',
          reason:
            'action and resource matched, condition did not: `Null` on `aws:TokenIssueTime` wants `false`, the request has no `aws:TokenIssueTime`',
        },
      ],
    ],
    [
      'every candidate of every blocking layer is told, in the order of the layers',
      {
        identity: [full],
        permissionsBoundary: [documentOf(allow({ Resource: `${BUCKET}/a` }), allow({ Resource: `${BUCKET}/b` }))],
        serviceControl: [[full], [documentOf(allow({ Resource: `${BUCKET}/c` }))]],
      },
      [
        {
          layer: 'permissionsBoundary',
          policy: 'permissionsBoundary[0]',
          statement: 0,
          element: 'Resource',
          reason: `action matched, resource did not: \`Resource\` is \`${BUCKET}/a\``,
        },
        {
          layer: 'permissionsBoundary',
          policy: 'permissionsBoundary[0]',
          statement: 1,
          element: 'Resource',
          reason: `action matched, resource did not: \`Resource\` is \`${BUCKET}/b\``,
        },
        {
          layer: 'serviceControl',
          policy: 'serviceControl[1][0]',
          statement: 0,
          element: 'Resource',
          reason: `action matched, resource did not: \`Resource\` is \`${BUCKET}/c\``,
        },
      ],
    ],
    [
      'a statement about another action is no candidate',
      { identity: [documentOf(allow({ Action: 's3:PutObject' }))] },
      [],
    ],
    ['a Deny is no candidate', { identity: [documentOf({ ...allow({ Resource: BUCKET }), Effect: 'Deny' })] }, []],
    ['an allowed request has none', { identity: [full, documentOf(allow({ Resource: BUCKET }))] }, []],
    [
      'an explicit Deny has none',
      { identity: [documentOf(allow({ Resource: BUCKET }), { ...allow({}), Effect: 'Deny' })] },
      [],
    ],
  ])('%s', (_, policies, misses) => {
    expect(missesOf(policies)).toEqual(misses);
  });

  test('the principal is another one', () => {
    const asked = { ...request, action: 'sts:AssumeRole', resource: AGENT, principal: 'bedrock.amazonaws.com' };
    const trust = documentOf({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'lambda.amazonaws.com' },
    });
    expect(missesOf({ resource: trust }, asked)).toEqual([
      {
        layer: 'trust',
        policy: 'resource',
        statement: 0,
        element: 'Principal',
        reason: 'action matched, principal did not: `Principal` is `lambda.amazonaws.com`',
      },
    ]);
  });

  test('long text is shortened', () => {
    const [miss] = missesOf({ identity: [documentOf(allow({ Resource: `${BUCKET}/${'x'.repeat(5_000)}` }))] });
    expect(miss?.reason.length).toBeLessThan(200);
  });
});
