import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildAccountReader, EVERYTHING } from '../../functions/adapters/account-reader.ts';
import { widerEvidence } from '../../functions/adapters/wider-evidence.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { awsOf } from './account-under-test.ts';
import { FOREIGN_KEY, KEY, wideAccount } from './wide-account.ts';

let local: LocalAccount;

beforeEach(async () => {
  // One item a page, and pages without any between.
  local = await startLocalAccount(wideAccount, { pageSize: 1, emptyPages: true });
});
afterEach(() => local.close());

let time = 0;
const clock = {
  now: () => time,
  sleep: async (millis: number) => {
    time += millis;
  },
};

function reader(accountId = wideAccount.accountId) {
  const aws = awsOf(local.endpoint);
  const now = () => Date.parse('2026-11-22T10:00:00Z');
  return buildAccountReader({ ...wideAccount, accountId, partition: 'aws', aws, now, wider: widerEvidence, clock });
}

async function read(request: Parameters<ReturnType<typeof reader>['read']>[0] = { needs: EVERYTHING }) {
  const { unread = [], ...parts } = await reader().read(request);
  return { parts, unread: unread.map(({ part, error }) => ({ part, error })) };
}

const services = () => new Set(local.requests.map(({ service }) => service));

it('is the account that it was read of, page by page', async () => {
  expect(await read()).toEqual({ parts: wideAccount, unread: [] });
});

const AROUND = [
  'resourcePolicies',
  'openSearchServerless',
  'organization',
  'vpcEndpointPolicies',
  'bucketEncryption',
  'agentCoreIdentity',
  'secrets',
];

it('is not asked for when no need asks', async () => {
  const rest = without(wideAccount, 'bedrock', ...AROUND);
  const { parts, unread } = await read({ needs: ['trustPolicy', 'identityPolicies'] });
  expect(parts).toEqual(rest);
  expect(unread).toEqual(
    AROUND.map((part) => ({
      part,
      error: 'NotRequested',
    })),
  );
  expect(services()).toEqual(new Set(['bedrock-agent', 'bedrock-agentcore', 'iam']));
});

it('is about the workloads of the roles that were asked for', async () => {
  const { parts } = await read({ needs: ['requiredAccess'], roleNames: ['agent'] });
  const arns = Object.keys(parts.resourcePolicies ?? {}).filter((arn) => !arn.includes(':lambda:'));
  expect([arns, parts.openSearchServerless]).toEqual([[KEY, FOREIGN_KEY, 'arn:aws:s3:::schemas'], undefined]);
  expect([parts.bucketEncryption, parts.secrets, parts.agentCoreIdentity]).toEqual([
    { 'arn:aws:s3:::schemas': { Rules: [] } },
    undefined,
    undefined,
  ]);
});

it('has no policies above an account without an organization', async () => {
  const organization = { serviceControlPolicies: [], resourceControlPolicies: [] };
  local.replaceSnapshot({ ...wideAccount, organization });
  expect(await read()).toEqual({ parts: { ...wideAccount, organization }, unread: [] });
});

it('has no policies above the account that manages the organization: they do not bind it', async () => {
  // So the embedded organization names it.
  const managing = reader('999999999999').read({ needs: ['serviceControlPolicies'] });
  expect((await managing).organization).toEqual({ serviceControlPolicies: [], resourceControlPolicies: [] });
  expect(local.requests.filter(({ operation }) => operation === 'ListParents')).toEqual([]);
});

it('has no policies of a type that the organization has not enabled', async () => {
  const organization = { ...wideAccount.organization, resourceControlPolicies: [] };
  local.replaceSnapshot({ ...wideAccount, organization });
  expect(await read()).toEqual({ parts: { ...wideAccount, organization }, unread: [] });
});

it('holds a collection only that there is', async () => {
  local.replaceSnapshot({ ...wideAccount, openSearchServerless: { ...stores, collections: [] } });
  expect((await read()).parts.openSearchServerless).toEqual({ ...stores, collections: [] });
});

const stores = wideAccount.openSearchServerless as Readonly<Record<string, unknown>>;
const agentCore = wideAccount.agentCore ?? {};
const gateways = agentCore.gateways ?? [];
const runtimes = agentCore.runtimes ?? [];
const identity = wideAccount.agentCoreIdentity ?? {};
const secrets = wideAccount.secrets ?? {};
const policies = wideAccount.resourcePolicies ?? {};
const organization = wideAccount.organization ?? {};

const without = <Key extends string>(whole: object, ...names: readonly Key[]) =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name as Key)));
const policiesBut = (pattern: RegExp) => ({
  resourcePolicies: without(policies, ...Object.keys(policies).filter((arn) => pattern.test(arn))),
});
const secretsBut = (pattern: RegExp) => without(secrets, ...Object.keys(secrets).filter((arn) => pattern.test(arn)));
/** Whatever only a gateway's targets lead to. */
const withoutTargets = {
  ...policiesBut(/gateway-schemas/),
  bucketEncryption: without(wideAccount.bucketEncryption ?? {}, 'arn:aws:s3:::gateway-schemas'),
  agentCoreIdentity: { ...identity, oauth2CredentialProviders: [] },
  secrets: secretsBut(/oauth2/),
};
const arnsOf = (pattern: RegExp) =>
  Object.keys(policies)
    .filter((arn) => pattern.test(arn))
    .map((arn) => `resourcePolicies.${arn}`);

describe('a refusal', () => {
  const cases: readonly [operation: string, change: object, parts: readonly string[], error?: string][] = [
    ['bedrock-agent:ListFlowAliases', { flows: flowsBut('versions', 'aliases') }, ['flows.FLOW000001.aliases']],
    ['bedrock-agent:GetFlowVersion', { flows: flowsWith({ versions: [] }) }, ['flows.FLOW000001.versions.1']],
    ['bedrock-agentcore:ListAgentRuntimes', { agentCore: without(agentCore, 'runtimes') }, ['agentCore.runtimes']],
    [
      'bedrock-agentcore:GetAgentRuntime',
      { agentCore: { ...agentCore, runtimes: [] } },
      ['agentCore.runtimes.shop-ABCDEFGHIJ'],
    ],
    [
      'bedrock-agentcore:GetHarness',
      {
        agentCore: { ...agentCore, harnesses: [] },
        agentCoreIdentity: { ...identity, apiKeyCredentialProviders: [] },
        secrets: secretsBut(/apikey/),
      },
      ['agentCore.harnesses.harness-1'],
    ],
    [
      'bedrock-agentcore:ListGatewayTargets',
      {
        agentCore: { ...agentCore, gateways: gateways.map((gateway) => without(gateway, 'targets')) },
        ...withoutTargets,
      },
      ['agentCore.gateways.tools-abcdefghij.targets'],
    ],
    [
      'bedrock-agentcore:GetGatewayTarget',
      {
        agentCore: { ...agentCore, gateways: gateways.map((gateway) => ({ ...gateway, targets: [] })) },
        ...withoutTargets,
      },
      ['TARGET0001', 'TARGET0002'].map((id) => `agentCore.gateways.tools-abcdefghij.targets.${id}`),
    ],
    [
      'bedrock-agentcore:ListAgentRuntimeEndpoints',
      { agentCore: { ...agentCore, runtimes: runtimes.map((runtime) => without(runtime, 'endpoints', 'versions')) } },
      ['agentCore.runtimes.shop-ABCDEFGHIJ.endpoints'],
    ],
    [
      'bedrock-agentcore:GetApiKeyCredentialProvider',
      {
        agentCoreIdentity: { ...identity, apiKeyCredentialProviders: [] },
        secrets: secretsBut(/apikey/),
      },
      ['agentCoreIdentity.apiKeyCredentialProviders.maps'],
    ],
    [
      'bedrock-agentcore:GetOauth2CredentialProvider',
      {
        agentCoreIdentity: { ...identity, oauth2CredentialProviders: [] },
        secrets: secretsBut(/oauth2/),
      },
      ['agentCoreIdentity.oauth2CredentialProviders.crm'],
    ],
    ['secretsmanager:DescribeSecret', { secrets: {} }, Object.keys(secrets).map((arn) => `secrets.${arn}`)],
    [
      's3:GetBucketEncryption',
      { bucketEncryption: {} },
      Object.keys(wideAccount.bucketEncryption ?? {}).map((arn) => `bucketEncryption.${arn}`),
      'AccessDenied',
    ],
    [
      'bedrock:GetGuardrail',
      { bedrock: { ...wideAccount.bedrock, guardrails: [] } },
      ['bedrock.guardrails.grcentral001'],
    ],
    ['lambda:GetPolicy', policiesBut(/:lambda:/), arnsOf(/:lambda:/)],
    ['kms:GetKeyPolicy', policiesBut(/:kms:/), [`resourcePolicies.${KEY}`, `resourcePolicies.${FOREIGN_KEY}`]],
    ['s3:GetBucketPolicy', policiesBut(/:s3:/), arnsOf(/:s3:/), 'AccessDenied'],
    [
      'aoss:BatchGetCollection',
      { openSearchServerless: without(stores, 'collections') },
      ['openSearchServerless.collections'],
    ],
    [
      'aoss:ListAccessPolicies',
      { openSearchServerless: without(stores, 'dataAccessPolicies') },
      ['openSearchServerless.dataAccessPolicies'],
    ],
    [
      'aoss:GetAccessPolicy',
      { openSearchServerless: { ...stores, dataAccessPolicies: [] } },
      ['openSearchServerless.dataAccessPolicies.a', 'openSearchServerless.dataAccessPolicies.b'],
    ],
    [
      'aoss:GetSecurityPolicy',
      { openSearchServerless: { ...stores, networkPolicies: [] } },
      ['openSearchServerless.networkPolicies.n'],
    ],
    ['organizations:DescribeOrganization', { organization: undefined }, ['organization']],
    ['organizations:ListParents', { organization: undefined }, ['organization']],
    ['organizations:ListRoots', { organization: undefined }, ['organization']],
    [
      'organizations:ListPoliciesForTarget',
      { organization: {} },
      ['organization.resourceControlPolicies', 'organization.serviceControlPolicies'],
    ],
    [
      'organizations:DescribePolicy',
      { organization: {} },
      ['organization.resourceControlPolicies', 'organization.serviceControlPolicies'],
    ],
    ['ec2:DescribeVpcEndpoints', { vpcEndpointPolicies: undefined }, ['vpcEndpointPolicies'], 'UnauthorizedOperation'],
  ];

  it.each(cases)('of %s leaves the rest', async (operation, change, parts, error = 'AccessDeniedException') => {
    local.fault(operation, { kind: 'deny' });
    const read_ = await read();
    expect(read_.parts).toEqual({ ...wideAccount, ...change });
    expect(new Set(read_.unread)).toEqual(new Set(parts.map((part) => ({ part, error }))));
  });

  it('of a prompt leaves its model unread', async () => {
    local.fault('bedrock-agent:GetPrompt', { kind: 'deny' });
    const { parts, unread } = await read({ needs: [] });
    expect([parts.prompts, unread[0]]).toEqual([
      undefined,
      { part: 'prompts.PROMPT0001', error: 'AccessDeniedException' },
    ]);
  });

  it('of a version that an endpoint runs leaves the others', async () => {
    const part = 'agentCore.runtimes.shop-ABCDEFGHIJ.versions.1';
    local.replaceSnapshot({ ...wideAccount, unread: [{ part, error: 'AccessDeniedException' }] });
    const { parts, unread } = await read();
    expect(parts.agentCore?.runtimes?.[0]?.versions).toMatchObject([{ agentRuntimeVersion: '2' }]);
    expect(unread).toEqual([{ part, error: 'AccessDeniedException' }]);
  });

  it('of one key is that key’s alone', async () => {
    local.replaceSnapshot({
      ...wideAccount,
      unread: [{ part: `resourcePolicies.${FOREIGN_KEY}`, error: 'AccessDeniedException' }],
    });
    const { parts, unread } = await read();
    expect(parts.resourcePolicies).toEqual(without(policies, FOREIGN_KEY));
    expect(unread).toEqual([{ part: `resourcePolicies.${FOREIGN_KEY}`, error: 'AccessDeniedException' }]);
  });

  it('of one kind of policy above leaves the other', async () => {
    const { serviceControlPolicies } = organization;
    local.replaceSnapshot({
      ...wideAccount,
      organization: { serviceControlPolicies } as Snapshot['organization'] & object,
    });
    const { parts, unread } = await read();
    expect([parts.organization, unread]).toEqual([
      { serviceControlPolicies },
      [{ part: 'organization.resourceControlPolicies', error: 'AccessDeniedException' }],
    ]);
  });
});

function flowsBut(...names: readonly string[]) {
  return (wideAccount.flows ?? []).map((flow) => without(flow, ...names)) as unknown as Snapshot['flows'] & object;
}

function flowsWith(more: object) {
  return (wideAccount.flows ?? []).map((flow) => ({ ...flow, ...more }));
}
