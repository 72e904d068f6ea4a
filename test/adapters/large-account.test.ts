import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildAccountReader, EVERYTHING } from '../../functions/adapters/account-reader.ts';
import { widerEvidence } from '../../functions/adapters/wider-evidence.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { awsOf } from './account-under-test.ts';
import { largeAccount } from './large-account.ts';

let local: LocalAccount;
let throttling: LocalAccount;
let throttled: ReturnType<typeof read>;
const undo: (() => void)[] = [];

beforeAll(async () => {
  [local, throttling] = await Promise.all([startLocalAccount(largeAccount), startLocalAccount(largeAccount)]);
  // After a throttling error the SDK itself waits, for seconds: meanwhile the other tests run.
  for (const operation of THROTTLED) throttling.fault(operation, { kind: 'throttle', times: 1 });
  throttled = read(throttling);
  throttled.catch(() => {});
});
afterEach(() => {
  for (const end of undo.splice(0)) end();
});
afterAll(() => Promise.all([local.close(), throttling.close()]));

/** Time passes only where somebody sleeps. */
function sleepingClock() {
  const clock = {
    time: 0,
    now: () => clock.time,
    sleep: async (millis: number) => {
      clock.time += millis;
    },
  };
  return clock;
}

async function read({ endpoint, requests }: LocalAccount = local) {
  const clock = sleepingClock();
  const reader = buildAccountReader({
    ...largeAccount,
    partition: 'aws',
    aws: awsOf(endpoint),
    now: () => Date.parse('2026-11-22T10:00:00Z'),
    wider: widerEvidence,
    clock,
  });
  const before = requests.length;
  const { unread = [], ...parts } = await reader.read({ needs: EVERYTHING });
  return {
    parts,
    unread: unread.map(({ part, error }) => ({ part, error })),
    requests: requests.slice(before),
    waited: clock.time,
  };
}

function counted(requests: LocalAccount['requests']): Readonly<Record<string, number>> {
  const names = requests.map(({ service, operation }) => `${service}:${operation}`).sort();
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}

/**
 * Ten items are a page of an agents' list, twenty one of an organization's; where there is a second, an empty page lies
 * between the two.
 */
const CALLS: Readonly<Record<string, number>> = {
  'aoss:BatchGetCollection': 1,
  'aoss:GetAccessPolicy': 30,
  'aoss:GetSecurityPolicy': 1,
  'aoss:ListAccessPolicies': 3,
  'aoss:ListSecurityPolicies': 1,
  'bedrock-agent:GetAgent': 120,
  'bedrock-agent:GetAgentActionGroup': 240,
  'bedrock-agent:GetAgentAlias': 360,
  'bedrock-agent:GetAgentVersion': 120,
  'bedrock-agent:GetDataSource': 80,
  'bedrock-agent:GetKnowledgeBase': 40,
  'bedrock-agent:ListAgentActionGroups': 240,
  'bedrock-agent:ListAgentAliases': 120,
  'bedrock-agent:ListAgentKnowledgeBases': 240,
  'bedrock-agent:ListAgents': 13,
  'bedrock-agent:ListDataSources': 40,
  'bedrock-agent:ListFlows': 1,
  'bedrock-agent:ListKnowledgeBases': 5,
  'bedrock-agentcore:GetAgentRuntime': 8,
  'bedrock-agentcore:ListAgentRuntimeEndpoints': 8,
  'bedrock-agentcore:ListAgentRuntimes': 1,
  'bedrock-agentcore:ListBrowsers': 1,
  'bedrock-agentcore:ListCodeInterpreters': 1,
  'bedrock-agentcore:ListEvaluators': 1,
  'bedrock-agentcore:ListGateways': 1,
  'bedrock-agentcore:ListHarnesses': 1,
  'bedrock-agentcore:ListMemories': 1,
  'bedrock-agentcore:ListOnlineEvaluationConfigs': 1,
  'bedrock:GetFoundationModel': 1,
  'bedrock:GetFoundationModelAvailability': 1,
  'bedrock:GetUseCaseForModelAccess': 1,
  'bedrock:ListEnforcedGuardrailsConfiguration': 1,
  'ec2:DescribeVpcEndpoints': 1,
  'iam:GetAccountAuthorizationDetails': 2,
  'lambda:GetPolicy': 5,
  'organizations:DescribeOrganization': 1,
  'organizations:DescribePolicy': 1,
  'organizations:ListParents': 4,
  'organizations:ListPoliciesForTarget': 6,
  'organizations:ListRoots': 2,
  's3:GetBucketEncryption': 3,
  's3:GetBucketPolicy': 3,
};

const THROTTLED = ['bedrock-agent:GetKnowledgeBase', 'lambda:GetPolicy'];

const KINDS = [
  'runtimes',
  'gateways',
  'memories',
  'browsers',
  'codeInterpreters',
  'harnesses',
  'evaluators',
  'onlineEvaluationConfigs',
] as const;

describe('an account of 300 roles, 120 agents and 40 knowledge bases is read whole', () => {
  it('with no more calls than the API forces', async () => {
    const { parts, unread, requests, waited } = await read();
    expect([parts, unread]).toEqual([largeAccount, []]);
    expect(counted(requests)).toEqual(CALLS);
    // 360 aliases at ten a second, of which the first ten begin at once.
    expect(waited).toBeGreaterThanOrEqual(35_000);
  });

  it('although a few calls fail: each is made again', async () => {
    const operations = [
      'bedrock-agent:GetAgentVersion',
      'bedrock-agentcore:GetAgentRuntime',
      'organizations:ListParents',
    ];
    undo.push(...operations.map((operation) => local.fault(operation, { kind: 'fail', times: 2 })));
    const { parts, unread, requests } = await read();
    expect([parts, unread]).toEqual([largeAccount, []]);
    expect(counted(requests)).toEqual(withMore(2, operations));
  });
});

it('a service that refuses is named part by part, and the rest is read', async () => {
  undo.push(local.fault('bedrock-agentcore:*', { kind: 'deny' }));
  const { parts, unread } = await read();
  expect(parts).toEqual({ ...largeAccount, agentCore: {} });
  const refused = KINDS.map((kind) => ({ part: `agentCore.${kind}`, error: 'AccessDeniedException' }));
  expect(new Set(unread)).toEqual(new Set(refused));
});

describe('credentials that expire in the middle', () => {
  it.each(['bedrock-agent:GetAgentAlias', 'aoss:GetAccessPolicy'])(
    'end it with one line, and few more calls: %s',
    async (operation) => {
      undo.push(local.fault(operation, { kind: 'expired' }));
      await expect(read()).rejects.toThrow(
        /^The security token included in the request is expired: ExpiredTokenException: renew the AWS credentials and run it again$/,
      );
      const refused = local.requests.filter(({ errorCode }) => errorCode === 'ExpiredTokenException');
      expect(refused.length).toBeLessThan(40);
    },
  );
});

describe('an account that throttles', () => {
  it('is read whole: each call is made again', async () => {
    const { parts, unread, requests } = await throttled;
    expect([parts, unread]).toEqual([largeAccount, []]);
    expect(counted(requests)).toEqual(withMore(1, THROTTLED));
  }, 20_000);
});

function withMore(times: number, operations: readonly string[]): Readonly<Record<string, number>> {
  const more = operations.map((operation) => [operation, (CALLS[operation] ?? 0) + times]);
  return { ...CALLS, ...Object.fromEntries(more) };
}
