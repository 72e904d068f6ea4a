import { describe, expect, test } from 'vitest';
import { ACCOUNT, findings, here } from './lint-findings.ts';

const b = `arn:aws:bedrock:us-east-1:${ACCOUNT}`;
const KB = `${b}:knowledge-base/ABCDEFGHIJ`;
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';

const onResource = (Resource: string): readonly string[] => findings({ Action: '*', Resource });

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
    // The star at the end of the Region reaches across the colons that are missing.
    'arn:aws:bedrock:*:foundation-model/amazon.nova-pro-v1:0',
    'arn:aws:bedrock:*:foundation-model/*',
    'arn:aws:s3:*:bucket/*',
    'arn:aws:bedrock:us-east-1:aws:data-automation-project/public-rag-default',
    'arn:aws:bedrock:us-east-1::async-invoke/*',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'arn:aws:s3:::bucket/*',
    `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/x`,
    `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f:*`,
    `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:x-AbCdEf`,
    `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f:$LATEST`,
    'arn:aws:s3:::your-company-data/*',
    `arn:aws:ssm:us-east-1:${ACCOUNT}:automation-definition/AWS-CreateImage:$DEFAULT`,
    `${b}:agent/ABC???GHIJ`,
    `${b}:agent/\${aws:PrincipalTag/agent}`,
    `arn:aws:bedrock:us-east-1:\${aws:PrincipalAccount}:agent/ABCDEFGHIJ`,
    `${b}:prompt/ABCDEFGHIJ`,
    `${b}:prompt/*:*`,
    `${b}:flow/ABCDEFGHIJ`,
    `${b}:flow/*/alias/*`,
    `${b}:flow/ABCDEFGHIJ/alias/ABCDEFGHIK/execution/abc`,
    `${b}:guardrail/*`,
    `${b}:provisioned-model/abcdefghij12`,
    `${b}:custom-model/amazon.nova-lite-v1:0:300k/abcdefghij12`,
    `${b}:custom-model/imported/abcdefghij12`,
    `${b}:imported-model/abcdefghij12`,
    `${b}:application-inference-profile/abcdefghij12`,
    `${b}:automated-reasoning-policy/abcdefghij12:1`,
    `${b}:marketplace/model-endpoint/all-access`,
    `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:runtime/my_agent-AbCdEf1234`,
    `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:runtime/my_agent-AbCdEf1234/runtime-endpoint/DEFAULT`,
    `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:runtime/my_agent-*`,
    `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:gateway/my-gateway-abcdef1234`,
    `arn:aws:bedrock-agentcore:us-east-1:aws:browser/aws.browser.v1`,
    'arn:aws:s3:*:*:bucket/*',
    `arn:aws:s3:us-east-1:${ACCOUNT}:accesspoint/point/object/*`,
    `arn:aws:iam::${ACCOUNT}:role/r`,
    `arn:*:iam::*:role/r`,
    'arn:aws:apigateway:us-east-1::/restapis/*',
    'arn:aws:health:global::event/*',
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
    'arn:aws:lambda:us-east-1:12345:function:f',
    'arn:aws:lambda:us-east-1a:*:function:f',
    `arn:aws:lambda:::function:f`,
    `arn:aws:bedrock:${ACCOUNT}:us-east-1:agent/ABCDEFGHIJ`,
    'arn:amazon:s3:::bucket',
    'arn:aws::::bucket',
    'arn:aws:s3:bucket/*',
    'arn:aws:s3:us-east-1::bucket/*',
    `arn:aws:s3::${ACCOUNT}:bucket`,
    `arn:aws:iam:us-east-1:${ACCOUNT}:role/r`,
    `arn:aws:iam:::role/r`,
    `arn:aws:kms:us-east-1:${ACCOUNT}:`,
    'arn:aws:bedrock:us-east-1::foundation-model/claude-v2',
    'arn:aws:bedrock:us-east-1::foundation-model/Anthropic.Claude-v2',
    `${b}:inference-profile/anthropic.claude-sonnet-4-5-20250929-v1:0`,
    `${b}:prompt/my-prompt`,
    `${b}:prompt/ABCDEFGHIJ:latest`,
    `${b}:flow/ABCDEFGHIJ/ABCDEFGHIK`,
    `${b}:flow/my-flow/alias/*`,
    `${b}:guardrail/My-Guardrail`,
    `${b}:guardrail/abc123def456:1`,
    `${b}:provisioned-model/my-model`,
    `${b}:custom-model/my-model`,
    `${b}:imported-model/*-llama`,
    `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:runtime/my_agent`,
    `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:memory/memory`,
    `arn:aws:bedrock-agentcore-control:us-east-1:${ACCOUNT}:runtime/my_agent-AbCdEf1234`,
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

describe('Regions', () => {
  const usEast1 = { ...here, region: 'us-east-1' };
  const profile = (region: string, id: string): string =>
    `arn:aws:bedrock:${region}:${ACCOUNT}:inference-profile/${id}`;

  test.each([
    ['a Region of another partition', 'arn:aws:bedrock:us-gov-west-1::foundation-model/amazon.nova-pro-v1:0'],
    ['a profile of the United States in Europe', profile('eu-west-1', 'us.amazon.nova-pro-v1:0')],
    ['a profile of Europe in the United States', profile('us-east-1', 'eu.amazon.nova-pro-v1:0')],
    ['a profile of Japan in the United States', profile('us-east-1', 'jp.anthropic.claude-sonnet-4-5-20250929-v1:0')],
  ])('%s', (_, Resource) => {
    expect(findings({ Action: '*', Resource }, 'identity', usEast1)).toEqual([`wrong-region Resource ${Resource}`]);
    expect(findings({ Action: '*', Resource })).toEqual([]);
  });

  test.each([
    ['a model to which a profile sends requests', 'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-pro-v1:0'],
    ['an agent that is called from elsewhere', `arn:aws:bedrock:eu-west-1:${ACCOUNT}:agent-alias/ABCDEFGHIJ/*`],
    ['a queue', `arn:aws:sqs:eu-west-1:${ACCOUNT}:queue`],
    ['a profile of the United States called from Canada', profile('ca-central-1', 'us.amazon.nova-pro-v1:0')],
    ['a profile of every Region', profile('eu-west-1', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0')],
    ['a profile in every Region', profile('*', 'us.amazon.nova-pro-v1:0')],
    ['no Region', 'arn:aws:s3:::bucket/*'],
  ])('an identity-based policy may name %s', (_, Resource) => {
    expect(findings({ Action: '*', Resource }, 'identity', usEast1)).toEqual([]);
  });

  test.each([
    ['us-east-1', []],
    ['*', []],
    ['us-west-2', ['wrong-region Resource arn:aws:lambda:us-west-2:999988887777:function:f']],
  ])('the policy of a function in us-east-1 that names it in %s', (region, expected) => {
    const Resource = `arn:aws:lambda:${region}:${ACCOUNT}:function:f`;
    const statement = { Principal: '*', Action: 'lambda:InvokeFunction', Resource };
    expect(findings(statement, 'resource', usEast1)).toEqual(expected);
  });

  test('the ARN in a condition is looked at too', () => {
    const SourceArn = `arn:aws:bedrock:cn-north-1:${ACCOUNT}:agent/*`;
    const statement = {
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { ArnLike: { 'aws:SourceArn': SourceArn } },
    };
    expect(findings(statement, 'trust', usEast1)).toEqual([`wrong-region Condition ${SourceArn}`]);
  });
});
