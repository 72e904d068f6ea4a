import { describe, expect, test } from 'vitest';
import { type LintContext, lintPolicy } from '../../functions/iam/lint.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import { policyOf } from './scenario.ts';

const ACCOUNT = '999988887777';
const here: LintContext = { partition: 'aws', accountId: ACCOUNT };
const b = `arn:aws:bedrock:us-east-1:${ACCOUNT}`;
const KB = `${b}:knowledge-base/ABCDEFGHIJ`;
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';

const findings = (statement: object, kind: PolicyKind = 'identity', context = here): readonly string[] =>
  lintPolicy(policyOf({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } }, kind), context).map(
    ({ id, element, value }) => `${id} ${element} ${value}`,
  );
const onResource = (Resource: string, Action = '*'): readonly string[] => findings({ Action, Resource });

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
      `\`bedrock:Retrieve\` grants nothing on \`${MODEL}\`: its resource is a knowledge-base`,
      'Name a resource such as `arn:${Partition}:bedrock:${Region}:${Account}:knowledge-base/${KnowledgeBaseId}`, or remove the action.',
    ]);
  });

  test('inverted elements are left alone', () => {
    expect(findings({ Action: 'bedrock:RetrieveAndGenerate', NotResource: KB })).toEqual([]);
    expect(findings({ NotAction: 'bedrock:Retrieve', Resource: MODEL })).toEqual([]);
  });
});

describe('ARNs', () => {
  const malformed = (arn: string): readonly string[] => [`malformed-arn Resource ${arn}`];
  test.each([
    MODEL,
    'arn:aws:bedrock:*:*:foundation-model/*',
    'arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0',
    `${b}:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0`,
    `${b}:inference-profile/*`,
    'arn:aws:bedrock:*:*:inference-profile/*',
    KB,
    `${b}:knowledge-base/*`,
    `${b}:knowledge-base/ABC*`,
    `${b}:agent/ABCDEFGHIJ`,
    `${b}:agent-alias/ABCDEFGHIJ/TSTALIASID`,
    `${b}:agent-alias/ABCDEFGHIJ/*`,
    `${b}:agent-alias/*`,
    `${b}:guardrail/abc123def456`,
    `${b}:prompt/ABCDEFGHIJ:1`,
    `${b}:flow/ABCDEFGHIJ/alias/ABCDEFGHIK`,
    `${b}:*`,
    'arn:aws:bedrock:*',
    'arn:aws:bedrock:us-east-1:aws:data-automation-project/public-rag-default',
    'arn:aws:bedrock:us-east-1::async-invoke/*',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'arn:aws:s3:::bucket/*',
    `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/x`,
    `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f:*`,
    `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:x-AbCdEf`,
    `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f:$LATEST`,
    'arn:aws:s3:::your-company-data/*',
  ])('%s is well-formed', (arn) => {
    expect(onResource(arn)).toEqual([]);
  });

  test.each([
    `${b}:foundation-model/amazon.nova-pro-v1:0`,
    'arn:aws:bedrock:us-east-1::foundation-model/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'arn:aws:bedrock:us-east-1::foundation-model/global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'arn:aws:bedrock:us-east-1::inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'arn:aws:bedrock:*:389743002678:knowledge-base/:knowledge-base-id',
    `${b}:knowledge-base/my-knowledge-base`,
    `${b}:knowledge-base/abcdefgh-j`,
    `${b}:knowledge-base/ABCDEFGHIJKL*`,
    `${b}:agent/my-agent`,
    `${b}:agent-alias/ABCDEFGHIJ`,
    `${b}:agent-alias/ABCDEFGHIJ/prod`,
    'arn:aws:bedrock:us-east-1::agent/ABCDEFGHIJ',
    `arn:aws:bedrock::${ACCOUNT}:agent/ABCDEFGHIJ`,
    `${b}:knowledgebase/ABCDEFGHIJ`,
    `${b}:model/anthropic.claude`,
    `arn:aws:bedrock-agent-runtime:us-east-1:${ACCOUNT}:knowledge-base/ABCDEFGHIJ`,
    'arn:aws:bedrock:*:foundation-model/amazon.nova-pro-v1:0',
    'arn:aws:lambda:us-east-1:12345:function:f',
  ])('%s is malformed', (arn) => {
    expect(onResource(arn)).toEqual(malformed(arn));
  });

  test.each([
    `arn:aws:bedrock:us-east-1:123456789012:knowledge-base/ABCDEFGHIJ`,
    'arn:aws:bedrock:us-east-1:account-id:agent/ABCDEFGHIJ',
    'arn:aws:bedrock:region:account-id:agent/ABCDEFGHIJ',
    `${b}:knowledge-base/knowledge-base-id`,
    `${b}:agent/AGENT_ID`,
    `${b}:agent/<agent-id>`,
    `${b}:knowledge-base/$KnowledgeBaseId`,
    `${b}:guardrail/\${guardrail-id}`,
    'arn:aws:bedrock:us-east-1:${AWS::AccountId}:agent/*',
    `arn:aws:lambda:us-east-1:${ACCOUNT}:function:YOUR_FUNCTION`,
    'arn:aws:s3:::YOUR-BUCKET/*',
    'arn:aws:s3:::amzn-s3-demo-bucket/*',
    'arn:aws:s3:::[[customerProvidedS3BucketWithKey]]',
    'arn:aws:kms:us-east-1:xxxxxxxxxxxx:key/*',
  ])('%s has a placeholder', (arn) => {
    expect(onResource(arn)).toEqual([`placeholder Resource ${arn}`]);
  });

  test("the account's own id is no placeholder, even one that AWS's documentation uses", () => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:knowledge-base/ABCDEFGHIJ';
    expect(
      findings({ Action: '*', Resource: arn }, 'identity', { partition: 'aws', accountId: '123456789012' }),
    ).toEqual([]);
  });

  test('placeholders are seen in conditions and principals', () => {
    expect(
      findings(
        {
          Principal: { AWS: 'arn:aws:iam::111122223333:role/caller' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:account-id:agent/*' },
          },
        },
        'trust',
      ),
    ).toEqual([
      'placeholder Principal arn:aws:iam::111122223333:role/caller',
      'placeholder Condition 123456789012',
      'placeholder Condition arn:aws:bedrock:us-east-1:account-id:agent/*',
    ]);
  });

  test.each([
    ['another partition', `arn:aws-us-gov:bedrock:us-gov-west-1:${ACCOUNT}:agent/ABCDEFGHIJ`, 'wrong-partition'],
    ['another account', 'arn:aws:bedrock:us-east-1:555566667777:knowledge-base/ABCDEFGHIJ', 'other-account'],
  ])('%s', (_, arn, id) => {
    expect(onResource(arn)).toEqual([`${id} Resource ${arn}`]);
  });

  test.each([
    'arn:*:bedrock:us-east-1:*:agent/*',
    'arn:aws:iam::555566667777:role/shared',
    'arn:aws:kms:us-east-1:555566667777:key/abc',
    'arn:aws:bedrock:us-east-1:555566667777:guardrail/abc123def456',
    'arn:aws:s3:::bucket-of-another-account/*',
  ])('%s may be in another account', (arn) => {
    expect(onResource(arn)).toEqual([]);
  });

  test("a resource-based policy may name another account's resources", () => {
    const Resource = 'arn:aws:bedrock:us-east-1:555566667777:knowledge-base/ABCDEFGHIJ';
    expect(findings({ Principal: '*', Action: 'bedrock:Retrieve', Resource }, 'resource')).toEqual([]);
  });

  test('the partition of a condition value and of a principal is looked at', () => {
    expect(
      findings(
        {
          Principal: { AWS: `arn:aws-cn:iam::${ACCOUNT}:role/r` },
          Action: 'sts:AssumeRole',
          Condition: { ArnLike: { 'aws:SourceArn': `arn:aws-cn:bedrock:cn-north-1:${ACCOUNT}:agent/*` } },
        },
        'trust',
      ),
    ).toEqual([
      `wrong-partition Principal arn:aws-cn:iam::${ACCOUNT}:role/r`,
      `wrong-partition Condition arn:aws-cn:bedrock:cn-north-1:${ACCOUNT}:agent/*`,
    ]);
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
      { Action: 'bedrock:*', Resource: '*', Condition: { StringLike: { 'aws:x': ['a', 'a'] } } },
      ['duplicate-value Condition a'],
    ],
    [
      'the same value under two operators',
      {
        Action: 'bedrock:*',
        Resource: '*',
        Condition: { StringLike: { 'aws:x': 'a' }, StringEquals: { 'aws:y': 'a' } },
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
