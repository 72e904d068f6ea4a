import { expect, it } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import { trustPolicy } from '../../functions/remediation/trust-policy.ts';
import type { Workload } from '../../functions/workload/workload.ts';
import { ACCOUNT, agentRole, ROLE } from '../diagnosis/agent-role-fixture.ts';
import { parsed } from './decided-by.ts';

const [agent] = agentRole().workloads;
if (agent === undefined) throw new Error('the fixture has no workload');
const other = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00000`;
const runtimeArn = `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:runtime/support-1`;
const runtime: Workload = {
  ...agent,
  type: 'agentCoreRuntime',
  arn: runtimeArn,
  sourceArn: runtimeArn,
  servicePrincipal: 'bedrock-agentcore.amazonaws.com',
};
const workloads = [agent, { ...agent, version: '3' }, { ...agent, arn: other, sourceArn: other }, runtime];

it('names every workload once, by its service', () => {
  const expected = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AssumedByBedrockAgentCore',
        Effect: 'Allow',
        Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnEquals: { 'aws:SourceArn': [runtimeArn] } },
      },
      {
        Sid: 'AssumedByBedrock2',
        Effect: 'Allow',
        Principal: { Service: 'bedrock.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
          ArnEquals: { 'aws:SourceArn': [other, agent.sourceArn] },
        },
      },
    ],
  };
  expect(trustPolicy(workloads)).toEqual(expected);
  expect(trustPolicy(workloads.toReversed())).toEqual(expected);
});

it.each<[name: string, decision: string, principal: string, sourceArn: string, account: string]>([
  ['the workload', 'allowed', 'bedrock.amazonaws.com', agent.sourceArn, ACCOUNT],
  ['another workload of it', 'allowed', 'bedrock.amazonaws.com', other, ACCOUNT],
  ['another agent', 'implicitDeny', 'bedrock.amazonaws.com', `${other}X`, ACCOUNT],
  ['another account', 'implicitDeny', 'bedrock.amazonaws.com', agent.sourceArn, '999900001111'],
  ['another service', 'implicitDeny', 'lambda.amazonaws.com', agent.sourceArn, ACCOUNT],
  ['the workload of another service', 'implicitDeny', 'bedrock.amazonaws.com', runtimeArn, ACCOUNT],
])('%s: %s', (_name, decision, principal, sourceArn, account) => {
  const request = {
    action: 'sts:AssumeRole',
    resource: ROLE,
    resourceAccount: ACCOUNT,
    principal,
    context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': account },
  };
  expect(decide(request, { resource: parsed(trustPolicy(workloads), 'trust') }).decision).toBe(decision);
});

it('an ARN with a star in it admits no other', () => {
  const starred = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/*`;
  const policy = parsed(trustPolicy([{ ...agent, sourceArn: starred }]), 'trust');
  const request = {
    action: 'sts:AssumeRole',
    resource: ROLE,
    resourceAccount: ACCOUNT,
    principal: 'bedrock.amazonaws.com',
    context: { 'aws:SourceArn': agent.sourceArn, 'aws:SourceAccount': ACCOUNT },
  };
  expect(decide(request, { resource: policy }).decision).toBe('implicitDeny');
});

const inAgentCore = (resource: string) => `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:${resource}`;

it.each<[type: Workload['type'], resource: string, name: string, others: readonly string[]]>([
  ['agentCoreRuntime', 'runtime/help-A1b2C3d4E5', 'help', []],
  ['agentCoreEvaluation', 'online-evaluation-config/help-A1b2C3d4E5', 'help', ['evaluator/*']],
  ['agentCoreHarness', 'harness/desk-A1b2C3d4E5', 'desk', ['runtime/harness_desk-*']],
  // Anybody may name a harness: the name must not let in others.
  ['agentCoreHarness', 'harness/desk-A1b2C3d4E5', '*', ['runtime/harness_${*}-*']],
])('%s %s may be assumed for, called %s', (type, resource, name, others) => {
  const sourceArn = inAgentCore(resource);
  const [statement] = trustPolicy([{ ...runtime, type, arn: sourceArn, sourceArn, name }]).Statement;
  expect(statement?.Condition.ArnEquals['aws:SourceArn'].toSorted()).toEqual(
    [sourceArn, ...others.map(inAgentCore)].toSorted(),
  );
});
