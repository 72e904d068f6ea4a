import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildIncidentStore } from '../../functions/adapters/incident-store.ts';
import { buildComplianceLedger } from '../../functions/adapters/told-compliance.ts';
import type { ToldCompliance } from '../../functions/alerts/compliance-told.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { formMissing, incidentOf } from '../alerts/alert-samples.ts';
import { SNAPSHOT } from '../local-account/account-under-test.ts';
import { awsOf } from './account-under-test.ts';

const TABLE = 'bedrock-warden-incidents';
let local: LocalAccount;

beforeAll(async () => {
  local = await startLocalAccount(SNAPSHOT);
  await local.createIncidentsTable(TABLE);
});
afterAll(() => local.close());

const ledger = () => buildComplianceLedger(TABLE, awsOf(local.endpoint), () => Date.parse('2026-11-22T10:00:00Z'));

it('keeps what was told, and of two that write at once lets one', async () => {
  const first: ToldCompliance = {
    resourceId: 'AROAAGENT00000000001',
    rules: { 'agent-role-not-shared': { at: '2026-11-22T10:00:00.000Z', thread: 't', isConfirmed: true } },
    version: 1,
    pending: { alertId: 'a', thread: 't', nonCompliant: ['agent-role-not-shared'], over: [], heldUntil: 'then' },
  };
  expect(await ledger().read(first.resourceId)).toBe(undefined);
  expect([await ledger().write(first), await ledger().write(first)]).toEqual([true, false]);
  expect(await ledger().read(first.resourceId)).toEqual(first);
  const { pending, ...told } = first;
  expect(await ledger().write({ ...told, rules: {}, version: 2 })).toBe(true);
  expect([await ledger().write({ ...told, version: 2 }), await ledger().read(first.resourceId)]).toEqual([
    false,
    { ...told, rules: {}, version: 2 },
  ]);
});

it('keeps whether changes wait', async () => {
  expect(await ledger().readSettling()).toBe(undefined);
  const settling = { version: 1, waiting: { since: 1, until: 2 }, alone: [] };
  expect([await ledger().writeSettling(settling), await ledger().writeSettling(settling)]).toEqual([true, false]);
  expect(await ledger().readSettling()).toEqual(settling);
  expect(await ledger().writeSettling({ version: 2, alone: [3] })).toBe(true);
  expect(await ledger().readSettling()).toEqual({ version: 2, alone: [3] });
});

it('lists what was told and is not over, and nothing else of the table', async () => {
  const open = { resourceId: 'open', rules: { r: { at: '2026-11-22T10:00:00.000Z', thread: 't', isConfirmed: true } } };
  const pending = { alertId: 'a', thread: 't', nonCompliant: [], over: ['r'], heldUntil: 'then' };
  await ledger().write({ ...open, version: 1 });
  await ledger().write({ resourceId: 'untold', rules: {}, version: 1, pending });
  await ledger().write({ resourceId: 'over', rules: {}, version: 1 });
  await buildIncidentStore(TABLE, awsOf(local.endpoint), Date.now).write(incidentOf(formMissing));
  const listed = async () => (await ledger().list()).toSorted((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
  expect(await listed()).toEqual([
    { ...open, version: 1 },
    { resourceId: 'untold', rules: {}, version: 1, pending },
  ]);
  await ledger().write({ ...open, rules: {}, version: 2 });
  expect((await listed()).map(({ resourceId }) => resourceId)).toEqual(['untold']);
  expect(await buildIncidentStore(TABLE, awsOf(local.endpoint), Date.now).list()).toHaveLength(1);
});
