import { expect, test } from 'vitest';
import { ACCOUNT, here, lintOf } from './lint-findings.ts';

const b = `arn:aws:bedrock:us-east-1:${ACCOUNT}`;
const MODEL = 'foundation-model/amazon.nova-pro-v1:0';

/** What is suggested for the one thing that is wrong in a statement. */
const suggestionFor = (statement: object): readonly (string | undefined)[] =>
  lintOf([statement], 'identity', { ...here, region: 'us-east-1' })
    .filter(({ id }) => id !== 'action-resource-mismatch')
    .map(({ suggestion }) => suggestion);

test.each([
  ['bedrock:InvokeAgents', 'bedrock:InvokeAgent'],
  ['bedrock:ListFoundationModel', 'bedrock:ListFoundationModels'],
  ['bedrock:InovkeModel', 'bedrock:InvokeModel'],
  ['bedrock:QueryKnowledgeBase', 'bedrock:Retrieve'],
  ['bedrock:ConverseStream', 'bedrock:InvokeModelWithResponseStream'],
  ['bedrock-runtime:InvokeModel', 'bedrock:InvokeModel'],
  ['bedrock-agent-runtime:Retrieve', 'bedrock:Retrieve'],
  ['s3:HeadObject', 's3:GetObject'],
  // More than one thing may be meant, or a whole family.
  ['dynamodb:TransactWriteItems', undefined],
  ['dynamodb:ExecuteStatement', undefined],
  ['kms:ReEncrypt', undefined],
  ['bedrock:InvokeAgents*', undefined],
  ['bedrock-runtime:*', undefined],
  ['bedrock:Foo', undefined],
  ['bedrock:InvokeModels2', undefined],
])('for the action %s: %s', (Action, suggestion) => {
  expect(suggestionFor({ Action, Resource: '*' })).toEqual([suggestion]);
});

test.each([
  [`${b}:${MODEL}`, `arn:aws:bedrock:us-east-1::${MODEL}`],
  [`arn:aws:bedrock:*:${ACCOUNT}:foundation-model/*`, 'arn:aws:bedrock:*::foundation-model/*'],
  ['arn:aws:bedrock:us-east-1::agent/ABCDEFGHIJ', `${b}:agent/ABCDEFGHIJ`],
  [`arn:aws:bedrock-runtime:us-east-1::${MODEL}`, `arn:aws:bedrock:us-east-1::${MODEL}`],
  [`arn:aws:s3:us-east-1:${ACCOUNT}:bucket/*`, 'arn:aws:s3:::bucket/*'],
  [`arn:aws-cn:bedrock:us-east-1:${ACCOUNT}:agent/ABCDEFGHIJ`, `${b}:agent/ABCDEFGHIJ`],
  // A Region, a geography or a model that nobody named.
  [`arn:aws:bedrock::${ACCOUNT}:agent/ABCDEFGHIJ`, undefined],
  [`${b}:inference-profile/amazon.nova-pro-v1:0`, undefined],
  ['arn:aws:bedrock:us-east-1::foundation-model/us.amazon.nova-pro-v1:0', undefined],
  // Two things are wrong: what one of them suggests would be wrong still.
  [`${b}:foundation-model/us.amazon.nova-pro-v1:0`, undefined],
  [`arn:aws:bedrock-runtime:us-east-1:${ACCOUNT}:${MODEL}`, undefined],
  [`arn:aws:bedrock-runtime:us-east-1:\${aws:PrincipalAccount}:agent/ABCDEFGHIJ`, undefined],
])('for the resource %s: %s', (Resource, suggestion) => {
  expect(suggestionFor({ Action: '*', Resource })).toEqual([suggestion]);
});
