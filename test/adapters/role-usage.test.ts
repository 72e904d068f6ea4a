import { expect, it } from 'vitest';
import { readFailed, unreadAgentCore, unreadWorkloads } from '../../functions/adapters/role-usage.ts';

it.each([
  ['agents', true],
  ['agents.AGENT00001', true],
  ['agents.AGENT00001.aliases', true],
  ['agents.AGENT00001.versions.3', true],
  ['agents.AGENT00001.actionGroups', false],
  ['agents.AGENT00001.versions.3.actionGroups', false],
  ['knowledgeBases.KNOWLEDGE1', true],
  ['knowledgeBases.KNOWLEDGE1.dataSources', false],
  ['flows', true],
  ['flows.FLOW000001', true],
  ['flows.FLOW000001.aliases', true],
  ['flows.FLOW000001.versions.1', true],
  ['prompts.PROMPT0001', false],
  ['agentCore', false],
  ['organization', false],
])('behind %s a workload can hide: %s', (part, hides) => {
  const unread = [{ part, error: 'AccessDeniedException' }];
  expect(unreadWorkloads({ unread })).toEqual(hides ? [`${part} was not read (AccessDeniedException)`] : []);
});

it.each([
  ['agentCore', true],
  ['agentCore.runtimes', true],
  ['agentCore.runtimes.one', true],
  ['agentCore.runtimes.one.endpoints', true],
  ['agentCore.runtimes.one.versions.2', true],
  ['agentCore.gateways.one.targets', false],
  ['agents', false],
])('behind %s a workload of AgentCore can hide: %s', (part, hides) => {
  const unread = [{ part, error: 'AccessDeniedException' }];
  expect(unreadAgentCore({ unread })).toEqual(hides ? [`${part} was not read (AccessDeniedException)`] : []);
});

it.each([
  ['agents', 'ThrottlingException', true],
  ['agents', 'AccessDeniedException', true],
  ['organization', 'NotSupported', false],
  ['organization', 'AccessDeniedException', false],
  ['organization.serviceControlPolicies', 'ThrottlingException', true],
  ['resourcePolicies.arn:aws:kms:us-east-1:111122223333:key/a', 'AccessDeniedException', true],
  ['resourcePolicies.arn:aws:kms:us-east-1:999999999999:key/a', 'AccessDeniedException', false],
  ['resourcePolicies.arn:aws:kms:us-east-1:999999999999:key/a', 'ThrottlingException', true],
  ['resourcePolicies.arn:aws:s3:::bucket', 'AccessDenied', true],
])('another try may bring %s after %s: %s', (part, error, mayRetry) => {
  expect(readFailed({ accountId: '111122223333', unread: [{ part, error }] })).toBe(mayRetry);
});
