import { expect, test } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { Policy } from '../../functions/iam/policy.ts';
import { hiddenUsers, hiddenWorkloads } from '../../functions/workload/hidden-users.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const everything: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  accountId: '111122223333',
  region: 'us-east-1',
  agents: [],
  knowledgeBases: [],
  flows: [],
  agentCore: { runtimes: [], gateways: [], memories: [], browsers: [], codeInterpreters: [], harnesses: [] },
};
const { flows, ...withoutFlows } = everything;
const { agentCore, ...withoutAgentCore } = everything;

function trusting(service: string, sourceArn?: string, operator = 'ArnLike'): Policy {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    ...(sourceArn === undefined ? {} : { Condition: { [operator]: { 'aws:SourceArn': sourceArn } } }),
  };
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statement }, 'trust policy', 'trust');
  if ('error' in parsed) throw new Error(parsed.error.problem);
  return parsed.policy;
}

const bedrock = trusting('bedrock.amazonaws.com');
const flowsUnread = ['the flows were not read'];

test.each<[string, Snapshot, Policy, readonly string[]]>([
  ['everything was read', everything, bedrock, []],
  ['the flows were not', withoutFlows, bedrock, flowsUnread],
  [
    'the flows were not, and only agents are let in',
    withoutFlows,
    trusting('bedrock.amazonaws.com', 'arn:aws:bedrock:us-east-1:111122223333:agent/*'),
    [],
  ],
  [
    'the flows were not, and any resource is let in',
    withoutFlows,
    trusting('bedrock.amazonaws.com', 'arn:aws:bedrock:us-east-1:111122223333:*'),
    flowsUnread,
  ],
  [
    'a condition that also holds without the key lets everything in',
    withoutFlows,
    trusting('bedrock.amazonaws.com', 'arn:aws:bedrock:us-east-1:111122223333:agent/*', 'ArnLikeIfExists'),
    flowsUnread,
  ],
  ['another service is trusted', withoutFlows, trusting('lambda.amazonaws.com'), []],
  ['AgentCore was not, which is not trusted', withoutAgentCore, bedrock, []],
  [
    'AgentCore was not, which is trusted',
    withoutAgentCore,
    trusting('bedrock-agentcore.amazonaws.com'),
    ['the AgentCore resources were not read'],
  ],
  [
    'one flow was refused',
    { ...everything, unread: [{ part: 'flows.FLOW000001', error: 'AccessDeniedException' }] },
    bedrock,
    ['flows.FLOW000001 was not read (AccessDeniedException)'],
  ],
])('%s', (_, snapshot, policy, expected) => {
  expect(hiddenUsers(snapshot, { known: policy })).toEqual(expected);
});

test('a trust policy that was not read may let in anyone', () => {
  expect(hiddenUsers(withoutFlows, { missing: ['iam was not read'] })).toEqual(flowsUnread);
});

test('each list tells the service that assumes the roles of its workloads', () => {
  const { flows: _, agentCore: __, ...snapshot } = everything;
  expect(hiddenWorkloads(snapshot, { missing: ['iam was not read'] })).toEqual([
    { servicePrincipal: 'bedrock.amazonaws.com', reason: 'the flows were not read' },
    { servicePrincipal: 'bedrock-agentcore.amazonaws.com', reason: 'the AgentCore resources were not read' },
  ]);
});
