import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIncidentStore, type IncidentStore } from '../../functions/adapters/incident-store.ts';
import { MOST_EVENTS } from '../../functions/adapters/transaction-limit.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { incident } from '../alerts/incidents/incident-samples.ts';
import { account, awsOf } from './account-under-test.ts';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
let local: LocalAccount;
let store: IncidentStore;

beforeAll(async () => {
  local = await startLocalAccount(account);
  await local.createIncidentsTable('incidents');
  const aws = {
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  store = buildIncidentStore('incidents', aws, () => NOW);
});
afterAll(() => local?.close());

const named = (id: string, version = 1) => ({ ...incident, id, version });

/** What becomes of a write of an incident and two events when DynamoDB answers these reasons. */
async function refusedBy(codes: readonly string[]) {
  const server = createServer((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(
      JSON.stringify({
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        Message: 'Transaction cancelled',
        CancellationReasons: codes.map((Code) => ({ Code })),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const aws = { ...awsOf(`http://127.0.0.1:${port}`), maxAttempts: 1 };
  try {
    return await buildIncidentStore('incidents', aws, () => NOW).write(named('x'), ['one', 'two']);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe('an incident', () => {
  it('is read as it was written', async () => {
    expect(await store.write(named('a'), ['e1', 'e2'])).toEqual({ outcome: 'written' });
    expect(await store.read('a')).toEqual(named('a'));
  });

  it('that is not there is undefined, and so is an item of another kind', async () => {
    expect([await store.read('none'), await store.read('event#e1')]).toEqual([undefined, undefined]);
  });

  it('is written over the version before it only', async () => {
    expect(await store.write(named('a', 2), ['e3'])).toEqual({ outcome: 'written' });
    expect(await store.write(named('a', 2), ['e4'])).toEqual({ outcome: 'changed' });
    expect(await store.write(named('a', 1), ['e4'])).toEqual({ outcome: 'changed' });
    expect(await store.write(named('never', 2), ['e4'])).toEqual({ outcome: 'changed' });
    expect(await store.write(named('a', 3), ['e4'])).toEqual({ outcome: 'written' });
  });

  it('is not written when one of its events was counted before, whoever counted it', async () => {
    expect(await store.write(named('b'), ['f1', 'e1', 'e2'])).toEqual({
      outcome: 'counted',
      eventIds: new Set(['e1', 'e2']),
    });
    expect(await store.read('b')).toBeUndefined();
    expect(await store.write(named('b'), ['f1'])).toEqual({ outcome: 'written' });
  });

  it('takes as many events as a transaction holds', async () => {
    const ids = Array.from({ length: MOST_EVENTS }, (_, index) => `many-${index}`);
    expect(await store.write(named('c'), ids)).toEqual({ outcome: 'written' });
    await expect(store.write(named('c', 2), [...ids.map((id) => `${id}+`), 'one-more'])).rejects.toThrow('100');
  });

  it('is listed with the others, the last seen first, and nothing else of the table is', async () => {
    await store.write({ ...named('d'), lastSeen: '2026-11-23T00:00:00.000Z' });
    const [last, ...others] = (await store.list()).map(({ id }) => id);
    expect([last, others.sort()]).toEqual(['d', ['a', 'b', 'c']]);
  });

  it('of a call in a large script fits into an item', async () => {
    const denied = { message: { template: 'absent' }, errorMessage: '\u4e00'.repeat(90_000) };
    const large = { ...named('large'), summary: '\u4e00'.repeat(60_000) };
    expect(await store.write({ ...large, denied })).toEqual({ outcome: 'written' });
    expect(await store.read('large')).toEqual(large);
  });

  it.each(['ThrottlingError', 'ProvisionedThroughputExceeded', 'TransactionConflict'])(
    'of which an item meets %s may be written a moment later',
    async (code) => {
      expect(await refusedBy(['None', code, 'None'])).toEqual({ outcome: 'changed' });
    },
  );

  it.each(['ValidationError', 'ItemCollectionSizeLimitExceeded', 'AccessDenied'])(
    'of which an item meets %s is thrown',
    async (code) => {
      await expect(refusedBy(['None', code, 'None'])).rejects.toThrow('cancelled');
    },
  );

  it('of which some events were counted, and others throttled, is written without them', async () => {
    expect(await refusedBy(['None', 'ThrottlingError', 'ConditionalCheckFailed'])).toEqual({
      outcome: 'counted',
      eventIds: new Set(['two']),
    });
  });

  it('of which one wins: twenty that write one version at once', async () => {
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.write(named('raced'), [`race-${index}`])),
    );
    expect(written.filter(({ outcome }) => outcome === 'written')).toHaveLength(1);
    expect(written.filter(({ outcome }) => outcome === 'changed')).toHaveLength(19);
  });

  it('is no answer while the table refuses', async () => {
    const undo = local.fault('dynamodb:*', { kind: 'throttle' });
    await expect(store.write(named('e'))).rejects.toThrow('Rate exceeded');
    await expect(store.read('e')).rejects.toThrow('Rate exceeded');
    undo();
  });
});
