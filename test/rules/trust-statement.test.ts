import { expect, test } from 'vitest';
import { trustCondition, trustStatement } from '../../functions/rules/trust/trust-statement.ts';
import type { Workload } from '../../functions/workload/workload.ts';

const workload = (servicePrincipal: Workload['servicePrincipal'], sourceArn: string): Workload => ({
  type: 'agent',
  arn: sourceArn,
  id: 'A',
  name: 'a',
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::111122223333:role/r',
  servicePrincipal,
  sourceArn,
});
const agent = (id: string, account = '111122223333') =>
  workload('bedrock.amazonaws.com', `arn:aws:bedrock:us-east-1:${account}:agent/${id}`);
const runtime = workload(
  'bedrock-agentcore.amazonaws.com',
  'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r',
);
const role = (...workloads: readonly Workload[]) => ({ accountId: '111122223333', workloads });

test('the statement is for the workloads of its service, in the account of the role', () => {
  const statement = trustStatement(
    role(agent('A'), agent('B'), agent('A'), agent('C', '333344445555'), runtime),
    'bedrock.amazonaws.com',
  );
  expect(JSON.parse(statement)).toEqual({
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': [agent('A').sourceArn, agent('B').sourceArn] },
    },
  });
});

test.each<[what: string, services: readonly string[], expected: string]>([
  [
    'one workload',
    ['bedrock-agentcore.amazonaws.com'],
    `"Condition": {"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"${runtime.sourceArn}"}}`,
  ],
  ['no workload', ['lambda.amazonaws.com'], '"Condition": {"StringEquals":{"aws:SourceAccount":"111122223333"}}'],
])('the condition for %s', (_what, services, expected) => {
  expect(trustCondition(role(agent('A'), runtime), ...services)).toBe(expected);
});
