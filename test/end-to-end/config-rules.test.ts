import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgentEntry, ManagedPolicyDetail, RoleDetail, Snapshot } from '../../functions/workload/snapshot.ts';
import { type MonitoredAccount, monitorAccount } from './monitored-account.ts';
import { account as sample, temporaryFolder, withRole } from './sample.ts';

const folder = temporaryFolder();
const ADMINISTRATOR = { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
const OWN_POLICY = `arn:aws:iam::${sample.accountId}:policy/orders`;
const ORDERS = 'orders-agent-role';

const ownPolicy = (Action: string): ManagedPolicyDetail => ({
  PolicyName: 'orders',
  Arn: OWN_POLICY,
  DefaultVersionId: 'v1',
  PolicyVersionList: [
    {
      VersionId: 'v1',
      IsDefaultVersion: true,
      Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
    },
  ],
});

const withPolicy = (snapshot: Snapshot, policy: ManagedPolicyDetail): Snapshot => ({
  ...snapshot,
  iam: {
    ...snapshot.iam,
    Policies: [...(snapshot.iam?.Policies ?? []).filter(({ Arn }) => Arn !== policy.Arn), policy],
  },
});

/** The sample account, in which the orders role also has a policy of its own. */
const account = withPolicy(
  withRole(sample, ORDERS, (role) => ({
    ...role,
    AttachedManagedPolicies: [{ PolicyName: 'orders', PolicyArn: OWN_POLICY }],
  })),
  ownPolicy('bedrock:ListFoundationModels'),
);

const roleOf = (snapshot: Snapshot, name: string): RoleDetail => {
  const role = snapshot.iam?.RoleDetailList?.find(({ RoleName }) => RoleName === name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role;
};

const isOf = (name: string) => (entry: AgentEntry) => entry.agent.agentResourceRoleArn === roleOf(account, name).Arn;
const withoutRole = (snapshot: Snapshot, name: string): Snapshot => ({
  ...snapshot,
  iam: {
    ...snapshot.iam,
    RoleDetailList: (snapshot.iam?.RoleDetailList ?? []).filter(({ RoleName }) => RoleName !== name),
  },
});

let monitored: MonitoredAccount;

beforeAll(async () => {
  monitored = await monitorAccount(account, folder.path, { MOST_EVALUATIONS: '0' });
}, 240_000);
afterAll(async () => {
  await monitored?.close();
  folder.remove();
});

const ok = (results: readonly { readonly ok: boolean }[]) => results.filter((result) => !result.ok);

async function expectTruth(): Promise<void> {
  expect(monitored.stored()).toEqual(await monitored.audited());
}

describe('what AWS Config shows is what a fresh audit says', { timeout: 240_000 }, () => {
  beforeEach(async () => {
    monitored.become(account);
    expect(ok(await monitored.sweep())).toEqual([]);
  });

  it('after the first sweep', expectTruth);

  it('after a role was created, for an agent that was there before it', async () => {
    const before = withoutRole(account, ORDERS);
    monitored.become(before);
    expect(ok(await monitored.roleChanged(roleOf(account, ORDERS), { status: 'ResourceDeleted' }))).toEqual([]);
    await expectTruth();
    monitored.become(account);
    expect(ok(await monitored.roleChanged(roleOf(account, ORDERS), { status: 'ResourceDiscovered' }))).toEqual([]);
    await expectTruth();
  });

  it('after a policy was attached to a role, whole or oversized', async () => {
    const attached = withRole(account, ORDERS, (role) => ({ ...role, AttachedManagedPolicies: [ADMINISTRATOR] }));
    monitored.become(attached);
    const captureTime = monitored.now();
    expect(ok(await monitored.roleChanged(roleOf(attached, ORDERS), { oversized: true, captureTime }))).toEqual([]);
    await expectTruth();
    monitored.become(account);
    expect(ok(await monitored.roleChanged(roleOf(account, ORDERS)))).toEqual([]);
    await expectTruth();
  });

  it('after a customer managed policy was changed', async () => {
    const wide = withPolicy(account, ownPolicy('bedrock:*'));
    monitored.become(wide);
    expect(ok(await monitored.policyChanged(ownPolicy('bedrock:*')))).toEqual([]);
    await expectTruth();
    expect(monitored.stored()['agent-role-least-privilege']?.[roleOf(account, ORDERS).RoleId]).toBe('NON_COMPLIANT');
  });

  it('after an agent took another model: people are told at once, AWS Config follows with the sweep', async () => {
    const [agent] = (account.agents ?? []).filter(isOf(ORDERS));
    const model = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
    const changed: Snapshot = {
      ...account,
      agents: (account.agents ?? []).map((entry) =>
        entry === agent ? { ...entry, agent: { ...entry.agent, foundationModel: model } } : entry,
      ),
    };
    const told = monitored.aws.published.length;
    monitored.become(changed);
    const event = (eventName: string) => ({
      eventSource: 'bedrock.amazonaws.com',
      eventName,
      eventID: eventName,
      requestParameters: { agentId: agent?.agent.agentId },
    });
    expect(await monitored.workloadChanged(event('UpdateAgent'), event('PrepareAgent'))).toEqual({
      ok: true,
      value: { batchItemFailures: [] },
    });
    expect(monitored.aws.published.slice(told).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('Non-compliant after UpdateAgent: orders-agent-role: '),
    ]);
    expect(await monitored.workloadChanged(event('PrepareAgent'))).toMatchObject({ ok: true });
    expect(monitored.aws.published.length).toBe(told + 1);
    expect(ok(await monitored.sweep())).toEqual([]);
    await expectTruth();
  });

  it('after an agent was deleted: its role is no agent’s role any more', async () => {
    monitored.become({ ...account, agents: (account.agents ?? []).filter((entry) => !isOf(ORDERS)(entry)) });
    expect(ok(await monitored.sweep())).toEqual([]);
    await expectTruth();
    const { RoleId } = roleOf(account, ORDERS);
    expect(Object.values(monitored.stored()).filter((results) => RoleId in results)).toEqual([]);
  });

  it('after a knowledge base was deleted', async () => {
    const [base] = account.knowledgeBases ?? [];
    const arn = base?.knowledgeBase.knowledgeBaseArn ?? '';
    monitored.become({ ...account, knowledgeBases: (account.knowledgeBases ?? []).slice(1) });
    const deleted = await monitored.resourceChanged(
      { type: 'AWS::Bedrock::KnowledgeBase', arn },
      { status: 'ResourceDeleted' },
    );
    expect([arn === '', ok(deleted)]).toEqual([false, []]);
    await expectTruth();
  });

  it('after deliveries came twice, and in the wrong order', async () => {
    const attached = withRole(account, ORDERS, (role) => ({ ...role, AttachedManagedPolicies: [ADMINISTRATOR] }));
    monitored.become(attached);
    const earlier = monitored.now();
    monitored.become(account);
    for (let twice = 0; twice < 2; twice += 1) await monitored.roleChanged(roleOf(account, ORDERS));
    await monitored.roleChanged(roleOf(attached, ORDERS), { captureTime: earlier });
    await expectTruth();
  });

  it('after PutEvaluations was throttled, and took a part only', async () => {
    const attached = withRole(account, ORDERS, (role) => ({ ...role, AttachedManagedPolicies: [ADMINISTRATOR] }));
    const { RoleId } = roleOf(account, ORDERS);
    monitored.become(attached);
    const undoThrottle = monitored.aws.fault('config:PutEvaluations', { kind: 'throttle', times: 2 });
    const undoFailure = monitored.aws.failEvaluations(({ resourceId }) => {
      if (resourceId !== RoleId) return false;
      undoFailure();
      return true;
    });
    expect(ok(await monitored.sweep())).toEqual([]);
    undoThrottle();
    await expectTruth();
  });

  it('after PutEvaluations failed for good and the invocation was tried again', async () => {
    const attached = withRole(account, ORDERS, (role) => ({ ...role, AttachedManagedPolicies: [ADMINISTRATOR] }));
    const { RoleId } = roleOf(account, ORDERS);
    monitored.become(attached);
    const undo = monitored.aws.failEvaluations(({ resourceId }) => resourceId === RoleId);
    const failed = ok(await monitored.roleChanged(roleOf(attached, ORDERS)));
    expect(failed.length).toBe(15);
    undo();
    expect(ok(await monitored.roleChanged(roleOf(attached, ORDERS)))).toEqual([]);
    await expectTruth();
  });

  it('and a sweep that finds nothing new sends nothing', async () => {
    const { requests } = monitored.aws;
    const last = requests.at(-1);
    expect(ok(await monitored.sweep())).toEqual([]);
    const calls = requests
      .slice(last === undefined ? 0 : requests.lastIndexOf(last) + 1)
      .filter(({ operation }) => operation === 'PutEvaluations');
    expect(calls.length).toBe(15);
    expect(
      monitored.aws.evaluations.every(
        ({ orderingTimestamp }) => orderingTimestamp < Date.parse(monitored.now()) / 1000,
      ),
    ).toBe(true);
  });
});
