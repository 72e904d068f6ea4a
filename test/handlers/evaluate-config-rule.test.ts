import { describe, expect, it } from 'vitest';
import type { AccountReader, AccountRequest } from '../../functions/adapters/account-reader.ts';
import type { ConfigEvaluation, StoredResult } from '../../functions/adapters/config-evaluations.ts';
import type { ConfigurationItem } from '../../functions/adapters/config-event.ts';
import { type ConfigRuleServices, evaluateConfigRule } from '../../functions/handlers/evaluate-config-rule.ts';
import { policyChange, roleChange, scheduledNotification } from '../../functions/local-account/deliveries.ts';
import type { RuleException } from '../../functions/rules/exceptions/exception.ts';
import type { RoleDetail, Snapshot } from '../../functions/workload/snapshot.ts';
import { noAgentCore } from '../workload/no-agent-core.ts';

const ACCOUNT = '111122223333';
const TIME = '2026-11-22T10:00:00.000Z';
const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;

const trust = (condition?: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 'sts:AssumeRole',
      ...(condition !== undefined && { Condition: condition }),
    },
  ],
});
const limited = trust({ StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': AGENT } });

const role: RoleDetail = {
  RoleName: 'agent',
  RoleId: 'AROAAGENT00000000001',
  Arn: `arn:aws:iam::${ACCOUNT}:role/agent`,
  Path: '/',
  AssumeRolePolicyDocument: limited,
  RolePolicyList: [],
  AttachedManagedPolicies: [{ PolicyName: 'Local', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/Local` }],
};
const stranger: RoleDetail = {
  ...role,
  RoleName: 'stranger',
  RoleId: 'AROASTRANGER',
  Arn: `arn:aws:iam::${ACCOUNT}:role/stranger`,
};

const policy = (action: string) => ({
  PolicyName: 'Local',
  Arn: `arn:aws:iam::${ACCOUNT}:policy/Local`,
  DefaultVersionId: 'v1',
  PolicyVersionList: [
    {
      VersionId: 'v1',
      IsDefaultVersion: true,
      Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] },
    },
  ],
});

const account: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  takenAt: TIME,
  accountId: ACCOUNT,
  region: 'us-east-1',
  iam: { RoleDetailList: [role], Policies: [policy('bedrock:InvokeModel')] },
  agents: [
    {
      agent: {
        agentId: 'AGENT00001',
        agentName: 'a',
        agentArn: AGENT,
        agentResourceRoleArn: role.Arn,
        foundationModel: 'amazon.nova-lite-v1:0',
      },
      actionGroups: [],
      knowledgeBases: [],
      collaborators: [],
      versions: [],
      aliases: [],
    },
  ],
  knowledgeBases: [],
  flows: [],
  agentCore: noAgentCore,
  unread: [],
};

interface Run {
  readonly put: readonly ConfigEvaluation[] | undefined;
  readonly thrown: string | undefined;
  readonly asked: readonly AccountRequest[];
  /** What was logged as beyond any retry. */
  readonly undecided: unknown;
  /** What the function had itself invoked with. */
  readonly again: readonly object[];
}

interface World {
  readonly snapshot?: Snapshot;
  /** `refused`: AWS Config would not say. */
  readonly stored?: readonly StoredResult[] | 'refused';
  readonly item?: unknown;
  readonly timeLeft?: number;
  readonly again?: 'refused';
  /** A second Region. */
  readonly elsewhere?: Snapshot;
  readonly exceptions?: readonly RuleException[];
}

/** Runs the function in a world of plain values; a recorded role replaces the one that IAM would answer. */
async function run(event: unknown, world: World = {}): Promise<Run> {
  const { snapshot = account, stored = [], item, timeLeft = 200_000, elsewhere, exceptions = [] } = world;
  const asked: AccountRequest[] = [];
  const again: object[] = [];
  let put: readonly ConfigEvaluation[] | undefined;
  let undecided: unknown;
  const readerOf = (of: Snapshot): AccountReader => ({
    accountId: ACCOUNT,
    region: of.region,
    readWorkloads: async () => of,
    read: async (request) => {
      asked.push(request);
      const { recordedRole } = request;
      if (recordedRole === undefined) return of;
      return { ...of, iam: { ...of.iam, RoleDetailList: [recordedRole] } };
    },
  });
  const services: ConfigRuleServices = {
    readers: [readerOf(snapshot), ...(elsewhere === undefined ? [] : [readerOf(elsewhere)])],
    readConfigurationItem: async (summary) => ({ ...summary, ...(item as ConfigurationItem) }),
    readExceptions: async () => exceptions,
    readStoredResults: async () => {
      if (stored !== 'refused') return stored;
      throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: {} });
    },
    putEvaluations: async (evaluations, token) => {
      if (token === 'token') put = evaluations;
    },
    timeLeft: () => timeLeft,
    invokeAgain: async (next) => {
      if (world.again === 'refused')
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: {} });
      again.push(next);
    },
    log: (code, fields) => {
      if (code === 'UNDECIDED') undecided = fields?.reasons;
    },
  };
  const thrown = await evaluateConfigRule(event, services).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { put, thrown, asked, undecided, again };
}

const invocation = (ruleId: string) => ({
  accountId: ACCOUNT,
  configRuleName: `bedrock-warden-${ruleId}`,
  ruleParameters: { ruleId },
  resultToken: 'token',
});
const LIMITS_SOURCE = invocation('agent-role-trust-limits-source');
const sourceLimits = (changed: RoleDetail) => roleChange({ ...LIMITS_SOURCE, captureTime: TIME, role: changed });

const results = ({ put }: Run) =>
  put?.map(({ ComplianceResourceType: type, ComplianceResourceId: id, ComplianceType, OrderingTimestamp }) => [
    `${type} ${id}`,
    ComplianceType,
    OrderingTimestamp.toISOString(),
  ]);

const ROLE = 'AWS::IAM::Role AROAAGENT00000000001';

describe('a role that changed', () => {
  it('is evaluated', async () => {
    const outcome = await run(sourceLimits(role));
    expect([results(outcome), outcome.thrown]).toEqual([[[ROLE, 'COMPLIANT', TIME]], undefined]);
  });

  it('is evaluated as AWS Config recorded it, not as IAM still answers', async () => {
    const outcome = await run(sourceLimits({ ...role, AssumeRolePolicyDocument: trust() }));
    expect(results(outcome)).toEqual([[ROLE, 'NON_COMPLIANT', TIME]]);
  });

  it('and that no workload uses is not applicable, without a read of IAM', async () => {
    const outcome = await run(sourceLimits(stranger));
    expect([results(outcome), outcome.asked]).toEqual([[['AWS::IAM::Role AROASTRANGER', 'NOT_APPLICABLE', TIME]], []]);
  });

  it.each([
    ['left the scope', { eventLeftScope: true }],
    ['is not recorded any more', { status: 'ResourceNotRecorded' as const }],
    ['was deleted while nothing acted with it', { status: 'ResourceDeleted' as const, role: stranger }],
  ])('and %s is not applicable', async (_, change) => {
    const outcome = await run(roleChange({ ...LIMITS_SOURCE, captureTime: TIME, role, ...change }));
    const { RoleId } = 'role' in change ? change.role : role;
    expect([results(outcome), outcome.thrown, outcome.asked]).toEqual([
      [[`AWS::IAM::Role ${RoleId}`, 'NOT_APPLICABLE', TIME]],
      undefined,
      [],
    ]);
  });

  it('and was deleted under its workload is the role that IAM does not have, whatever IAM still answers', async () => {
    const deleted = roleChange({
      ...invocation('agent-role-trusts-its-service'),
      captureTime: TIME,
      role,
      status: 'ResourceDeleted',
    });
    expect(results(await run(deleted))).toEqual([
      [`AWS::IAM::Role ${role.Arn}`, 'NON_COMPLIANT', TIME],
      [ROLE, 'NOT_APPLICABLE', TIME],
    ]);
  });

  it('and is new puts an end to what was said of it while it was missing', async () => {
    const created = roleChange({ ...LIMITS_SOURCE, captureTime: TIME, role, status: 'ResourceDiscovered' });
    expect(results(await run(created))).toEqual([
      [ROLE, 'COMPLIANT', TIME],
      [`AWS::IAM::Role ${role.Arn}`, 'NOT_APPLICABLE', TIME],
    ]);
  });

  it('and was too large to be sent is fetched', async () => {
    const { item } = parsedItem(sourceLimits({ ...role, AssumeRolePolicyDocument: trust() }));
    const oversized = roleChange({ ...LIMITS_SOURCE, captureTime: TIME, role, oversized: true });
    expect(results(await run(oversized, { item }))).toEqual([[ROLE, 'NON_COMPLIANT', TIME]]);
  });

  it.each(['agents', 'agents.AGENT00009', 'agents.AGENT00009.aliases', 'knowledgeBases.KNOWLEDGE1', 'flows'])(
    'may be used by what was not read: %s',
    async (part) => {
      const outcome = await run(sourceLimits(stranger), {
        snapshot: { ...account, unread: [{ part, error: 'AccessDeniedException' }] },
      });
      expect([outcome.put, outcome.thrown]).toEqual([
        undefined,
        `agent-role-trust-limits-source has no answer in 1 cases: stranger: ${part} was not read (AccessDeniedException)`,
      ]);
    },
  );

  it('may be one of AgentCore, of which a list was not read, only if it trusts AgentCore', async () => {
    const snapshot = { ...account, unread: [{ part: 'agentCore.runtimes', error: 'ThrottlingException' }] };
    const agentCoreTrust = encodeURIComponent(JSON.stringify(trust()).replace('bedrock.', 'bedrock-agentcore.'));
    const trusting = { ...stranger, AssumeRolePolicyDocument: agentCoreTrust };
    expect(results(await run(sourceLimits(stranger), { snapshot }))).toEqual([
      ['AWS::IAM::Role AROASTRANGER', 'NOT_APPLICABLE', TIME],
    ]);
    const { put, thrown } = await run(sourceLimits(trusting), { snapshot });
    expect({ put, thrown }).toEqual({
      put: undefined,
      thrown:
        'agent-role-trust-limits-source has no answer in 1 cases: stranger: agentCore.runtimes was not read (ThrottlingException)',
    });
  });

  const unknownTrust = ['agent: the trust policy of agent was not read'];

  it.each([
    ['is logged when no read failed, for no retry helps', [], undefined, unknownTrust],
    [
      'is logged when a part was left out on purpose',
      [{ part: 'agentCore', error: 'NotSupported' }],
      undefined,
      unknownTrust,
    ],
    [
      'is an error after the report when a read failed',
      [{ part: 'iam.Policies.arn:aws:iam::aws:policy/Some', error: 'ThrottlingException' }],
      'agent-role-trust-limits-source has no answer in 1 cases: agent: the trust policy of agent was not read',
      undefined,
    ],
  ])('and of which evidence is missing %s', async (_, unread, message, logged) => {
    const event = parsedItem(sourceLimits(role));
    const { assumeRolePolicyDocument, ...configuration } = event.item.configuration as Record<string, unknown>;
    const outcome = await run(event.with({ configuration }), { snapshot: { ...account, unread } });
    expect({ put: results(outcome), thrown: outcome.thrown, undecided: outcome.undecided }).toEqual({
      // A result of before is withdrawn: it would go on saying what nobody knows any more.
      put: message === undefined ? [[ROLE, 'NOT_APPLICABLE', TIME]] : undefined,
      thrown: message,
      undecided: logged,
    });
  });
});

describe('a policy that changed', () => {
  it('without a default version in its item is an error, not judged by the text of before', async () => {
    const { PolicyVersionList, ...bare } = policy('bedrock:InvokeModel');
    const outcome = await run(
      policyChange({ ...invocation('agent-role-policies-mean-something'), captureTime: TIME, policy: bare }),
    );
    expect([outcome.put, outcome.thrown]).toEqual([
      undefined,
      'agent-role-policies-mean-something has no answer in 1 cases: Local: its configuration item holds no default version',
    ]);
  });

  const MEANS = invocation('agent-role-policies-mean-something');
  const relationships = [
    { resourceType: 'AWS::IAM::Role', resourceId: role.RoleId, resourceName: 'agent', name: 'Is attached to Role' },
  ];
  const change = (action: string, more: object = { relationships }) =>
    policyChange({ ...MEANS, captureTime: TIME, policy: policy(action), ...more });

  it('changes its roles, with the text that AWS Config recorded', async () => {
    expect(results(await run(change('bedrock:NoSuchAction')))).toEqual([[ROLE, 'NON_COMPLIANT', TIME]]);
  });

  it('and that no agent role uses closes the invocation with no result', async () => {
    const { Policies } = account.iam ?? {};
    const unattached = {
      ...account,
      iam: { RoleDetailList: [{ ...role, AttachedManagedPolicies: [] }], ...(Policies && { Policies }) },
    };
    const outcome = await run(change('bedrock:NoSuchAction', {}), { snapshot: unattached });
    expect([outcome.put, outcome.thrown]).toEqual([[], undefined]);
  });

  it('and serves as a boundary changes the roles that IAM names', async () => {
    const { Policies = [] } = account.iam ?? {};
    const bounded = {
      ...role,
      AttachedManagedPolicies: [],
      PermissionsBoundary: { PermissionsBoundaryArn: policy('').Arn },
    };
    const outcome = await run(change('bedrock:InvokeModel', {}), {
      snapshot: { ...account, iam: { RoleDetailList: [bounded], Policies } },
    });
    expect(results(outcome)?.map(([resource]) => resource)).toEqual([ROLE]);
  });

  it('and whose other role may be the role of what was not read is an error after the report', async () => {
    const [first] = relationships;
    const other = { ...first, resourceId: 'AROAOTHER', resourceName: 'other' };
    const unread = [{ part: 'agents.AGENT00009', error: 'ThrottlingException' }];
    const event = change('bedrock:NoSuchAction', { relationships: [first, other] });
    const outcome = await run(event, { snapshot: { ...account, unread } });
    expect([results(outcome), outcome.thrown]).toEqual([
      [[ROLE, 'NON_COMPLIANT', TIME]],
      'agent-role-policies-mean-something has no answer in 1 cases: Local: agents.AGENT00009 was not read (ThrottlingException)',
    ]);
  });

  it('and was deleted is not applicable', async () => {
    const outcome = await run(change('bedrock:InvokeModel', { status: 'ResourceDeleted' }));
    expect(outcome.put?.map(({ ComplianceType }) => ComplianceType)).toEqual(['NOT_APPLICABLE']);
  });
});

it('a resource of another type is not applicable', async () => {
  const outcome = await run(parsedItem(sourceLimits(role)).with({ resourceType: 'AWS::IAM::User' }));
  expect(results(outcome)).toEqual([['AWS::IAM::User AROAAGENT00000000001', 'NOT_APPLICABLE', TIME]]);
});

describe('a sweep', () => {
  const sweep = scheduledNotification({ ...LIMITS_SOURCE, time: TIME });
  const before = {
    resourceType: 'AWS::IAM::Role',
    complianceType: 'NON_COMPLIANT',
    time: Date.parse(TIME) - 3_600_000,
  };
  const stored = [
    { ...before, resourceId: role.RoleId },
    { ...before, resourceId: 'AROAGONE' },
  ];

  it('evaluates every role and ends the results of those that are gone', async () => {
    const outcome = await run(sweep, { stored });
    expect([results(outcome), outcome.thrown]).toEqual([
      [
        [ROLE, 'COMPLIANT', TIME],
        ['AWS::IAM::Role AROAGONE', 'NOT_APPLICABLE', TIME],
      ],
      undefined,
    ]);
  });

  it('ends nothing and passes nobody when a workload may be hidden, and says so', async () => {
    const unread = [{ part: 'agents.AGENT00009', error: 'ThrottlingException' }];
    const outcome = await run(sweep, { stored, snapshot: { ...account, unread } });
    expect([outcome.put, outcome.thrown]).toEqual([
      undefined,
      'agent-role-trust-limits-source has no answer in 2 cases: agent: agents.AGENT00009 was not read (ThrottlingException); agents.AGENT00009 was not read (ThrottlingException)',
    ]);
  });

  it('still reports what was found when a workload may be hidden', async () => {
    const unread = [{ part: 'agents.AGENT00009', error: 'ThrottlingException' }];
    const open = { ...role, AssumeRolePolicyDocument: trust() };
    const snapshot = { ...account, iam: { ...account.iam, RoleDetailList: [open] }, unread };
    expect(results(await run(sweep, { stored, snapshot }))).toEqual([[ROLE, 'NON_COMPLIANT', TIME]]);
  });

  it('reports what it decided when AWS Config does not say what it holds, then fails', async () => {
    const outcome = await run(sweep, { stored: 'refused' });
    expect([results(outcome), outcome.thrown]).toEqual([
      [[ROLE, 'COMPLIANT', TIME]],
      'agent-role-trust-limits-source has no answer in 1 cases: the results that AWS Config holds were not read (AccessDeniedException)',
    ]);
  });

  it('fails for a policy that does not parse: AWS stores none', async () => {
    const broken = { ...role, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Alow"}]}' };
    const outcome = await run(sweep, { snapshot: { ...account, iam: { ...account.iam, RoleDetailList: [broken] } } });
    expect([outcome.put, outcome.thrown]).toEqual([undefined, expect.stringContaining('trust policy')]);
  });

  it('does not end the result of a role that could not be decided', async () => {
    const { AssumeRolePolicyDocument, ...withoutTrust } = role;
    const snapshot = {
      ...account,
      iam: { ...account.iam, RoleDetailList: [withoutTrust] },
      unread: [{ part: 'iam.RoleDetailList.agent', error: 'ThrottlingException' }],
    };
    const outcome = await run(sweep, { stored: stored.slice(0, 1), snapshot });
    expect([outcome.put, outcome.thrown]).toEqual([
      undefined,
      'agent-role-trust-limits-source has no answer in 1 cases: agent: the trust policy of agent was not read (ThrottlingException)',
    ]);
  });

  it('does not end the results of roles that IAM would not show', async () => {
    const snapshot = {
      ...account,
      iam: { Policies: [] },
      unread: [{ part: 'iam', error: 'AccessDeniedException' }],
    };
    const outcome = await run(sweep, { stored, snapshot });
    expect([outcome.put, outcome.thrown]).toEqual([
      undefined,
      'agent-role-trust-limits-source has no answer in 1 cases: agent: the role agent was not read (AccessDeniedException)',
    ]);
  });

  it('reports only what AWS Config does not hold', async () => {
    const held = { ...before, resourceId: role.RoleId, complianceType: 'COMPLIANT', annotation: 'Compliant.' };
    const same = await run(sweep, { stored: [held] });
    const newer = await run(sweep, {
      stored: [{ ...held, complianceType: 'NON_COMPLIANT', time: Date.parse(TIME) + 1 }],
    });
    expect([same.put, newer.put]).toEqual([[], []]);
  });

  describe('that the time does not suffice for', () => {
    const unread = [{ part: 'agents.AGENT00009', error: 'TimeoutError' }];
    const snapshot = { ...account, unread };

    it('goes on in the next invocation, with the same token', async () => {
      const outcome = await run(sweep, { snapshot, timeLeft: 12_000 });
      expect(outcome).toMatchObject({ put: undefined, thrown: undefined });
      expect(outcome.again).toEqual([{ ...sweep, continuation: { count: 1, state: expect.any(String) } }]);
    });

    it('does not while there is time: then something hung', async () => {
      const outcome = await run(sweep, { snapshot, timeLeft: 100_000 });
      expect([outcome.again, outcome.thrown]).toEqual([[], expect.stringContaining('agents.AGENT00009 was not read')]);
    });

    it('does not for ever', async () => {
      const outcome = await run({ ...sweep, continuation: { count: 14 } }, { snapshot, timeLeft: 12_000 });
      expect([outcome.again, outcome.thrown]).toEqual([[], expect.stringContaining('agents.AGENT00009 was not read')]);
    });

    it('fails when it cannot be invoked again, so that Lambda tries it once more', async () => {
      const outcome = await run(sweep, { snapshot, timeLeft: 12_000, again: 'refused' });
      expect([outcome.put, outcome.thrown]).toEqual([undefined, 'no']);
    });
  });

  it('of an account without agents closes with an empty report', async () => {
    const outcome = await run(sweep, { snapshot: { ...account, agents: [] } });
    expect([outcome.put, outcome.thrown]).toEqual([[], undefined]);
  });
});

describe('a resource of Amazon Bedrock that changed', () => {
  const KNOWLEDGE_BASE = 'KNOWLEDGE1';
  const otherRole: RoleDetail = {
    ...role,
    RoleName: 'other',
    RoleId: 'AROAOTHER',
    Arn: `arn:aws:iam::${ACCOUNT}:role/other`,
    AssumeRolePolicyDocument: trust(),
  };
  const [agent] = account.agents ?? [];
  const world: Snapshot = {
    ...account,
    iam: { ...account.iam, RoleDetailList: [role, otherRole] },
    agents: agent === undefined ? [] : [{ ...agent, knowledgeBases: [{ knowledgeBaseId: KNOWLEDGE_BASE }] }],
    knowledgeBases: [
      {
        knowledgeBase: {
          knowledgeBaseId: KNOWLEDGE_BASE,
          knowledgeBaseArn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/${KNOWLEDGE_BASE}`,
          roleArn: otherRole.Arn,
        },
        dataSources: [],
      },
    ],
  };
  const changed = (change: object) =>
    parsedItem(sourceLimits(role)).with({
      resourceType: 'AWS::Bedrock::KnowledgeBase',
      resourceId: KNOWLEDGE_BASE,
      resourceName: 'kb',
      ARN: `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/${KNOWLEDGE_BASE}`,
      configuration: {},
      ...change,
    });

  it.each<[name: string, change: object]>([
    ['a knowledge base', {}],
    [
      'a data source of it',
      {
        resourceType: 'AWS::Bedrock::DataSource',
        resourceId: `${KNOWLEDGE_BASE}|DATASOURCE`,
        ARN: undefined,
      },
    ],
    [
      'a data source that names it',
      {
        resourceType: 'AWS::Bedrock::DataSource',
        resourceId: 'DATASOURCE',
        ARN: undefined,
        configuration: { KnowledgeBaseId: KNOWLEDGE_BASE },
      },
    ],
  ])('re-evaluates its role and the roles of the agents that use it: %s', async (_, change) => {
    const outcome = await run(changed(change), { snapshot: world });
    expect(results(outcome)).toEqual([
      [ROLE, 'COMPLIANT', TIME],
      ['AWS::IAM::Role AROAOTHER', 'NON_COMPLIANT', TIME],
    ]);
    expect(outcome.asked.map(({ roleNames, since }) => [roleNames, since])).toEqual([
      [['agent', 'other'], Date.parse(TIME)],
    ]);
  });

  it('and that nothing names closes the invocation with no result', async () => {
    const outcome = await run(changed({ resourceId: 'KNOWLEDGE9', ARN: undefined }), { snapshot: world });
    expect([outcome.put, outcome.thrown, outcome.asked]).toEqual([[], undefined, []]);
  });

  it('and was deleted ends the result of the role that served it', async () => {
    const stored = [role.RoleId, otherRole.RoleId].map((resourceId) => ({
      resourceType: 'AWS::IAM::Role',
      resourceId,
      complianceType: 'COMPLIANT',
      time: 0,
    }));
    const outcome = await run(changed({ configurationItemStatus: 'ResourceDeleted', configuration: null }), {
      snapshot: { ...world, knowledgeBases: [] },
      stored,
    });
    expect(results(outcome)).toEqual([
      [ROLE, 'COMPLIANT', TIME],
      [`AWS::Bedrock::KnowledgeBase ${KNOWLEDGE_BASE}`, 'NOT_APPLICABLE', TIME],
      ['AWS::IAM::Role AROAOTHER', 'NOT_APPLICABLE', TIME],
    ]);
  });

  it('ends nothing while a list of workloads is refused', async () => {
    const unread = [{ part: 'flows', error: 'ThrottlingException' }];
    const outcome = await run(changed({ resourceId: 'KNOWLEDGE9', ARN: undefined }), {
      snapshot: { ...world, unread },
    });
    expect([outcome.put, outcome.thrown]).toEqual([
      undefined,
      'agent-role-trust-limits-source has no answer in 1 cases: kb: flows was not read (ThrottlingException)',
    ]);
  });
});

describe('an exception', () => {
  const open = { ...role, AssumeRolePolicyDocument: trust() };
  const exception: RuleException = {
    rule: 'agent-role-trust-limits-source',
    role: 'agent',
    owner: 'team-orders',
    reason: 'migration',
    until: '2026-12-31',
    source: 'exceptions.json, exceptions[0]',
  };
  const tags = [
    {
      key: 'bedrock-warden:exception:agent-role-trust-limits-source',
      value: 'owner=team-orders until=2026-12-31 reason=migration',
    },
  ];

  it.each<[name: string, event: object, world: World]>([
    ['of the deployed file', sourceLimits(open), { exceptions: [exception] }],
    [
      'in the tags of the role',
      parsedItem(sourceLimits(open)).with({
        configuration: { ...(parsedItem(sourceLimits(open)).item.configuration as object), tags },
      }),
      {},
    ],
  ])('%s turns the result', async (_, event, world) => {
    const outcome = await run(event, world);
    expect(results(outcome)).toEqual([[ROLE, 'COMPLIANT', TIME]]);
    expect(outcome.put?.[0]?.Annotation).toContain('2026-12-31');
  });
});

describe('two Regions', () => {
  const [agent] = account.agents ?? [];
  const there = `arn:aws:bedrock:eu-west-1:${ACCOUNT}:agent/AGENT00002`;
  const elsewhere: Snapshot = {
    ...account,
    region: 'eu-west-1',
    agents:
      agent === undefined ? [] : [{ ...agent, agent: { ...agent.agent, agentId: 'AGENT00002', agentArn: there } }],
  };

  it('share a role: it is judged once, with the workloads of both', async () => {
    // The trust policy is limited to the agent of the first Region.
    const trusts = roleChange({ ...invocation('agent-role-trusts-its-service'), captureTime: TIME, role });
    expect([results(await run(trusts)), results(await run(trusts, { elsewhere }))]).toEqual([
      [[ROLE, 'COMPLIANT', TIME]],
      [[ROLE, 'NON_COMPLIANT', TIME]],
    ]);
  });

  it('hide a workload each', async () => {
    const unread = [{ part: 'agents', error: 'ThrottlingException' }];
    const outcome = await run(sourceLimits(role), { elsewhere: { ...elsewhere, agents: [], unread } });
    expect([outcome.put, outcome.thrown]).toEqual([
      undefined,
      expect.stringContaining('agents was not read (ThrottlingException)'),
    ]);
  });
});

describe('an invocation that is not ours', () => {
  it.each([
    ['an unknown rule', { ruleParameters: { ruleId: 'no-such-rule' } }, 'the catalogue has no rule `no-such-rule`'],
    [
      'another account',
      { accountId: '999999999999' },
      'the rule is one of account 999999999999, and this function reads 111122223333; deploy it there',
    ],
  ])('%s is an error, and nothing is reported', async (_, change, message) => {
    const outcome = await run(roleChange({ ...LIMITS_SOURCE, captureTime: TIME, role, ...change }));
    expect([outcome.put, outcome.thrown]).toEqual([undefined, message]);
  });
});

function parsedItem(event: { readonly invokingEvent: string }) {
  const invoking: { readonly configurationItem: ConfigurationItem } = JSON.parse(event.invokingEvent);
  const { configurationItem: item } = invoking;
  return {
    item,
    with: (change: object) => ({
      ...event,
      invokingEvent: JSON.stringify({ ...invoking, configurationItem: { ...item, ...change } }),
    }),
  };
}
