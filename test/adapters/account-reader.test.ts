import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountReader, buildAccountReader, EVERYTHING } from '../../functions/adapters/account-reader.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { account, agent, awsOf, otherRole, policies, role } from './account-under-test.ts';

let local: LocalAccount;
let now = 0;
let reader: AccountReader;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  local = await startLocalAccount(account, { pageSize: 1, emptyPages: true });
  reader = readerOf(local);
});
afterEach(() => local.close());

function readerOf({ endpoint }: LocalAccount): AccountReader {
  const aws = awsOf(endpoint);
  return buildAccountReader({ accountId: '111122223333', region: 'us-east-1', partition: 'aws', aws, now: () => now });
}

const NOT_ASKED = ['agentCore', 'organization', 'resourcePolicies', 'openSearchServerless', 'vpcEndpointPolicies'];

/** Without what is the same in every snapshot and the words of messages. */
function readOf(snapshot: Snapshot): Snapshot {
  const { unread = [] } = snapshot;
  return {
    ...snapshot,
    unread: unread.filter(({ part }) => !NOT_ASKED.includes(part)).map(({ part, error }) => ({ part, error })),
  };
}

function asked(name: string): number {
  return local.requests.filter(({ service, operation }) => `${service}:${operation}` === name).length;
}

describe('a whole account', () => {
  it('is the snapshot that it was made of, page by page', async () => {
    expect(readOf(await reader.read({ needs: EVERYTHING }))).toEqual({ ...account, unread: [] });
  });

  it('names what no client asks for', async () => {
    const { unread = [] } = await reader.read({ needs: [] });
    expect(unread.map(({ part, error }) => [part, error])).toEqual(NOT_ASKED.map((part) => [part, 'NotSupported']));
  });

  it('has no Bedrock part, and asks for none, when no rule reads it', async () => {
    const { bedrock, ...rest } = account;
    expect(readOf(await reader.read({ needs: ['trustPolicy', 'identityPolicies'] }))).toEqual({ ...rest, unread: [] });
    expect(local.requests.filter(({ service }) => service === 'bedrock')).toEqual([]);
  });
});

describe('one role', () => {
  it('has its policies and boundary, and its own agents’ models only', async () => {
    expect(readOf(await reader.read({ needs: EVERYTHING, roleNames: ['agent'] }))).toEqual({
      ...account,
      iam: { RoleDetailList: [role], Policies: policies },
      unread: [{ part: 'iam.RoleDetailList.other', error: 'NotRequested' }],
    });
  });

  it('that no agent has leads to no model', async () => {
    const { bedrock } = await reader.read({ needs: EVERYTHING, roleNames: ['other'] });
    expect(bedrock?.inferenceProfiles?.map(({ inferenceProfileId }) => inferenceProfileId)).toEqual([
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    ]);
    expect(Object.keys(bedrock?.foundationModels ?? {})).toEqual(['anthropic.claude-haiku-4-5-20251001-v1:0']);
  });

  it('that IAM does not have is not in the list, and that is no failure', async () => {
    const read = readOf(await reader.read({ needs: [], roleNames: ['agent', 'other', 'nobody'] }));
    expect([read.iam?.RoleDetailList?.map(({ RoleName }) => RoleName), read.unread]).toEqual([['agent', 'other'], []]);
  });

  it('that AWS Config recorded wants of IAM the texts of its policies only', async () => {
    const recordedRole = { ...otherRole, AttachedManagedPolicies: role.AttachedManagedPolicies };
    const read = readOf(await reader.read({ needs: [], recordedRole }));
    expect(read.iam).toEqual({ RoleDetailList: [recordedRole], Policies: policies.slice(0, 2) });
    expect([asked('iam:GetRole'), asked('iam:ListRolePolicies')]).toEqual([0, 0]);
  });
});

describe('many roles', () => {
  const roleNames = ['agent', 'other', ...Array.from({ length: 19 }, (_, index) => `nobody-${index}`)];

  it('are read in one sweep, not role by role', async () => {
    const read = readOf(await reader.read({ needs: [], roleNames }));
    expect([read.iam, read.unread]).toEqual([account.iam, []]);
    expect(asked('iam:GetRole')).toBe(0);
  });

  it('are read role by role where the sweep is refused', async () => {
    local.fault('iam:GetAccountAuthorizationDetails', { kind: 'deny' });
    const { iam } = await reader.read({ needs: [], roleNames });
    expect(iam?.RoleDetailList?.map(({ RoleName }) => RoleName)).toEqual(['agent', 'other']);
  });
});

describe('what was read', () => {
  it('is not read again within a minute, agents least of all', async () => {
    await reader.read({ needs: EVERYTHING, roleNames: ['agent'] });
    const first = local.requests.length;
    now += 59_999;
    await reader.read({ needs: EVERYTHING, roleNames: ['agent'] });
    expect(local.requests.length).toBe(first);
  });

  it('is read again after a minute, the text of a policy version excepted', async () => {
    await reader.read({ needs: [], roleNames: ['agent'] });
    const [lists, versions] = [asked('bedrock-agent:ListAgents'), asked('iam:GetPolicyVersion')];
    now += 60_000;
    await reader.read({ needs: [], roleNames: ['agent'] });
    expect(asked('bedrock-agent:ListAgents')).toBe(2 * lists);
    expect(asked('iam:GetPolicyVersion')).toBe(versions);
  });
});

describe('a refusal', () => {
  const cases: readonly [operation: string, change: (whole: Snapshot) => Snapshot, parts: readonly string[]][] = [
    ['bedrock-agent:ListAgents', ({ agents, ...rest }) => ({ ...rest, bedrock: noModels }), ['agents']],
    ['bedrock-agent:ListKnowledgeBases', ({ knowledgeBases, ...rest }) => rest, ['knowledgeBases']],
    ['bedrock-agent:ListFlows', ({ flows, ...rest }) => rest, ['flows']],
    ['bedrock-agent:GetFlow', (whole) => ({ ...whole, flows: [] }), ['flows.FLOW000001']],
    ['bedrock-agent:GetKnowledgeBase', (whole) => ({ ...whole, knowledgeBases: [] }), ['knowledgeBases.KNOWLEDGE1']],
    [
      'bedrock-agent:GetAgent',
      (whole) => ({ ...whole, agents: [], bedrock: noModels }),
      ['agents.AGENT00001', 'agents.AGENT00002'],
    ],
    [
      'bedrock:GetUseCaseForModelAccess',
      (whole) => ({ ...whole, bedrock: without(whole.bedrock, 'useCaseForModelAccess') }),
      ['bedrock.useCaseForModelAccess'],
    ],
    [
      'bedrock:GetFoundationModelAvailability',
      (whole) => ({ ...whole, bedrock: { ...whole.bedrock, modelAvailability: {} } }),
      [
        'bedrock.modelAvailability.amazon.nova-lite-v1:0',
        'bedrock.modelAvailability.anthropic.claude-haiku-4-5-20251001-v1:0',
      ],
    ],
    [
      'bedrock:ListEnforcedGuardrailsConfiguration',
      (whole) => ({ ...whole, bedrock: without(whole.bedrock, 'enforcedGuardrails') }),
      ['bedrock.enforcedGuardrails'],
    ],
  ];

  it.each(cases)('of %s leaves the rest', async (operation, change, parts) => {
    local.fault(operation, { kind: 'deny' });
    const read = readOf(await reader.read({ needs: EVERYTHING }));
    const unread = parts.map((part) => ({ part, error: refusal(operation) }));
    expect({ ...read, unread: read.unread?.toSorted(byPart) }).toEqual({ ...change(account), unread });
  });

  it('of the whole of IAM leads to each role that a workload uses', async () => {
    local.fault('iam:GetAccountAuthorizationDetails', { kind: 'deny' });
    expect(readOf(await reader.read({ needs: EVERYTHING }))).toEqual({ ...account, unread: [] });
  });

  it('of the whole of IAM and of each role leaves no role known', async () => {
    local.fault('iam:*', { kind: 'deny' });
    const { iam, unread } = readOf(await reader.read({ needs: [] }));
    const refused = ['agent', 'other'].map((name) => ({ part: `iam.RoleDetailList.${name}`, error: 'AccessDenied' }));
    expect([iam, unread]).toEqual([{ RoleDetailList: [], Policies: [] }, refused]);
  });

  const ofAgent: readonly [operation: string, missing: readonly string[]][] = [
    ['ListAgentActionGroups', ['actionGroups', 'versions.3.actionGroups']],
    ['GetAgentActionGroup', ['actionGroups', 'versions.3.actionGroups']],
    ['ListAgentKnowledgeBases', ['knowledgeBases', 'versions.3.knowledgeBases']],
    ['ListAgentCollaborators', ['collaborators', 'versions.3.collaborators']],
    ['GetAgentVersion', ['versions.3']],
    ['ListAgentAliases', ['aliases']],
    ['GetAgentAlias', ['aliases']],
  ];

  it.each(ofAgent)('of %s is named where it leaves a hole', async (operation, missing) => {
    local.fault(`bedrock-agent:${operation}`, { kind: 'deny' });
    const { agents = [], unread = [] } = readOf(await reader.readWorkloads());
    const first = 'agents.AGENT00001.';
    const ofFirst = unread.filter(({ part }) => part.startsWith(first)).map(({ part }) => part.slice(first.length));
    expect(ofFirst.toSorted()).toEqual(missing);
    for (const path of missing) expect(valueAt(agents[0], path)).toBeUndefined();
    expect(agents[0]?.agent).toEqual(agent.agent);
  });

  const ofRole: readonly [operation: string, absent: string, parts: readonly string[]][] = [
    ['GetRolePolicy', 'RolePolicyList', ['iam.RoleDetailList.agent']],
    ['ListRolePolicies', 'RolePolicyList', ['iam.RoleDetailList.agent']],
    ['ListAttachedRolePolicies', 'AttachedManagedPolicies', ['iam.RoleDetailList.agent']],
  ];

  it.each(ofRole)('of iam:%s leaves the list unknown, never short', async (operation, absent, parts) => {
    local.fault(`iam:${operation}`, { kind: 'deny' });
    const { iam, unread } = readOf(await reader.read({ needs: [], roleNames: ['agent', 'other'] }));
    expect(Object.keys(iam?.RoleDetailList?.[0] ?? {})).not.toContain(absent);
    expect(unread?.slice(0, 1)).toEqual(parts.map((part) => ({ part, error: 'AccessDenied' })));
  });

  it('of a policy is that policy’s alone', async () => {
    local.fault('iam:GetPolicy', { kind: 'deny', times: 1 });
    const { iam, unread } = readOf(await reader.read({ needs: [], roleNames: ['agent', 'other'] }));
    expect([iam?.Policies?.length, unread?.length]).toEqual([2, 1]);
    expect(unread?.[0]?.part).toMatch(/^iam\.Policies\.arn:aws:iam::/);
  });
});

describe('a guardrail that is enforced', () => {
  const ownArn = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/growneddddd1';
  const foreignArn = 'arn:aws:bedrock:us-east-1:444455556666:guardrail/grcentral001';
  const guardrails = [
    { guardrailId: 'growneddddd1', guardrailArn: ownArn, version: '1' },
    { guardrailId: 'growneddddd1', guardrailArn: ownArn, version: '2' },
    { guardrailId: 'grcentral001', guardrailArn: foreignArn, version: '1' },
  ];
  const enforced = ([guardrailArn, guardrailVersion]: readonly [string, string]) => ({
    guardrailArn,
    guardrailVersion,
  });
  const named = { guardrailIdentifier: 'growneddddd1', guardrailVersion: '1' };
  const guarded = (list: readonly (readonly [string, string])[]): Snapshot => ({
    ...account,
    agents: [{ ...agent, agent: { ...agent.agent, guardrailConfiguration: named }, versions: [], aliases: [] }],
    bedrock: { ...account.bedrock, guardrails, enforcedGuardrails: list.map(enforced) },
  });
  const versionsOf = ({ bedrock }: Snapshot) =>
    bedrock?.guardrails?.map((guardrail) => `${guardrail.guardrailId} ${(guardrail as { version?: string }).version}`);

  it.each([
    ['by nobody: the agent’s own is read', [], ['growneddddd1 1']],
    ['and that the agent names as well is read once', [[ownArn, '1']], ['growneddddd1 1']],
    ['in another version', [[ownArn, '2']], ['growneddddd1 1', 'growneddddd1 2']],
    [
      'twice',
      [
        [foreignArn, '1'],
        [foreignArn, '1'],
      ],
      ['growneddddd1 1', 'grcentral001 1'],
    ],
  ] as const)('%s', async (_, list, expected) => {
    local.replaceSnapshot(guarded(list));
    const read = await reader.read({ needs: EVERYTHING });
    expect([versionsOf(read), readOf(read).unread]).toEqual([expected, []]);
    expect(asked('bedrock:GetGuardrail')).toBe(expected.length);
  });

  it('by another account that does not share it is unread', async () => {
    const part = 'bedrock.guardrails.grcentral001';
    const unread = [{ part, error: 'AccessDeniedException' }];
    local.replaceSnapshot({ ...guarded([[foreignArn, '1']]), unread });
    const read = await reader.read({ needs: EVERYTHING });
    expect([versionsOf(read), readOf(read).unread]).toEqual([['growneddddd1 1'], unread]);
  });
});

describe('what passes', () => {
  it.each(['throttle', 'fail'] as const)('is asked again: %s', async (kind) => {
    // Few calls: after a throttling error the SDK spreads the next ones over seconds.
    const flows = (account.flows ?? []).map((flow) => ({ ...flow, versions: [], aliases: [] }));
    local.replaceSnapshot({ ...account, agents: [], knowledgeBases: [], flows });
    local.fault('bedrock-agent:GetFlow', { kind, times: 1 });
    local.fault('iam:GetAccountAuthorizationDetails', { kind, times: 1 });
    const read = readOf(await reader.read({ needs: [] }));
    expect([read.flows, read.iam, read.unread]).toEqual([flows, account.iam, []]);
  });

  it('but an internal error that stays is a part that was not read', async () => {
    await local.close();
    local = await startLocalAccount(account);
    local.fault('bedrock-agent:ListFlows', { kind: 'fail' });
    const aws = { ...awsOf(local.endpoint), maxAttempts: 2 };
    const impatient = buildAccountReader({ ...account, partition: 'aws', aws, now: () => now });
    const { unread } = readOf(await impatient.readWorkloads());
    expect(unread).toEqual([{ part: 'flows', error: 'InternalServerException' }]);
  });
});

describe('what hangs', () => {
  beforeEach(async () => {
    await local.close();
    local = await startLocalAccount(account);
  });

  it('is given up and asked again', async () => {
    local.fault('bedrock-agent:ListFlows', { kind: 'hang', times: 1 });
    const aws = { ...awsOf(local.endpoint), requestTimeout: 100 };
    const patient = buildAccountReader({ ...account, partition: 'aws', aws, now: () => now });
    const { flows, unread } = readOf(await patient.readWorkloads());
    expect([flows, unread]).toEqual([account.flows, []]);
  });

  it('is unread when the time is over, and what was answered is not', async () => {
    local.fault('bedrock-agent:ListFlows', { kind: 'hang' });
    const aws = awsOf(local.endpoint);
    const hurried = buildAccountReader({ ...account, partition: 'aws', aws, now: () => now, patience: () => 2000 });
    const { knowledgeBases, unread } = readOf(await hurried.readWorkloads());
    expect([knowledgeBases, unread]).toEqual([account.knowledgeBases, [{ part: 'flows', error: 'TimeoutError' }]]);
  });

  it('and nothing is asked when no time is left', async () => {
    const aws = awsOf(local.endpoint);
    const late = buildAccountReader({ ...account, partition: 'aws', aws, now: () => now, patience: () => 0 });
    const { unread } = readOf(await late.readWorkloads());
    expect(unread?.map(({ error }) => error)).toEqual(['TimeoutError', 'TimeoutError', 'TimeoutError']);
    expect(local.requests).toEqual([]);
  });
});

it('expired credentials end it with one line', async () => {
  local.fault('*', { kind: 'expired' });
  await expect(reader.read({ needs: EVERYTHING })).rejects.toThrow(
    'The security token included in the request is expired: ExpiredTokenException: renew the AWS credentials and run it again',
  );
});

it('a use-case form that was not submitted is known not to be', async () => {
  local.replaceSnapshot({ ...account, bedrock: { ...account.bedrock, useCaseForModelAccess: { submitted: false } } });
  const { bedrock } = await reader.read({ needs: EVERYTHING });
  expect(bedrock?.useCaseForModelAccess).toEqual({ submitted: false });
});

const noModels = {
  foundationModels: {},
  modelAvailability: {},
  inferenceProfiles: [],
  provisionedModels: [],
  guardrails: [],
  enforcedGuardrails: [],
  useCaseForModelAccess: { submitted: true },
};

function without<Key extends keyof NonNullable<Snapshot['bedrock']>>(bedrock: Snapshot['bedrock'], key: Key) {
  const { [key]: _, ...rest } = bedrock ?? {};
  return rest;
}

function refusal(operation: string): string {
  return operation.startsWith('iam:') ? 'AccessDenied' : 'AccessDeniedException';
}

function byPart(left: { readonly part: string }, right: { readonly part: string }): number {
  return left.part < right.part ? -1 : 1;
}

function valueAt(entry: unknown, path: string): unknown {
  const [list = '', version, part] = path.split('.');
  const value = (entry as Record<string, unknown> | undefined)?.[list];
  if (version === undefined) return value;
  const found = (value as { agentVersion: { version: string } }[]).find(
    ({ agentVersion }) => agentVersion.version === version,
  );
  return part === undefined ? found : (found as Record<string, unknown> | undefined)?.[part];
}
