import { describe, expect, test } from 'vitest';
import { lintPolicy } from '../../functions/iam/lint.ts';
import { ACCOUNT, findings, here } from './lint-findings.ts';
import { policyOf } from './scenario.ts';

const b = `arn:aws:bedrock:us-east-1:${ACCOUNT}`;
const KB = `${b}:knowledge-base/ABCDEFGHIJ`;
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';

describe('actions', () => {
  test.each<[string, readonly string[]]>([
    ['bedrock:InvokeModel', []],
    ['bedrock:invokemodel', []],
    ['bedrock:Invoke*', []],
    ['bedrock:*', []],
    ['*', []],
    ['*:*', []],
    ['sagemaker:NoSuchAction', []],
    ['bedrock:QueryKnowledgeBase', ['unknown-action Action bedrock:QueryKnowledgeBase']],
    ['bedrock:Foo*', ['unknown-action Action bedrock:Foo*']],
    ['bedrock-agent-runtime:Retrieve', ['unknown-service-prefix Action bedrock-agent-runtime:Retrieve']],
    ['bedrock-agent-runtime:*', ['unknown-service-prefix Action bedrock-agent-runtime:*']],
    ['bedrok:InvokeModel', ['unknown-service-prefix Action bedrok:InvokeModel']],
  ])('%s', (Action, expected) => {
    expect(findings({ Action, Resource: '*' })).toEqual(expected);
  });

  test.each([
    [
      'bedrock:QueryKnowledgeBase',
      'Write `bedrock:Retrieve`: it was the name during the preview, until the end of 2023.',
    ],
    ['bedrock:Converse', 'Write `bedrock:InvokeModel`: the Converse operation is authorized by it.'],
    [
      'bedrock:ConverseStream',
      'Write `bedrock:InvokeModelWithResponseStream`: the ConverseStream operation is authorized by it.',
    ],
    ['bedrock:InvokeModels', 'Did you mean `bedrock:InvokeModel`?'],
    ['lambda:Invoke', 'Write `lambda:InvokeFunction`: the Invoke operation is authorized by it.'],
    [
      'bedrock-agent-runtime:InvokeAgent',
      '`bedrock-agent-runtime` is the name of an SDK client; its actions have the prefix `bedrock`. Write `bedrock:InvokeAgent`.',
    ],
    [
      'bedrock-runtime:Converse',
      '`bedrock-runtime` is the name of an SDK client; its actions have the prefix `bedrock`. Write `bedrock:InvokeModel`: the Converse operation is authorized by it.',
    ],
    ['bedrok:InvokeModel', 'Did you mean `bedrock:InvokeModel`?'],
    ['zzzzzzzzzzzzzzzz:Foo', 'Write the service prefix of the action.'],
  ])('%s has a suggestion', (Action, help) => {
    const [finding] = lintPolicy(policyOf({ Statement: { Effect: 'Allow', Action, Resource: '*' } }), here);
    expect(finding?.help).toBe(help);
  });

  test('a finding says where and what', () => {
    const statement = { Sid: 'Query', Effect: 'Allow', Action: ['bedrock:QueryKnowledgeBase'], Resource: '*' };
    expect(lintPolicy(policyOf({ Statement: statement }), here)).toEqual([
      {
        id: 'unknown-action',
        location: { policy: 'identity', statement: 0, sid: 'Query' },
        element: 'Action',
        value: 'bedrock:QueryKnowledgeBase',
        message: '`bedrock:QueryKnowledgeBase` is not an action',
        help: 'Write `bedrock:Retrieve`: it was the name during the preview, until the end of 2023.',
        suggestion: 'bedrock:Retrieve',
      },
    ]);
  });

  test('actions in NotAction and in a Deny are looked at too', () => {
    expect(findings({ Effect: 'Deny', NotAction: 'bedrock:Foo', Resource: '*' })).toEqual([
      'unknown-action NotAction bedrock:Foo',
    ]);
  });
});

describe('actions and resources together', () => {
  const mismatch = (action: string): readonly string[] => [`action-resource-mismatch Action ${action}`];
  test.each<[string, string, string | readonly string[], readonly string[]]>([
    ['Retrieve on a knowledge base', 'bedrock:Retrieve', KB, []],
    ['Retrieve on a star', 'bedrock:Retrieve', '*', []],
    ['Retrieve on anything of Bedrock', 'bedrock:Retrieve', `${b}:*`, []],
    [
      'RetrieveAndGenerate on a knowledge base',
      'bedrock:RetrieveAndGenerate',
      KB,
      mismatch('bedrock:RetrieveAndGenerate'),
    ],
    ['RetrieveAndGenerate on a star', 'bedrock:RetrieveAndGenerate', '*', []],
    ['RetrieveAndGenerate on a knowledge base and a star', 'bedrock:RetrieveAndGenerate', [KB, '*'], []],
    [
      'InvokeModel on a model behind a star that crosses a colon',
      'bedrock:InvokeModel',
      'arn:aws:bedrock:*:foundation-model/amazon.nova-pro-v1:0',
      [],
    ],
    [
      'InvokeModel on an agent behind stars',
      'bedrock:InvokeModel',
      'arn:aws:bedrock:*:*:agent/*',
      mismatch('bedrock:InvokeModel'),
    ],
    ['InvokeModel on an agent', 'bedrock:InvokeModel', `${b}:agent/ABCDEFGHIJ`, mismatch('bedrock:InvokeModel')],
    [
      'InvokeModel on a custom model',
      'bedrock:InvokeModel',
      `${b}:custom-model/amazon.nova/abcdefghij12`,
      mismatch('bedrock:InvokeModel'),
    ],
    [
      'InvokeAgent on an agent instead of its alias',
      'bedrock:InvokeAgent',
      `${b}:agent/ABCDEFGHIJ`,
      mismatch('bedrock:InvokeAgent'),
    ],
    ['InvokeAgent on an alias', 'bedrock:InvokeAgent', `${b}:agent-alias/ABCDEFGHIJ/*`, []],
    ['every action on a mixed list', 'bedrock:*', [KB, MODEL], []],
    ['a pattern of actions of which one fits', 'bedrock:Retrieve*', KB, []],
    ['a pattern of actions of which none fits', 'bedrock:List*', MODEL, mismatch('bedrock:List*')],
    ['GetObject on a bucket', 's3:GetObject', 'arn:aws:s3:::bucket', mismatch('s3:GetObject')],
    ['GetObject on its objects', 's3:GetObject', 'arn:aws:s3:::bucket/*', []],
    ['GetObject on every bucket', 's3:GetObject', 'arn:aws:s3:::*', []],
    ['the list of all buckets on every bucket', 's3:ListAllMyBuckets', 'arn:aws:s3:::*', []],
    ['the list of all buckets on every bucket of China', 's3:ListAllMyBuckets', 'arn:aws-cn:s3:::*', []],
    [
      'the list of all buckets on some buckets',
      's3:ListAllMyBuckets',
      'arn:aws:s3:::reports-*',
      mismatch('s3:ListAllMyBuckets'),
    ],
    [
      'the list of all buckets on every object',
      's3:ListAllMyBuckets',
      'arn:aws:s3:::*/*',
      mismatch('s3:ListAllMyBuckets'),
    ],
    ['ListBucket on objects', 's3:ListBucket', 'arn:aws:s3:::bucket/*', mismatch('s3:ListBucket')],
    ['ListBucket on a bucket from a tag', 's3:ListBucket', 'arn:aws:s3:::${aws:PrincipalTag/bucket}', []],
    ['Decrypt on a key', 'kms:Decrypt', `arn:aws:kms:us-east-1:${ACCOUNT}:key/*`, []],
    ['Decrypt on a function', 'kms:Decrypt', `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`, mismatch('kms:Decrypt')],
    [
      'APIAccessAll on an index',
      'aoss:APIAccessAll',
      `arn:aws:aoss:us-east-1:${ACCOUNT}:index/x`,
      mismatch('aoss:APIAccessAll'),
    ],
    ['a service outside the data', 'sagemaker:InvokeEndpoint', KB, []],
    ['an action on which AWS disagrees with itself', 'bedrock:GetDocumentContent', KB, []],
  ])('%s', (_, Action, Resource, expected) => {
    expect(findings({ Action, Resource }).filter((finding) => finding.startsWith('action-resource'))).toEqual(expected);
  });

  test('the message names the resource and the type that was wanted', () => {
    const [finding] = lintPolicy(
      policyOf({ Statement: { Effect: 'Allow', Action: 'bedrock:Retrieve', Resource: MODEL } }),
      here,
    );
    expect([finding?.message, finding?.help]).toEqual([
      `\`bedrock:Retrieve\` grants nothing on \`${MODEL}\`: it takes a resource of type knowledge-base`,
      'Name a resource such as `arn:${Partition}:bedrock:${Region}:${Account}:knowledge-base/${KnowledgeBaseId}`, or remove the action.',
    ]);
  });

  test('inverted elements are left alone', () => {
    expect(findings({ Action: 'bedrock:RetrieveAndGenerate', NotResource: KB })).toEqual([]);
    expect(findings({ NotAction: 'bedrock:Retrieve', Resource: MODEL })).toEqual([]);
  });
});

describe('repeated values', () => {
  test.each<[string, object, readonly string[]]>([
    ['three stars', { Action: 'bedrock:*', Resource: ['*', '*', '*'] }, ['duplicate-value Resource *']],
    [
      'an action in two cases',
      { Action: ['bedrock:Retrieve', 'bedrock:retrieve'], Resource: '*' },
      ['duplicate-value Action bedrock:Retrieve'],
    ],
    ['two actions', { Action: ['bedrock:Retrieve', 'bedrock:Rerank'], Resource: '*' }, []],
    [
      'a condition value',
      { Action: 'bedrock:*', Resource: '*', Condition: { StringLike: { 'aws:userid': ['a', 'a'] } } },
      ['duplicate-value Condition a'],
    ],
    [
      'the same value under two operators',
      {
        Action: 'bedrock:*',
        Resource: '*',
        Condition: { StringLike: { 'aws:userid': 'a' }, StringEquals: { 'aws:username': 'a' } },
      },
      [],
    ],
  ])('%s', (_, statement, expected) => {
    expect(findings(statement)).toEqual(expected);
  });

  test('a principal', () => {
    expect(
      findings({ Principal: { Service: ['a.amazonaws.com', 'a.amazonaws.com'] }, Action: 'sts:AssumeRole' }, 'trust'),
    ).toEqual(['duplicate-value Principal a.amazonaws.com']);
  });
});
