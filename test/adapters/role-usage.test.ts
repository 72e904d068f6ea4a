import { expect, it } from 'vitest';
import { unreadWorkloads } from '../../functions/adapters/role-usage.ts';

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
