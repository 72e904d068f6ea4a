import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BeginningStore, buildBeginningStore } from '../../functions/adapters/incident-beginnings.ts';
import { buildIncidentStore } from '../../functions/adapters/incident-store.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { account, awsOf } from './account-under-test.ts';

const now = () => Date.parse('2026-11-22T10:00:00.000Z');
let local: LocalAccount;
let store: BeginningStore;

beforeAll(async () => {
  local = await startLocalAccount(account);
  await local.createIncidentsTable('incidents');
  store = buildBeginningStore('incidents', { ...awsOf(local.endpoint), maxAttempts: 1 }, now);
});
afterAll(() => local?.close());

const version = (number: number) => ({ actor: 'a', at: { id: '2026-11-22T09:00:00.000Z' }, version: number });

it('what began is read as it was written, over the version before only', async () => {
  expect(await store.read('a')).toEqual({ actor: 'a', at: {}, version: 0 });
  expect([await store.write(version(1)), await store.write(version(1)), await store.write(version(3))]).toEqual([
    true,
    false,
    false,
  ]);
  expect([await store.read('a'), await store.write(version(2))]).toEqual([version(1), true]);
});

it('what began is no incident', async () => {
  const incidents = buildIncidentStore('incidents', awsOf(local.endpoint), now);
  expect([await incidents.list(), await incidents.read('beginnings#a')]).toEqual([[], undefined]);
});

it('a table that refuses is no answer', async () => {
  const undo = local.fault('dynamodb:*', { kind: 'throttle' });
  await expect(store.read('a')).rejects.toThrow('Rate exceeded');
  await expect(store.write(version(3))).rejects.toThrow('Rate exceeded');
  undo();
});
