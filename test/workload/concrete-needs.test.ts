import { describe, expect, it, test } from 'vitest';
import { surplusGrants } from '../../functions/iam/allow-surplus.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import { concreteNeeds } from '../../functions/workload/concrete-needs.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';

const request = (action: string, resource: string, kind: RequiredRequest['kind']): RequiredRequest => ({
  action,
  resource,
  kind,
  context: {},
  capability: 'what somebody configured',
  necessity: 'required',
  heldBy: 'role',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
  workload: 'arn:aws:bedrock:us-east-1:210987654321:agent/HELPAGENT1#DRAFT',
});

const KEY = 'arn:aws:kms:us-east-1:210987654321:key/';
const HOSTILE: readonly (readonly [action: string, resource: string, kind: RequiredRequest['kind']])[] = [
  ['s3:GetObject', '*', 'schema'],
  ['s3:GetObject', '', 'schema'],
  ['s3:GetObject', 'schemas/orders.json', 'schema'],
  ['s3:GetObject', 'arn:aws:s3:::*', 'dataSource'],
  ['s3:GetObject', 'arn:aws:s3:::*/*', 'dataSource'],
  ['s3:GetObject', 'arn:aws:s3:::**', 'dataSource'],
  ['s3:GetObject', 'arn:aws:s3:::help?/*', 'dataSource'],
  ['s3:GetObject', 'arn:aws:s3:::help/../**', 'dataSource'],
  ['s3:GetObject', 'arn:aws:s3:::help/*/*', 'storage'],
  ['s3:GetObject', 'arn:aws:s3:::help/a*b', 'storage'],
  ['s3:GetObject', 'arn:aws:s3:::help/*', 'schema'],
  ['s3:GetObject', 'arn:*', 'dataSource'],
  ['s3:GetObject', 'arn:aws:*', 'dataSource'],
  ['s3:GetObject', 'arn:aws:s3:*', 'dataSource'],
  ['s3:GetObject', 'arn:aws:s3::*', 'dataSource'],
  ['logs:StartQuery', 'arn:aws:logs:*:210987654321:log-group:help:*', 'telemetry'],
  ['logs:StartQuery', 'arn:aws:logs:us-east-1:*', 'telemetry'],
  ['logs:StartQuery', 'arn:aws:logs:us-east-1:210987654321:*', 'telemetry'],
  ['logs:StartQuery', 'arn:aws:logs:us-east-1:210987654321:log-group:*', 'telemetry'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:210987654321:function:*', 'function'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:210987654321:*', 'function'],
  ['lambda:InvokeFunction', '*', 'function'],
  ['kms:Decrypt', 'arn:aws:kms:*', 'encryptionKey'],
  ['kms:Decrypt', `${KEY}*`, 'encryptionKey'],
  ['kms:Decrypt', `${KEY}????????`, 'encryptionKey'],
  ['kms:Decrypt', '*', 'encryptionKey'],
  ['bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/*', 'model'],
  ['bedrock:InvokeModel', 'arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0', 'model'],
  ['bedrock:InvokeModel', '*', 'model'],
  ['bedrock:Retrieve', 'arn:aws:bedrock:us-east-1:210987654321:knowledge-base/*', 'knowledgeBase'],
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:210987654321:secret:*', 'secret'],
  ['aoss:APIAccessAll', 'arn:aws:aoss:us-east-1:210987654321:collection/*', 'vectorStore'],
  ['iam:PassRole', '*', 'other'],
  ['nothing:OfTheKind', '*', 'other'],
];

describe('what somebody wrote into a configuration', () => {
  it.each(HOSTILE)('%s on %s as %s is no need', (action, resource, kind) => {
    const { requests, gaps } = concreteNeeds({ requests: [request(action, resource, kind)], gaps: [] });
    expect({ requests, gaps }).toEqual({
      requests: [],
      gaps: [`\`${resource}\` is no ARN of a resource (what somebody configured)`],
    });
  });
});

const CONCRETE: readonly (readonly [action: string, resource: string, kind: RequiredRequest['kind']])[] = [
  ['s3:GetObject', 'arn:aws:s3:::help/articles/*', 'dataSource'],
  ['s3:GetObject', 'arn:aws:s3:::help/*', 'storage'],
  ['s3:GetObject', 'arn:aws:s3:::help/orders${aws:username}.json', 'schema'],
  ['logs:StartQuery', 'arn:aws:logs:us-east-1:210987654321:log-group:/aws/help*', 'telemetry'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:210987654321:function:help:*', 'function'],
  ['bedrock:Rerank', '*', 'knowledgeBase'],
  ['cloudwatch:PutMetricData', '*', 'telemetry'],
];

test.each(CONCRETE)('%s on %s as %s is one', (action, resource, kind) => {
  const needs = { requests: [request(action, resource, kind)], gaps: [] };
  expect(concreteNeeds(needs)).toEqual(needs);
});

test('a policy variable in a need excuses no grant to others', () => {
  const { requests } = concreteNeeds({
    requests: [request('s3:GetObject', 'arn:aws:s3:::help/${aws:username}', 'schema')],
    gaps: [],
  });
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::help/*' }],
  };
  const parsed = parsePolicy(document, 'inline policy', 'identity');
  if ('error' in parsed) throw new Error(parsed.error.problem);
  expect(surplusGrants(parsed.policy, requests)).toHaveLength(1);
});
