import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDeliveries } from '../../functions/adapters/deliveries.ts';

/** It has no types of its own. */
const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

const TABLE = 'bedrock-warden-incidents';
let server: Server;
let aws: {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
};

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  aws = {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'made', secretAccessKey: 'up' },
  };
  await new DynamoDBClient(aws).send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function deliveriesAt(channel: string) {
  const clock = { time: Date.parse('2026-11-22T10:00:00Z') };
  return { clock, deliveries: buildDeliveries(TABLE, channel, aws, () => clock.time) };
}

describe('an alert', () => {
  it('is delivered once', async () => {
    const { deliveries } = deliveriesAt('once');
    const first = await deliveries.claim('a', 'one');
    await deliveries.confirm('a');
    expect([first, await deliveries.claim('a', 'one'), await deliveries.claim('a', 'two')]).toEqual([
      'ours',
      'done',
      'done',
    ]);
  });

  it('that another invocation delivers is left to it', async () => {
    const { deliveries } = deliveriesAt('elsewhere');
    expect([await deliveries.claim('a', 'one'), await deliveries.claim('a', 'two')]).toEqual(['ours', 'elsewhere']);
  });

  it('that an invocation left is taken over by its retry', async () => {
    const { deliveries } = deliveriesAt('retry');
    expect([await deliveries.claim('a', 'one'), await deliveries.claim('a', 'one')]).toEqual(['ours', 'ours']);
  });

  it('that was not taken may be tried by anyone', async () => {
    const { deliveries } = deliveriesAt('release');
    await deliveries.claim('a', 'one');
    await deliveries.release('a', 'one');
    expect(await deliveries.claim('a', 'two')).toBe('ours');
  });

  it('that nobody delivered in a quarter of an hour is taken over by anyone', async () => {
    const { deliveries, clock } = deliveriesAt('lease');
    await deliveries.claim('a', 'one');
    clock.time += 900_001;
    expect(await deliveries.claim('a', 'two')).toBe('ours');
  });

  it('is delivered to each channel', async () => {
    const claims = ['slack', 'webhook'].map((channel) => deliveriesAt(channel).deliveries.claim('a', 'one'));
    expect(await Promise.all(claims)).toEqual(['ours', 'ours']);
  });

  it('goes to one of many that claim it at once', async () => {
    const { deliveries } = deliveriesAt('race');
    const claims = await Promise.all(Array.from({ length: 20 }, (_, owner) => deliveries.claim('a', `${owner}`)));
    expect(claims.filter((claim) => claim === 'ours')).toEqual(['ours']);
  });
});

it('a thread is found again', async () => {
  const { deliveries } = deliveriesAt('slack');
  const root = { channel: 'C1', ts: '1.0', isOver: false };
  const before = await deliveries.readThread('incident/one');
  await deliveries.keepThread('incident/one', root);
  expect([before, await deliveries.readThread('incident/one')]).toEqual([undefined, root]);
});
