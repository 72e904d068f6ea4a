import { describe, expect, it } from 'vitest';
import { readQueued } from '../../functions/handlers/queued-denials.ts';
import { denial } from './denied-account.ts';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const record = denial('event-1', '2026-11-22T09:59:00Z');
const read = (body: string) =>
  readQueued({ messageId: 'message', body, attributes: { ApproximateReceiveCount: '3' } }, NOW);
const readRecord = (change: object, envelope: object = {}) =>
  read(JSON.stringify({ id: 'delivery', ...envelope, detail: { ...record, ...change } }));

describe('a message of the queue', () => {
  it('is a denial, by its own id and time', () => {
    expect(readRecord({})).toMatchObject({
      messageId: 'message',
      eventId: 'event-1',
      at: '2026-11-22T09:59:00.000Z',
      receives: 3,
      denied: { eventName: 'InvokeModel' },
    });
  });

  it.each<[name: string, change: object, envelope: object, expected: object]>([
    ['an event without an id is known by that of its delivery', { eventID: undefined }, {}, { eventId: 'delivery' }],
    ['without that, by that of its message', { eventID: undefined }, { id: undefined }, { eventId: 'message' }],
    [
      'an id that is no id is known by its hash',
      { eventID: 'a b' },
      {},
      { eventId: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
    [
      'so is one that is too long for a key',
      { eventID: 'x'.repeat(5_000) },
      {},
      { eventId: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
    [
      'an event of tomorrow happened now',
      { eventTime: '2026-11-23T10:00:00Z' },
      {},
      { at: '2026-11-22T10:00:00.000Z' },
    ],
    ['so did one whose time is none', { eventTime: 'yesterday' }, {}, { at: '2026-11-22T10:00:00.000Z' }],
    ['so did one without a time', { eventTime: undefined }, {}, { at: '2026-11-22T10:00:00.000Z' }],
  ])('%s', (_name, change, envelope, expected) => {
    expect(readRecord(change, envelope)).toMatchObject(expected);
  });

  it('may be a bare record', () => {
    expect(read(JSON.stringify(record))).toMatchObject({ eventId: 'event-1' });
  });

  it.each([
    ['no JSON', '{'],
    ['a number', '1'],
    ['nothing', 'null'],
    ['an empty event', '{"detail":{}}'],
    ['a list', '[]'],
  ])('is unreadable when it is %s', (_name, body) => {
    expect(read(body)).toEqual({ unreadable: expect.any(String) });
  });

  it('is ignored when it is no denial', () => {
    expect(readRecord({ errorCode: undefined, errorMessage: undefined })).toEqual({ ignored: 'the call succeeded' });
  });
});
