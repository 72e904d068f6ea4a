import { afterEach, describe, expect, it } from 'vitest';
import type { SlackThread } from '../../functions/adapters/deliveries.ts';
import { buildPost, waitAskedFor } from '../../functions/adapters/http-post.ts';
import type { Patience } from '../../functions/adapters/post-patiently.ts';
import { botIn, postAsSlackBot } from '../../functions/adapters/slack-bot.ts';
import { postToSlackWebhook } from '../../functions/adapters/slack-webhook.ts';
import { buildTokenBucket } from '../../functions/adapters/token-bucket.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { slackMessage, slackPlainMessage } from '../../functions/alerts/slack-message.ts';
import { samples } from '../alerts/alert-samples.ts';
import { type ReceiverAnswer, startSlackReceiver } from './slack-receiver.ts';

const alert = samples['denial-new'] as Alert;
const persisting = samples['denial-persisting'] as Alert;
const resolved = samples['denial-resolved'] as Alert;

type Receiver = Awaited<ReturnType<typeof startSlackReceiver>>;
let receiver: Receiver | undefined;
afterEach(() => receiver?.close());

/** Time that passes only by waiting; an invocation has 60 seconds. */
function patienceOf(seconds = 60): Patience & { readonly waits: readonly number[] } {
  let time = 1_000_000;
  const end = time + seconds * 1_000;
  const waits: number[] = [];
  const now = () => time;
  const sleep = async (millis: number) => {
    waits.push(millis);
    time += millis;
  };
  const bucket = buildTokenBucket(1, { now, sleep });
  return { now, sleep, waits, post: buildPost(now, 2_000), turn: () => bucket.take(), left: () => end - time };
}

describe('an incoming webhook', () => {
  async function run(answers: readonly ReceiverAnswer[], seconds?: number) {
    receiver = await startSlackReceiver(answers);
    const patience = patienceOf(seconds);
    const outcome = await postToSlackWebhook(`${receiver.url}/services/T/B/secret`, alert, patience).then(
      () => 'delivered',
      (thrown: Error) => thrown.message,
    );
    return { outcome, bodies: receiver.received.map(({ body }) => body), waits: patience.waits };
  }
  const message = slackMessage(alert);

  it.each<[name: string, answers: readonly ReceiverAnswer[], waits: readonly number[]]>([
    ['takes it', [], []],
    ['is asked again when it says', [{ status: 429, headers: { 'retry-after': '7' } }], [7_000]],
    ['is asked again a second later when it does not say', [{ status: 429 }], [1_000]],
    [
      'is asked again ever more rarely while it is broken',
      [{ status: 500 }, { status: 503 }, { status: 502 }],
      [1_000, 2_000, 4_000],
    ],
    ['is asked again when it does not answer', ['hang'], [1_000]],
  ])('%s', async (_, answers, waits) => {
    expect(await run(answers)).toEqual({
      outcome: 'delivered',
      bodies: Array(answers.length + 1).fill(message),
      waits,
    });
  });

  it.each(['invalid_blocks', 'msg_blocks_too_long'])('that answers %s gets plain text', async (body) => {
    expect(await run([{ status: 400, body }])).toEqual({
      outcome: 'delivered',
      bodies: [message, slackPlainMessage(alert)],
      waits: [1_000],
    });
  });

  it.each<[name: string, answers: readonly ReceiverAnswer[], outcome: string, posts: number]>([
    [
      'is archived',
      [{ status: 410, body: 'channel_is_archived' }],
      'the message was not taken: 410: channel_is_archived',
      1,
    ],
    ['is no more', [{ status: 404, body: 'no_service' }], 'the message was not taken: 404: no_service', 1],
    [
      'sends elsewhere',
      [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
      'the message was not taken: 302: ',
      1,
    ],
    [
      'wants to wait longer than there is time',
      [{ status: 429, body: 'later', headers: { 'retry-after': '600' } }],
      'the message was not taken: 429: later',
      1,
    ],
    [
      'refuses plain text too',
      [
        { status: 400, body: 'invalid_blocks' },
        { status: 400, body: 'no_text' },
      ],
      'the message was not taken: 400: no_text',
      2,
    ],
  ])('that %s fails', async (_, answers, outcome, posts) => {
    const result = await run(answers);
    expect([result.outcome, result.bodies.length]).toEqual([outcome, posts]);
  });

  it('that stays broken fails when the time is over', async () => {
    const { outcome, waits } = await run(Array(20).fill({ status: 500, body: 'x' }), 20);
    expect([outcome, waits]).toEqual(['the message was not taken: 500: x', [1_000, 2_000, 4_000, 8_000]]);
  });

  it('that cannot be reached is named by a code only', async () => {
    const outcome = await postToSlackWebhook('http://127.0.0.1:1/services/secret', alert, patienceOf(1)).catch(
      (thrown: Error) => thrown.message,
    );
    expect(outcome).toMatch(/^the message was not taken: unreachable: (ECONNREFUSED|bad port|TypeError)$/);
  });
});

describe('one message a second', () => {
  it('and the next waits its turn', async () => {
    receiver = await startSlackReceiver();
    const patience = patienceOf();
    for (let index = 0; index < 4; index += 1) await postToSlackWebhook(receiver.url, alert, patience);
    expect(patience.waits).toEqual([1_000, 1_000, 1_000]);
  });
});

describe('a bot', () => {
  const ok = { status: 200, body: { ok: true, ts: '1.1', channel: 'C1' } };
  const error = (code: string) => ({ status: 200, body: { ok: false, error: code } });

  async function run(told: Alert, answers: readonly ReceiverAnswer[], root?: SlackThread, channel = 'C1') {
    receiver = await startSlackReceiver(answers);
    const kept: [string, SlackThread][] = [];
    const threads = {
      readThread: async () => root,
      keepThread: async (thread: string, where: SlackThread) => void kept.push([thread, where]),
    };
    const bot = { token: 'xoxb-made-up', channel, api: receiver.url };
    const outcome = await postAsSlackBot(bot, told, threads, patienceOf()).then(
      () => 'delivered',
      (thrown: Error) => thrown.message,
    );
    const calls = receiver.received.map(({ path, body: { text: _, blocks, ...where } }) => [
      path,
      where,
      Array.isArray(blocks) && blocks.length > 0,
    ]);
    return { outcome, calls, kept };
  }
  const root: SlackThread = { channel: 'C1', ts: '1.0', isOver: false };
  const alone = { channel: 'C1', unfurl_links: false };
  const reply = { ...alone, thread_ts: '1.0' };

  it('starts a thread', async () => {
    expect(await run(alert, [ok])).toEqual({
      outcome: 'delivered',
      calls: [['/chat.postMessage', alone, true]],
      kept: [[alert.thread, { channel: 'C1', ts: '1.1', isOver: false }]],
    });
    expect(receiver?.received[0]?.headers.authorization).toBe('Bearer xoxb-made-up');
  });

  it('is believed when Slack repeats the whole message', async () => {
    const repeated = { ok: true, ts: '1.1', channel: 'C1', message: { text: 'x'.repeat(40_000) } };
    const { outcome, calls } = await run(alert, [{ status: 200, body: repeated }]);
    expect([outcome, calls.length]).toEqual(['delivered', 1]);
  });

  it('answers in the thread, and shows it in the channel', async () => {
    expect(await run(persisting, [ok], root)).toEqual({
      outcome: 'delivered',
      calls: [['/chat.postMessage', { ...reply, reply_broadcast: true }, true]],
      kept: [],
    });
  });

  it('changes the first message when it is over, then answers in the thread', async () => {
    expect(await run(resolved, [ok, ok], root)).toEqual({
      outcome: 'delivered',
      calls: [
        ['/chat.update', { ...alone, ts: '1.0' }, true],
        ['/chat.postMessage', { ...reply, reply_broadcast: false }, true],
      ],
      kept: [[resolved.thread, { ...root, isOver: true }]],
    });
  });

  it('changes it back when it is denied again', async () => {
    const { calls, kept } = await run(persisting, [ok, ok], { ...root, isOver: true });
    expect([calls.map(([path]) => path), kept]).toEqual([
      ['/chat.update', '/chat.postMessage'],
      [[persisting.thread, root]],
    ]);
  });

  it('starts anew when the first message is no more', async () => {
    expect(await run(resolved, [error('message_not_found'), error('thread_not_found'), ok], root)).toEqual({
      outcome: 'delivered',
      calls: [
        ['/chat.update', { ...alone, ts: '1.0' }, true],
        ['/chat.postMessage', { ...reply, reply_broadcast: false }, true],
        ['/chat.postMessage', alone, true],
      ],
      kept: [[resolved.thread, { channel: 'C1', ts: '1.1', isOver: true }]],
    });
  });

  it('starts anew in the channel that the secret names by now', async () => {
    const moved = { status: 200, body: { ok: true, ts: '2.1', channel: 'C0000000002' } };
    expect(await run(persisting, [moved], { ...root, channel: 'C0000000001' }, 'C0000000002')).toEqual({
      outcome: 'delivered',
      calls: [['/chat.postMessage', { ...alone, channel: 'C0000000002' }, true]],
      kept: [[persisting.thread, { channel: 'C0000000002', ts: '2.1', isOver: false }]],
    });
  });

  it('goes on in the thread where the secret has a name for the channel', async () => {
    const { calls } = await run(persisting, [ok], { ...root, channel: 'C0000000001' }, '#alerts');
    expect(calls).toEqual([['/chat.postMessage', { ...reply, channel: 'C0000000001', reply_broadcast: true }, true]]);
  });

  it.each(['is_archived', 'not_in_channel', 'restricted_action'])(
    'starts anew when the thread takes nothing: %s',
    async (code) => {
      const { outcome, calls } = await run(persisting, [error(code), ok], root, '#alerts');
      expect([outcome, calls.at(-1)]).toEqual([
        'delivered',
        ['/chat.postMessage', { ...alone, channel: '#alerts' }, true],
      ]);
    },
  );

  it('answers in the thread although its first message may not be changed', async () => {
    const { outcome, calls, kept } = await run(resolved, [error('missing_scope'), ok], root);
    expect([outcome, calls.map(([path]) => path), kept]).toEqual([
      'delivered',
      ['/chat.update', '/chat.postMessage'],
      [],
    ]);
  });

  it('fails when neither the thread nor the channel takes it', async () => {
    const { outcome, calls } = await run(persisting, [error('token_revoked'), error('token_revoked')], root);
    expect([outcome, calls.length]).toEqual(['the message was not taken: 200: token_revoked', 2]);
  });

  it('sends plain text when the blocks are refused', async () => {
    const { outcome, calls } = await run(alert, [error('invalid_blocks'), ok]);
    expect([outcome, calls.map(([, , hasBlocks]) => hasBlocks)]).toEqual(['delivered', [true, false]]);
  });

  it.each([
    ['a busy Slack', error('ratelimited')],
    ['a broken Slack', error('internal_error')],
    ['too many at once', { status: 429, headers: { 'retry-after': '3' } }],
  ])('tries again: %s', async (_, answer) => {
    const { outcome, calls } = await run(alert, [answer, ok]);
    expect([outcome, calls.length]).toEqual(['delivered', 2]);
  });

  it.each(['invalid_auth', 'not_in_channel', 'channel_not_found'])('fails on %s', async (code) => {
    expect((await run(alert, [error(code)])).outcome).toBe(`the message was not taken: 200: ${code}`);
  });
});

describe('the bot of a secret', () => {
  const secret = { botToken: 'xoxb-made-up', channel: 'C1' };

  it.each([
    ['is on slack.com', secret, { token: 'xoxb-made-up', channel: 'C1', api: 'https://slack.com/api' }],
    [
      'is elsewhere',
      { ...secret, apiUrl: 'https://slack-gov.com/api' },
      { token: 'xoxb-made-up', channel: 'C1', api: 'https://slack-gov.com/api' },
    ],
    ['is none', { webhookUrl: 'https://hooks.slack.com/x' }, undefined],
  ])('%s', (_, fields, bot) => {
    expect(botIn(fields)).toEqual(bot);
  });

  it.each([
    [{ botToken: 'xoxb-made-up' }, 'the secret has a botToken, and no channel to post to'],
    [{ ...secret, apiUrl: 'http://slack.example/api' }, "the secret's field apiUrl is no https address"],
  ])('is refused: %j', (fields, complaint) => {
    expect(() => botIn(fields)).toThrow(complaint);
  });
});

it.each([
  [null, undefined],
  ['30', 30_000],
  ['0', 0],
  ['1.5', 1_500],
  ['99999999999', 99_999_999_999_000],
  ['Sun, 22 Nov 2026 10:00:10 GMT', 10_000],
  ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
])('Retry-After: %s', (header, millis) => {
  expect(waitAskedFor(header, Date.parse('2026-11-22T10:00:00Z'))).toBe(millis);
});
