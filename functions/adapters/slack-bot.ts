import { type Alert, isOver } from '../alerts/alert.ts';
import { slackMessage, slackPlainMessage } from '../alerts/slack-message.ts';
import type { Deliveries, SlackThread } from './deliveries.ts';
import type { PostAnswer } from './http-post.ts';
import { addressIn, type SecretFields } from './notifier-secret.ts';
import { NotDelivered, type Patience, postPatiently } from './post-patiently.ts';
import { BLOCKS_REFUSED } from './slack-webhook.ts';

export interface SlackBot {
  readonly token: string;
  /** Its id; a name works for messages, and not for updates. */
  readonly channel: string;
  /** `https://slack.com/api`, or that of another Slack. */
  readonly api: string;
}

/**
 * The bot that a secret names; undefined where it names none.
 *
 * @throws Error when it names half of one
 */
export function botIn(secret: SecretFields): SlackBot | undefined {
  const { botToken: token, channel, apiUrl } = secret;
  if (token === undefined) return undefined;
  if (channel === undefined) throw new Error('the secret has a botToken, and no channel to post to');
  return { token, channel, api: apiUrl === undefined ? 'https://slack.com/api' : addressIn(secret, 'apiUrl') };
}

/** Slack answers 200 to everything, and tells in the body. */
interface SlackAnswer {
  readonly ok?: boolean;
  readonly error?: string;
  readonly ts?: string;
  readonly channel?: string;
}

const BUSY = /^(ratelimited|rate_limited|internal_error|fatal_error|service_unavailable|request_timeout)$/;

/**
 * Posts an alert as a bot: the first of an incident starts a thread, later ones answer in it, and are shown in the channel too
 * unless all is well again. Then, and when it comes back, the first message is changed in place.
 *
 * @throws NotDelivered when Slack does not take it in time, or not at all
 */
export async function postAsSlackBot(
  bot: SlackBot,
  alert: Alert,
  deliveries: Pick<Deliveries, 'readThread' | 'keepThread'>,
  patience: Patience,
): Promise<void> {
  const over = isOver(alert);
  const kept = await deliveries.readThread(alert.thread);
  const root = kept !== undefined && isIn(kept, bot) ? kept : undefined;
  // The update first: it can be done twice, a message cannot.
  if (root !== undefined && root.isOver !== over) await update(root, over);
  const reply = root && { channel: root.channel, thread_ts: root.ts, reply_broadcast: !over };
  const answered = reply && (await send('chat.postMessage', reply));
  if (answered?.ok === true) return;
  // The thread is gone, or closed, or its channel is: whatever it is, the alert is told.
  const posted = await send('chat.postMessage', { channel: bot.channel });
  if (posted.ok !== true) throw refused(posted);
  if (posted.ts !== undefined)
    await deliveries.keepThread(alert.thread, {
      channel: posted.channel ?? bot.channel,
      ts: posted.ts,
      isOver: over,
    });

  async function update({ channel, ts }: SlackThread, nowOver: boolean): Promise<void> {
    const changed = await send('chat.update', { channel, ts });
    if (changed.ok === true) await deliveries.keepThread(alert.thread, { channel, ts, isOver: nowOver });
  }

  async function send(method: string, where: object): Promise<SlackAnswer> {
    const first = await call(method, { ...where, ...slackMessage(alert), unfurl_links: false });
    if (first.ok === true || !BLOCKS_REFUSED.test(first.error ?? '')) return first;
    // An empty list takes the blocks of an updated message away.
    return call(method, { ...where, ...slackPlainMessage(alert), blocks: [], unfurl_links: false });
  }

  function refused({ error }: SlackAnswer): NotDelivered {
    return new NotDelivered({ status: 200, body: error ?? 'no reason' }, { url: bot.api });
  }

  async function call(method: string, body: object): Promise<SlackAnswer> {
    const headers = { authorization: `Bearer ${bot.token}` };
    const answer = await postPatiently({ url: `${bot.api}/${method}`, headers, body }, patience, (each) =>
      BUSY.test(answerIn(each).error ?? ''),
    );
    return answer.status === 200 ? answerIn(answer) : { ok: false, error: `HTTP ${answer.status}` };
  }
}

function answerIn({ body }: PostAnswer): SlackAnswer {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The secret may name another channel by now; of a channel's name nobody knows its id. */
const isIn = ({ channel }: SlackThread, bot: SlackBot): boolean =>
  channel === bot.channel || !/^[CGD][A-Z0-9]{8,}$/.test(bot.channel);
