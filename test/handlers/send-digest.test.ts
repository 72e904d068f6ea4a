import { describe, expect, it } from 'vitest';
import type { AlertMessage } from '../../functions/adapters/alert-message.ts';
import type { ConfigRuleInUse } from '../../functions/adapters/config-rules-in-use.ts';
import type { Incident } from '../../functions/alerts/incidents/incident.ts';
import { type DigestServices, sendDigest } from '../../functions/handlers/send-digest.ts';
import type { RuleException } from '../../functions/rules/exceptions/exception.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { formMissing, incidentOf } from '../alerts/alert-samples.ts';
import { noAgentCore } from '../workload/no-agent-core.ts';

const RULE = 'agent-role-trust-limits-source';
const ARN = 'arn:aws:iam::111122223333:role/agent';

/** One role that trusts Amazon Bedrock whatever it asks for; `limited`: for its account only. */
function accountOf(isLimited = false): Snapshot {
  const limit = { StringEquals: { 'aws:SourceAccount': '111122223333' } };
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: 'sts:AssumeRole',
    ...(isLimited && {
      Condition: { ...limit, ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:111122223333:agent/AGENT00001' } },
    }),
  };
  return {
    format: 'bedrock-warden/snapshot/1',
    takenAt: '2026-11-22T07:00:00Z',
    accountId: '111122223333',
    region: 'us-east-1',
    iam: {
      RoleDetailList: [
        {
          RoleName: 'agent',
          RoleId: 'AROAAGENT00000000001',
          Arn: ARN,
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
          RolePolicyList: [],
          AttachedManagedPolicies: [],
        },
      ],
      Policies: [],
    },
    agents: [
      {
        agent: { agentId: 'AGENT00001', agentName: 'a', agentResourceRoleArn: ARN },
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
}

function accountWithoutAgents(): Snapshot {
  const { agents, ...rest } = accountOf(true);
  return rest;
}

const exceptionUntil = (until: string): RuleException => ({
  rule: RULE,
  role: 'agent',
  owner: 'orders-team',
  reason: 'moves in January',
  until,
  source: 'a file',
});

interface World {
  readonly account?: Snapshot;
  readonly incidents?: readonly Incident[];
  readonly exceptions?: readonly RuleException[];
  readonly tellsAllClear?: boolean;
  readonly configRules?: readonly ConfigRuleInUse[];
}

const oneRule: readonly ConfigRuleInUse[] = [
  { configRuleName: `bedrock-warden-${RULE}`, ruleId: RULE, parameters: {} },
];

async function digestOf({
  account = accountOf(true),
  incidents = [],
  exceptions = [],
  tellsAllClear = false,
  configRules = oneRule,
}: World) {
  const published: AlertMessage[] = [];
  const services: DigestServices = {
    readers: [
      { accountId: '111122223333', region: 'us-east-1', readWorkloads: async () => account, read: async () => account },
    ],
    readIncidents: async () => incidents,
    readExceptions: async () => exceptions,
    readConfigRules: async () => configRules,
    publish: async (message) => void published.push(message),
    log: () => {},
    now: () => Date.parse('2026-11-22T07:00:03Z'),
    tellsAllClear,
  };
  await sendDigest(services);
  return published.map(({ subject, body }) => ({ subject, email: JSON.parse(body).email as string }));
}

describe('a digest', () => {
  it.each<[name: string, world: World, subjects: readonly string[]]>([
    ['with nothing to say is none', {}, []],
    [
      'with nothing to say tells that each week',
      { tellsAllClear: true },
      ['Digest of 2026-11-22, account 111122223333: all clear, no denial and no finding is open'],
    ],
    ['of a role', { account: accountOf() }, ['Digest of 2026-11-22, account 111122223333: 1 non-compliant role']],
    [
      'of an incident',
      { incidents: [incidentOf(formMissing)] },
      ['Digest of 2026-11-22, account 111122223333: 1 unresolved incident'],
    ],
    ['of an incident that is resolved is none', { incidents: [incidentOf(formMissing, { state: 'resolved' })] }, []],
    [
      'of an exception that ends soon',
      { account: accountOf(), exceptions: [exceptionUntil('2026-12-22')] },
      ['Digest of 2026-11-22, account 111122223333: 1 exception ending soon'],
    ],
    ['of one that does not is none', { account: accountOf(), exceptions: [exceptionUntil('2026-12-23')] }, []],
    [
      'says what was not decided',
      {
        account: {
          ...accountOf(true),
          iam: { RoleDetailList: [], Policies: [] },
          unread: [{ part: 'iam', error: 'TimeoutError' }],
        },
      },
      [expect.stringMatching(/^Digest of 2026-11-22, account 111122223333: \d questions? without an answer$/)],
    ],
    [
      'says that workloads may be hidden, and is never all clear then',
      {
        account: { ...accountWithoutAgents(), unread: [{ part: 'agents', error: 'AccessDeniedException' }] },
        tellsAllClear: true,
      },
      ['Digest of 2026-11-22, account 111122223333: 1 question without an answer'],
    ],
    [
      'says that one agent of many was not read',
      { account: { ...accountOf(), unread: [{ part: 'agents.AGENT00002', error: 'TimeoutError' }] } },
      ['Digest of 2026-11-22, account 111122223333: 1 non-compliant role, 1 question without an answer'],
    ],
    [
      'asks every rule where AWS Config has none',
      { account: accountOf(), configRules: [] },
      [expect.stringMatching(/^Digest of 2026-11-22, account 111122223333: 1 non-compliant role/)],
    ],
  ])('%s', async (_name, world, subjects) => {
    expect((await digestOf(world)).map(({ subject }) => subject)).toEqual(subjects);
  });

  it('reads well', async () => {
    const muted = { by: 'ada', why: 'load test', at: '2026-11-21T10:00:00Z', until: '2026-12-01T00:00:00Z' };
    const incidents = [incidentOf(formMissing, { id: 'b', state: 'muted', muted }), incidentOf(formMissing)];
    const [digest] = await digestOf({ account: accountOf(), incidents });
    await expect(digest?.email).toMatchFileSnapshot('../fixtures/handlers/digest.txt');
  });
});
