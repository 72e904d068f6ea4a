import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildAccountReader } from '../../functions/adapters/account-reader.ts';
import { buildIncidentStore } from '../../functions/adapters/incident-store.ts';
import { INCIDENT_TABLE, widerEvidenceAndDenials } from '../../functions/adapters/wider-evidence.ts';
import type { Incident } from '../../functions/alerts/incidents/incident.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import rule from '../../functions/rules/agent-role-no-open-denials.ts';
import { evaluateRoles } from '../../functions/rules/evaluation.ts';
import { mergeAgentRoles } from '../../functions/workload/merge-agent-roles.ts';
import { awsOf, role } from './account-under-test.ts';
import { wideAccount } from './wide-account.ts';

let local: LocalAccount;

beforeEach(async () => {
  local = await startLocalAccount(wideAccount);
});
afterEach(() => local.close());

const now = () => Date.parse('2026-11-22T10:00:00Z');

const incident: Incident = {
  id: 'a1b2c3d4e5f60718293a',
  accountId: '111122223333',
  region: 'us-east-1',
  roleArn: role.Arn,
  roleName: role.RoleName,
  workload: null,
  action: 'bedrock:InvokeModel',
  resource: 'arn:aws:bedrock:*::foundation-model/m',
  cause: 'IDENTITY_POLICY_MISSING_ACTION',
  certainty: 'proven',
  summary: 'No identity policy allows it.',
  severity: 'high',
  state: 'open',
  firstSeen: '2026-11-22T03:04:09.000Z',
  lastSeen: '2026-11-22T09:30:00.000Z',
  count: 7,
  countAtLastAlert: 1,
  diagnosedAt: '2026-11-22T09:20:00.000Z',
  lastEventId: 'e',
  version: 1,
};
const word = { by: 'ada', why: 'ticket 7', at: '2026-11-22T09:00:00.000Z' };

async function keep(...incidents: readonly Incident[]): Promise<void> {
  await local.createIncidentsTable(INCIDENT_TABLE);
  const store = buildIncidentStore(INCIDENT_TABLE, awsOf(local.endpoint), now);
  for (const each of incidents) await store.write(each);
}

async function read() {
  const reader = buildAccountReader({
    ...wideAccount,
    partition: 'aws',
    aws: { ...awsOf(local.endpoint), maxAttempts: 1 },
    now,
    wider: widerEvidenceAndDenials(INCIDENT_TABLE),
  });
  return reader.read({ needs: rule.needs });
}

async function complianceOf(name: string) {
  const { roles } = mergeAgentRoles([await read()]);
  const judged = roles.filter((each) => each.name === name);
  return evaluateRoles(judged, [rule]).map(({ outcome }) => outcome.complianceType);
}

describe('the open denials', () => {
  it.each<[name: string, changes: Partial<Incident>, denials: readonly object[]]>([
    ['of a role', {}, [{ state: 'open', roleArn: role.Arn, cause: 'IDENTITY_POLICY_MISSING_ACTION' }]],
    ['of a role that is known by its name', { roleArn: null }, [{ roleArn: role.Arn }]],
    ['of nobody known', { roleArn: null, roleName: null }, []],
    [
      'without a cause or an action',
      { cause: null, action: null },
      [{ cause: 'unknown', action: 'a call without a name' }],
    ],
    ['that somebody repairs', { state: 'acknowledged', acknowledged: word }, [{ by: 'ada', reason: 'ticket 7' }]],
    [
      'that are muted',
      { state: 'muted', muted: { ...word, until: '2026-12-01T00:00:00.000Z' } },
      [{ state: 'muted', by: 'ada' }],
    ],
    ['that are over', { state: 'resolved', resolved: word }, []],
  ])('%s', async (_name, changes, denials) => {
    await keep({ ...incident, ...changes });
    expect((await read()).openDenials).toMatchObject(denials);
  });

  it('are absent where no table is, which is no gap', async () => {
    const { openDenials, unread = [] } = await read();
    expect([openDenials, unread.filter(({ part }) => part === 'openDenials')]).toEqual([undefined, []]);
    expect(await complianceOf(role.RoleName)).toEqual(['NOT_APPLICABLE']);
  });

  it('that were refused are a gap', async () => {
    await keep(incident);
    local.fault('dynamodb:Query', { kind: 'deny' });
    const { openDenials, unread = [] } = await read();
    expect([openDenials, unread.find(({ part }) => part === 'openDenials')?.error]).toEqual([
      undefined,
      'AccessDeniedException',
    ]);
    expect(await complianceOf(role.RoleName)).toEqual(['INSUFFICIENT_DATA']);
  });

  it('make the role non-compliant until they are resolved', async () => {
    await keep(incident);
    expect(await complianceOf(role.RoleName)).toEqual(['NON_COMPLIANT']);
    const store = buildIncidentStore(INCIDENT_TABLE, awsOf(local.endpoint), now);
    await store.write({ ...incident, version: 2, state: 'resolved', resolved: word });
    expect(await complianceOf(role.RoleName)).toEqual(['COMPLIANT']);
  });
});
