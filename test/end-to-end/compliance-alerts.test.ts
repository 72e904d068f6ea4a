import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { otherRole, role, account as sample } from '../adapters/account-under-test.ts';
import { formMissing, incidentOf } from '../alerts/alert-samples.ts';
import { noAgentCore } from '../workload/no-agent-core.ts';
import { temporaryFolder, withRole } from './sample.ts';
import { buildTellingBundles, type ToldAccount, toldAccount } from './told-account.ts';

const RULE = 'agent-role-trust-limits-source';
const MINUTE = 60_000;

const limitedTrust = {
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'bedrock.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:111122223333:agent/AGENT00001' },
        },
      },
    ],
  },
};

/** The roles trust Amazon Bedrock for their own account and agents only. */
const mended = [role, otherRole].reduce(
  (snapshot, { RoleName }) => withRole(snapshot, RoleName, (held) => ({ ...held, ...limitedTrust })),
  sample,
);

const folder = temporaryFolder();
let account: ToldAccount;

beforeAll(async () => {
  await buildTellingBundles(folder.path);
});
afterAll(() => folder.remove());
beforeEach(async () => {
  account = await toldAccount(sample, folder.path, RULE);
});
afterEach(() => account?.close());

const told = () => account.told().map(({ kind, reason }) => [kind, reason]);

describe('compliance-change, as Lambda runs it', () => {
  beforeEach(() => account.ledger.writeSettling({ version: 1, alone: [] }));

  it('tells once that a role became non-compliant, and once that it is compliant again', async () => {
    await account.evaluated(role.RoleId, 'NON_COMPLIANT');
    await account.evaluated(role.RoleId, 'NON_COMPLIANT');
    await account.drain();
    await account.evaluated(role.RoleId, 'NON_COMPLIANT');
    await account.drain();
    expect([told(), account.waiting()]).toEqual([[['compliance', 'non-compliant']], 0]);
    expect(JSON.stringify(account.told()[0]?.sections)).toContain('aws:SourceAccount');
    account.aws.replaceSnapshot(mended);
    await account.evaluated(role.RoleId, 'COMPLIANT');
    await account.drain();
    expect(told()).toEqual([
      ['compliance', 'non-compliant'],
      ['compliance', 'compliant'],
    ]);
    const [first, second] = account.told();
    expect(second?.thread).toBe(first?.thread);
  });

  it('says nothing of what is in order by now', async () => {
    account.aws.replaceSnapshot(mended);
    await account.evaluated(role.RoleId, 'NON_COMPLIANT');
    await account.drain();
    expect([told(), account.waiting()]).toEqual([[], 0]);
  });

  it('loses nothing while the topic is throttled', { timeout: 60_000 }, async () => {
    const undo = account.aws.fault('sns:Publish', { kind: 'throttle', times: 3 });
    await account.evaluated(role.RoleId, 'NON_COMPLIANT');
    await account.drain();
    undo();
    expect(told()).toEqual([['compliance', 'non-compliant']]);
  });

  it('lets what it cannot read end as a dead letter, and nothing else with it', async () => {
    await account.evaluated(role.RoleId, 'NON_COMPLIANT');
    account.sendText('no JSON');
    for (let round = 0; round < 6; round += 1) await account.drain();
    expect([told(), account.deadLetters(), account.waiting()]).toEqual([
      [['compliance', 'non-compliant']],
      ['no JSON'],
      0,
    ]);
  });
});

describe('compliance-change after the first deployment', () => {
  it('waits, and tells when nothing changed for a while', async () => {
    await account.evaluated(role.RoleId, 'NON_COMPLIANT');
    await account.drain();
    account.tick();
    await account.drain();
    expect(told()).toEqual([]);
    const { version, alone } = (await account.ledger.readSettling()) ?? { version: 0, alone: [] };
    const since = Date.now() - 20 * MINUTE;
    const waiting = { since, until: since + 15 * MINUTE };
    expect(await account.ledger.writeSettling({ version: version + 1, alone, waiting })).toBe(true);
    account.tick();
    await account.drain();
    account.tick();
    await account.drain();
    expect([told(), account.waiting()]).toEqual([[['compliance', 'non-compliant']], 0]);
  });
});

describe('digest, as Lambda runs it', () => {
  it('tells what is open: roles and incidents', async () => {
    await account.incidents.write(incidentOf(formMissing));
    expect(await account.digest('daily')).toEqual({ ok: true, value: null });
    expect(told()).toEqual([['digest', 'scheduled']]);
    const text = JSON.stringify(account.told()[0]);
    // The account refuses its lists of AgentCore's resources.
    expect(
      [RULE, incidentOf(formMissing).id, 'agentCore.runtimes was not read'].filter((part) => !text.includes(part)),
    ).toEqual([]);
  });

  it.each([
    ['weekly', [['digest', 'scheduled']]],
    ['daily', []],
  ] as const)('%s, when nothing is open', async (schedule, expected) => {
    account.aws.replaceSnapshot({ ...mended, agentCore: noAgentCore });
    expect(await account.digest(schedule)).toEqual({ ok: true, value: null });
    expect(told()).toEqual(expected);
  });
});
