import type { AccessRequest } from '../../functions/iam/decision.ts';

const ACCOUNT = '111122223333';

/** The request that the last statement of every policy here allows. */
export const request: AccessRequest = {
  action: 'bedrock:InvokeModel',
  resource: 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0',
  resourceAccount: ACCOUNT,
  principal: `arn:aws:iam::${ACCOUNT}:role/service-role/agent`,
  context: {
    'aws:SourceAccount': ACCOUNT,
    'aws:PrincipalTag/team': 'search',
    'aws:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/ABCDEFGHIJ`,
    'aws:RequestedRegion': 'us-east-1',
  },
};

const last = {
  Effect: 'Allow',
  Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
  Resource: 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.*',
  Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
};

/** In turn: another action, another resource, another condition. */
const missing = [
  (index: number) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: `arn:aws:s3:::bucket-${index}/*`,
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  }),
  (index: number) => ({
    Effect: 'Allow',
    Action: 'bedrock:Invoke*',
    Resource: `arn:aws:bedrock:*:${ACCOUNT}:inference-profile/us.model-${index}`,
    Condition: { StringLike: { 'aws:PrincipalTag/team': 'sea*' } },
  }),
  (index: number) => ({
    Effect: 'Allow',
    Action: 'bedrock:*',
    Resource: '*',
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:*:${ACCOUNT}:flow/FLOW${index}*` } },
  }),
];

/** A policy of so many statements, a condition each, of which only the last one matches the request. */
export const policyDocument = (statements: number): object => ({
  Version: '2012-10-17',
  Statement: Array.from({ length: statements }, (_, index) =>
    index === statements - 1 ? last : missing[index % missing.length]?.(index),
  ),
});

/** A guardrail of one statement, as organizations have them: some services, everywhere, under a condition. */
export const guardrailDocument = (key: string, values: readonly string[]): object => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['bedrock:*', 's3:*'], Resource: '*', Condition: { StringEquals: { [key]: values } } },
  ],
});

/** A document as the policy of an endpoint. */
export const forEveryone = (document: object): object => {
  const { Statement, ...rest } = document as { readonly Statement: readonly object[] };
  return { ...rest, Statement: Statement.map((statement) => ({ ...statement, Principal: '*' })) };
};
