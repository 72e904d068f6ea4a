import { describe, expect, test } from 'vitest';
import { type NeededAccess, surplusGrants } from '../../functions/iam/allow-surplus.ts';
import { policyOf } from './scenario.ts';

const KB = 'arn:aws:bedrock:us-east-1:999988887777:knowledge-base/ABCDEFGHIJ';
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';
const needed: readonly NeededAccess[] = [
  { action: 'bedrock:Retrieve', resource: KB },
  { action: 'bedrock:InvokeModel', resource: MODEL },
  { action: 'bedrock:InvokeModel', resource: 'arn:aws:bedrock:*::foundation-model/anthropic.*' },
  { action: 's3:GetObject', resource: 'arn:aws:s3:::schemas/*' },
  { action: 'bedrock:ListFoundationModels', resource: '*' },
];

const grants = (statement: object): readonly string[] =>
  surplusGrants(policyOf({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } }), needed).map(
    ({ action, resource }) => `${action} on ${resource}`,
  );

describe('surplusGrants', () => {
  test.each<[string, object, readonly string[]]>([
    ['what is needed is no surplus', { Action: 'bedrock:Retrieve', Resource: KB }, []],
    [
      'a part of what is needed is no surplus',
      { Action: 's3:GetObject', Resource: 'arn:aws:s3:::schemas/orders.json' },
      [],
    ],
    [
      'a pattern inside a needed pattern is no surplus',
      { Action: 'bedrock:InvokeModel', Resource: 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude*' },
      [],
    ],
    [
      'another action is surplus',
      { Action: 'bedrock:DeleteKnowledgeBase', Resource: KB },
      [`bedrock:DeleteKnowledgeBase on ${KB}`],
    ],
    [
      'another resource is surplus',
      { Action: 's3:GetObject', Resource: 'arn:aws:s3:::other/*' },
      ['s3:GetObject on arn:aws:s3:::other/*'],
    ],
    ['a wider resource is surplus', { Action: 'bedrock:Retrieve', Resource: '*' }, ['bedrock:Retrieve on *']],
    ['a wider action is surplus', { Action: 'bedrock:*', Resource: KB }, [`bedrock:* on ${KB}`]],
    ['everything is surplus', { Action: '*', Resource: '*' }, ['* on *']],
    [
      'an action pattern that only means needed actions is none',
      { Action: 'bedrock:InvokeMode?', Resource: MODEL },
      [],
    ],
    [
      'an action pattern with one action too many is',
      { Action: 'bedrock:InvokeModel*', Resource: MODEL },
      [`bedrock:InvokeModel* on ${MODEL}`],
    ],
    ['an action that does not exist grants nothing', { Action: 'bedrock:QueryKnowledgeBase', Resource: '*' }, []],
    ['a service that does not exist grants nothing', { Action: 'bedrock-agent-runtime:*', Resource: '*' }, []],
    ['a resource of the wrong type grants nothing', { Action: 'bedrock:RetrieveAndGenerate', Resource: KB }, []],
    [
      'a model ARN with an account grants nothing',
      {
        Action: 'bedrock:InvokeModelWithResponseStream',
        Resource: 'arn:aws:bedrock:us-east-1:999988887777:foundation-model/*',
      },
      [],
    ],
    [
      'a service that is not in the data is surplus',
      { Action: 'sagemaker:InvokeEndpoint', Resource: '*' },
      ['sagemaker:InvokeEndpoint on *'],
    ],
    ['NotAction is surplus', { NotAction: ['iam:*', 's3:*'], Resource: '*' }, ['NotAction iam:*, s3:* on *']],
    [
      'NotResource is surplus',
      { Action: 'bedrock:Retrieve', NotResource: KB },
      [`bedrock:Retrieve on NotResource ${KB}`],
    ],
    [
      'only the pairs in surplus are named',
      { Action: ['bedrock:Retrieve', 'bedrock:InvokeModel'], Resource: [KB, MODEL] },
      [],
    ],
    [
      'a repeated pair is named once',
      { Action: ['s3:PutObject', 's3:PutObject'], Resource: ['*', '*'] },
      ['s3:PutObject on *'],
    ],
    [
      'a variable stands for anything',
      { Action: 's3:GetObject', Resource: 'arn:aws:s3:::${aws:PrincipalTag/bucket}/x' },
      ['s3:GetObject on arn:aws:s3:::${aws:PrincipalTag/bucket}/x'],
    ],
    [
      'a variable inside a needed pattern is no surplus',
      { Action: 's3:GetObject', Resource: 'arn:aws:s3:::schemas/${aws:username}' },
      [],
    ],
    ['an action without resource types needs a star', { Action: 'bedrock:ListFoundationModels', Resource: '*' }, []],
    [
      'the list of all buckets is granted on every bucket',
      { Action: 's3:ListAllMyBuckets', Resource: 'arn:aws:s3:::*' },
      ['s3:ListAllMyBuckets on arn:aws:s3:::*'],
    ],
    ['a Deny grants nothing', { Effect: 'Deny', Action: '*', Resource: '*' }, []],
  ])('%s', (_, statement, expected) => {
    expect(grants(statement)).toEqual(expected);
  });

  test('says where, and whether a condition may narrow it', () => {
    const policy = policyOf({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'bedrock:Retrieve', Resource: KB },
        {
          Sid: 'Wide',
          Effect: 'Allow',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'true' } },
        },
      ],
    });
    expect(surplusGrants(policy, needed)).toEqual([
      { location: { policy: 'identity', statement: 1, sid: 'Wide' }, action: 's3:*', resource: '*', conditioned: true },
    ]);
  });

  test('an ARN pattern wider than the only resource type the action has is covered by that type', () => {
    const everyBase = [{ action: 'bedrock:Retrieve', resource: 'arn:*:bedrock:*:*:knowledge-base/*' }];
    const policy = policyOf({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'bedrock:Retrieve', Resource: '*' },
    });
    expect(surplusGrants(policy, everyBase)).toEqual([]);
  });
});
