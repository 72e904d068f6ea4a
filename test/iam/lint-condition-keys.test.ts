import { describe, expect, test } from 'vitest';
import { GLOBAL_CONDITION_KEYS } from '../../functions/iam/global-condition-keys.ts';
import { findings, lintOf } from './lint-findings.ts';

const under = (key: string, Action: string | readonly string[], more: object = {}): readonly string[] =>
  findings({ Action, Resource: '*', Condition: { StringEquals: { [key]: 'x' } }, ...more });

describe('a key that an action of the statement has is left alone', () => {
  test.each<[string, string | readonly string[]]>([
    ['bedrock:GuardrailIdentifier', 'bedrock:InvokeModel'],
    ['Bedrock:guardrailidentifier', 'bedrock:InvokeModel'],
    ['bedrock:InferenceProfileArn', 'bedrock:InvokeModel*'],
    ['bedrock:GuardrailIdentifier', ['bedrock:Retrieve', 'bedrock:InvokeModel']],
    ['bedrock:GuardrailIdentifier', '*'],
    ['bedrock:GuardrailIdentifier', ['bedrock:Retrieve', 'sagemaker:InvokeEndpoint']],
    ['bedrock:GuardrailIdentifier', 'sagemaker:InvokeEndpoint'],
    ['iam:PassedToService', 'iam:PassRole'],
    ['iam:ResourceTag/team', 'iam:PassRole'],
    ['iam:ResourceTag/team', 'sts:AssumeRole'],
    ['s3:prefix', 's3:ListBucket'],
    ['s3:ExistingObjectTag/team', 's3:GetObject'],
    ['s3:DataAccessPointArn', 's3:GetObject'],
    ['kms:ViaService', 'kms:Decrypt'],
    ['kms:KeySpec', 'kms:Decrypt'],
    ['kms:EncryptionContext:aws:bedrock:arn', 'kms:Decrypt'],
    ['kms:EncryptionContextKeys', 'kms:Decrypt'],
    ['secretsmanager:ResourceTag/team', 'secretsmanager:GetSecretValue'],
    ['secretsmanager:VersionStage', 'secretsmanager:GetSecretValue'],
    ['ssm:resourceTag/team', 'ssm:GetParameter'],
    ['cloudwatch:namespace', 'cloudwatch:PutMetricData'],
    ['dynamodb:LeadingKeys', 'dynamodb:GetItem'],
    ['lambda:FunctionUrlAuthType', 'lambda:InvokeFunctionUrl'],
    ['aws-marketplace:ProductId', ['aws-marketplace:Subscribe', 'aws-marketplace:Unsubscribe']],
    ['lambda:SourceFunctionArn', 'bedrock:InvokeModel'],
    ['ssm:SourceInstanceArn', 's3:GetObject'],
    ['ec2:SourceInstanceARN', 's3:GetObject'],
    ['sagemaker:VpcSubnets', 'bedrock:InvokeModel'],
    ['token.actions.githubusercontent.com:sub', 'sts:AssumeRoleWithWebIdentity'],
    ['saml:aud', 'sts:AssumeRoleWithSAML'],
    ['aws:PrincipalTag/team', 'bedrock:InvokeModel'],
    ['AWS:SourceOwner', 'sns:Publish'],
    ['aws:requestTag/aws:cloudformation:stack-name', 's3:CreateBucket'],
  ])('%s with %j', (key, Action) => {
    expect(under(key, Action)).toEqual([]);
  });

  test.each(GLOBAL_CONDITION_KEYS)('%s', (key) => {
    expect(under(key.endsWith('/') ? `${key}team` : key, 'bedrock:InvokeModel')).toEqual([]);
  });

  test('what NotAction leaves is not known', () => {
    expect(
      findings({
        NotAction: 'bedrock:InvokeModel',
        Resource: '*',
        Condition: { StringEquals: { 'bedrock:GuardrailIdentifier': 'x' } },
      }),
    ).toEqual([]);
  });

  test('an action that does not exist is reported as that alone', () => {
    expect(under('bedrock:GuardrailIdentifier', 'bedrock:Converse')).toEqual([
      'unknown-action Action bedrock:Converse',
    ]);
  });
});

describe('a key that no action of the statement has', () => {
  test.each<[string, string | readonly string[]]>([
    ['bedrock:GuardrailIdentifier', 'bedrock:Retrieve'],
    ['bedrock:GuardrailIdentifier', ['bedrock:Retrieve', 'bedrock:InvokeAgent']],
    ['bedrock:InlineAgentName', 'bedrock:InvokeAgent'],
    ['iam:PassedToService', 'iam:GetRole'],
    ['s3:prefix', 's3:GetObject'],
    ['s3:ExistingObjectTag/team', 's3:ListBucket'],
    ['kms:ViaService', 's3:GetObject'],
    ['kms:EncryptionContext:team', 's3:GetObject'],
    ['cloudwatch:namespace', 'cloudwatch:GetMetricData'],
  ])('%s with %j', (key, Action) => {
    expect(under(key, Action)).toEqual([`unsupported-condition-key Condition ${key}`]);
  });
});

describe('a key that does not exist', () => {
  test.each([
    ['aws:SourceAcount', 'Did you mean `aws:SourceAccount`?'],
    ['aws:PrincipalOrgId2', 'Did you mean `aws:PrincipalOrgID`?'],
    ['aws:Zzzzzzzzzzzzzzzzzzzzz', 'Look it up among the global condition keys in the IAM User Guide.'],
    ['SourceArn', 'Did you mean `aws:SourceArn`?'],
    ['bedrock:GuardrailIdentifer', 'Did you mean `bedrock:GuardrailIdentifier`?'],
    ['bedrock:SourceArn', 'Did you mean `aws:SourceArn`?'],
    ['bedrock-runtime:GuardrailIdentifier', 'Write `bedrock:GuardrailIdentifier`.'],
    ['textract:Anything', 'Look up the condition keys of `textract` in the Service Authorization Reference.'],
  ])('%s', (key, help) => {
    const statement = { Action: 'bedrock:InvokeModel', Resource: '*', Condition: { StringEquals: { [key]: 'x' } } };
    expect(lintOf([statement]).map((finding) => [finding.id, finding.value, finding.help])).toEqual([
      ['unknown-condition-key', key, help],
    ]);
  });
});

describe('the message says what the condition comes to', () => {
  const never = (effect: string): string => `this condition never holds and the statement ${effect} nothing`;
  const always = 'this condition always holds and restricts nothing';
  test.each([
    ['StringEquals', 'x', 'Allow', never('allows')],
    ['StringEquals', 'x', 'Deny', never('denies')],
    ['ForAnyValue:StringLike', 'x', 'Allow', never('allows')],
    ['ForAnyValue:StringNotEquals', 'x', 'Allow', never('allows')],
    ['Null', 'false', 'Allow', never('allows')],
    ['StringNotEquals', 'x', 'Allow', always],
    ['StringEqualsIfExists', 'x', 'Allow', always],
    ['ForAnyValue:StringEqualsIfExists', 'x', 'Allow', always],
    ['ForAllValues:StringEquals', 'x', 'Deny', always],
    ['Null', 'true', 'Allow', always],
  ])('%s %s in an %s', (operator, value, Effect, expected) => {
    const Condition = { [operator]: { 'bedrock:GuardrailIdentifier': value } };
    expect(lintOf([{ Effect, Action: 'bedrock:Retrieve', Resource: '*', Condition }])).toEqual([
      {
        id: 'unsupported-condition-key',
        location: { policy: 'identity', statement: 0 },
        element: 'Condition',
        value: 'bedrock:GuardrailIdentifier',
        message: `no action of the statement has the condition key \`bedrock:GuardrailIdentifier\`: no request has it, so ${expected}`,
        help: 'It belongs to `bedrock:InvokeModel`, `bedrock:InvokeModelWithResponseStream`. Give such an action a statement of its own, or remove the condition.',
      },
    ]);
  });
});
