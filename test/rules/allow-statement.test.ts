import { describe, expect, it } from 'vitest';
import { allowStatements, resourceStatements } from '../../functions/rules/needs/allow-statement.ts';
import { accessRequest } from '../../functions/rules/needs/need-request.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';

const ROLE = 'arn:aws:iam::111122223333:role/r';
const need = (action: string, resource: string, context: Readonly<Record<string, string>> = {}): RequiredRequest => ({
  ...{ action, resource, context },
  capability: 'a need',
  kind: 'other',
  necessity: 'required',
  heldBy: 'role',
  source: 'https://docs.aws.amazon.com/',
  workload: 'arn:aws:bedrock:us-east-1:111122223333:agent/A1#DRAFT',
});

describe('for a policy of the role', () => {
  it('no action gets a resource that it is not needed on, and wildcards in names stand for themselves', () => {
    const text = allowStatements([
      need('s3:ListBucket', 'arn:aws:s3:::b', { 'aws:ResourceAccount': '111122223333' }),
      need('s3:GetObject', 'arn:aws:s3:::b/${a}?*', { 'aws:ResourceAccount': '111122223333' }),
    ]);
    const Condition = { StringEquals: { 'aws:ResourceAccount': '111122223333' } };
    expect(JSON.parse(`[${text}]`)).toEqual([
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b', Condition },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/${$}{a}${?}*', Condition },
    ]);
  });
});

describe('for the policy of a resource', () => {
  const rows: readonly [what: string, request: RequiredRequest, principal: string, expected: object][] = [
    [
      'of a key, which is `*` in it',
      need('kms:Decrypt', 'arn:aws:kms:us-east-1:1:key/k'),
      ROLE,
      { Principal: { AWS: ROLE }, Action: 'kms:Decrypt', Resource: '*' },
    ],
    [
      'of a repository, which takes none',
      need('ecr:BatchGetImage', 'arn:aws:ecr:us-east-1:1:repository/r'),
      ROLE,
      { Principal: { AWS: ROLE }, Action: 'ecr:BatchGetImage' },
    ],
    [
      'of a bucket',
      need('s3:GetObject', 'arn:aws:s3:::b/a', { 'aws:ResourceAccount': '1' }),
      ROLE,
      { Principal: { AWS: ROLE }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/a' },
    ],
    [
      'of a secret, for a service',
      need('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:1:secret:s', {
        'aws:SourceArn': 'arn:x',
      }),
      'bedrock.amazonaws.com',
      {
        Principal: { Service: 'bedrock.amazonaws.com' },
        Action: 'secretsmanager:GetSecretValue',
        Resource: 'arn:aws:secretsmanager:us-east-1:1:secret:s',
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:x' } },
      },
    ],
  ];
  it.each(rows)('%s', (_what, request, principal, expected) => {
    expect(resourceStatements([request], principal).map((text) => JSON.parse(text))).toEqual([
      { Effect: 'Allow', ...expected },
    ]);
  });
});

it('a key that another service uses for the role is asked for on its behalf: who asks is left open', () => {
  const own = {
    'aws:RequestedRegion': 'us-east-1',
    'aws:SecureTransport': 'true',
    'aws:MultiFactorAuthPresent': 'false',
  };
  const key = 'arn:aws:kms:us-east-1:111122223333:key/k';
  const via = { 'kms:ViaService': 's3.us-east-1.amazonaws.com' };
  expect(accessRequest(need('kms:Decrypt', key), { arn: ROLE, takenAt: { missing: ['no time'] } }).context).toEqual({
    ...own,
    'aws:ViaAWSService': 'false',
  });
  expect(
    accessRequest(need('kms:Decrypt', key, via), { arn: ROLE, takenAt: { missing: ['no time'] } }).context,
  ).toEqual({ ...own, ...via });
});
