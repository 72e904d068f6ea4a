import { expect, it } from 'vitest';
import { consoleLinks } from '../../functions/alerts/console-links.ts';

const place = { partition: 'aws', region: 'eu-west-1' };
const HOME = 'https://eu-west-1.console.aws.amazon.com';

it.each([
  [
    'a role',
    { roleArn: 'arn:aws:iam::111122223333:role/path/a+b=c,d@e' },
    `${HOME}/iam/home?region=eu-west-1#/roles/details/a%2Bb%3Dc%2Cd%40e`,
  ],
  [
    'an agent',
    { workload: { type: 'agent', id: 'AGENT00001' } },
    `${HOME}/bedrock/home?region=eu-west-1#/agents/AGENT00001`,
  ],
  ['an agent without an id', { workload: { type: 'agent' } }, `${HOME}/bedrock/home?region=eu-west-1#/agents`],
  [
    'a knowledge base',
    { workload: { type: 'knowledgeBase', id: 'KB00000001' } },
    `${HOME}/bedrock/home?region=eu-west-1#/knowledge-bases`,
  ],
  ['a flow', { workload: { type: 'flow', id: 'FLOW000001' } }, `${HOME}/bedrock/home?region=eu-west-1#/flows`],
  [
    'a runtime',
    { workload: { type: 'agentCoreRuntime', id: 'r-1' } },
    `${HOME}/bedrock-agentcore/home?region=eu-west-1#`,
  ],
  [
    'a rule',
    { configRule: 'bedrock-warden-agent-role-not-shared' },
    `${HOME}/config/home?region=eu-west-1#/rules/details?configRuleName=bedrock-warden-agent-role-not-shared`,
  ],
  ['many rules', { configRules: true as const }, `${HOME}/config/home?region=eu-west-1#/rules`],
  [
    'an event',
    { eventId: '7c1d0f6e-41f5-4b0e-9d47-0a2f4c1b9e55' },
    `${HOME}/cloudtrailv2/home?region=eu-west-1#/events/7c1d0f6e-41f5-4b0e-9d47-0a2f4c1b9e55`,
  ],
  ['an alarm', { alarm: 'one' }, `${HOME}/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/one`],
])('%s has its page', (_, things, url) => {
  expect(consoleLinks(place, things).map((link) => link.url)).toEqual([url]);
});

it.each([
  ['aws-cn', 'cn-north-1', 'cn-north-1.console.amazonaws.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  ['aws-eusc', 'eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu'],
])('the partition %s has its own console', (partition, region, host) => {
  expect(consoleLinks({ partition, region }, { alarm: 'one' }).map(({ url }) => new URL(url).hostname)).toEqual([host]);
});

it.each([
  ['a partition whose console is not known', { partition: 'aws-iso', region: 'us-iso-east-1' }, { alarm: 'one' }],
  ['a Region that is none', { partition: 'aws', region: 'evil.example/' }, { alarm: 'one' }],
  ['a role that is none', place, { roleArn: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
  ['an event whose id is none', place, { eventId: 'a|b>c' }],
  ['nothing', place, { workload: null }],
])('%s has no page', (_, where, things) => {
  expect(consoleLinks(where, things)).toEqual([]);
});
