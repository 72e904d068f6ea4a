import type { Alert, AlertSection } from './alert.ts';
import { bold, codeBlock, codeSpan, cutMarkup, escaped, markup } from './chat-markup.ts';
import { shortened } from './plain-text.ts';
import { severityMark } from './severity-marks.ts';

/** https://docs.slack.dev/reference/block-kit/blocks */
const MOST_BLOCKS = 50;
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3_000;
const LONGEST_LINE = 1_500;
const LONGEST_COMMAND = 500;
/** Within one section. */
const MOST_COMMANDS = 4;
/** Longer ones Slack may cut itself: https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const LONGEST_PLAIN = 3_900;
/** Of all text together; Slack refuses messages somewhat above it (`msg_blocks_too_long`). */
const LONGEST_MESSAGE = 12_000;

type SlackText =
  | { readonly type: 'plain_text'; readonly text: string; readonly emoji: boolean }
  | { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: boolean };

type SlackBlock =
  | { readonly type: 'header'; readonly text: SlackText }
  | { readonly type: 'section'; readonly text: SlackText }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] };

export interface SlackMessage {
  /** What a notification shows, and the whole message where the blocks are refused. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/**
 * An alert as a Slack message within Block Kit's limits. Everything from the alert is escaped, so that no name in it is a
 * mention, a link or formatting that hides something; the links are our own.
 */
export function slackMessage(alert: Alert): SlackMessage {
  const header = shortened(headline(alert.subject), LONGEST_HEADER);
  const text = cutMarkup(`${severityMark(alert)} ${markup(alert.summary)}`, LONGEST_HEADER * 2);
  const tail = [...linksPart(alert), ...silencePart(alert)];
  const status = statusPart(alert);
  const omitted = `_Shortened. All of it:_ ${command(alert.more)}`;
  const sum = (texts: readonly string[]) => texts.reduce((total, part) => total + part.length, 0);
  let left = LONGEST_MESSAGE - sum([header, text, status, omitted, ...tail]);
  const kept: string[] = [];
  for (const part of alert.sections.flatMap((section) => parts(section, alert.more))) {
    if (kept.length + tail.length === MOST_BLOCKS - 3 || part.length > left) {
      kept.push(omitted);
      break;
    }
    kept.push(part);
    left -= part.length;
  }
  return {
    text,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: header, emoji: false } },
      { type: 'context', elements: [mrkdwn(status)] },
      ...[...kept, ...tail].map((part) => ({ type: 'section' as const, text: mrkdwn(part) })),
    ],
  };
}

/** The same alert without blocks, for when Slack takes none. What has no room is left out before where to look. */
export function slackPlainMessage(alert: Alert): { readonly text: string } {
  const lines = alert.sections.flatMap(({ title, lines }) => [bold(title), ...lines.map(markup)]);
  const told = [`${severityMark(alert)} ${markup(alert.subject)}`, ...lines].join('\n');
  const tail = [...linksPart(alert), ...silencePart(alert), `All of it: ${command(alert.more)}`].join('\n');
  return { text: `${cutMarkup(told, LONGEST_PLAIN - tail.length)}\n${tail}` };
}

/** Verbatim: nothing that looks like an address or a channel becomes a link. */
const mrkdwn = (text: string): SlackText => ({ type: 'mrkdwn', text, verbatim: true });

/** Plain text has no escapes, and no mention either; the brackets of one are not shown even so. */
const headline = (subject: string): string => subject.replaceAll('<', '‹').replaceAll('>', '›');

function statusPart(alert: Alert): string {
  const { severity, account, region } = alert.attributes;
  const parts = [
    severity,
    ...(account === undefined ? [] : [`account ${account}`]),
    ...(region === undefined ? [] : [region]),
  ];
  return cutMarkup(`${severityMark(alert)} ${parts.map(markup).join(' · ')}`, LONGEST_COMMAND);
}

const linksPart = ({ links }: Alert): readonly string[] =>
  links.length === 0
    ? []
    : [`*Where to look*\n${links.map(({ label, url }) => `<${escaped(url)}|${escaped(label)}>`).join(' · ')}`];

const silencePart = ({ silence }: Alert): readonly string[] =>
  silence.length === 0 ? [] : [['*How to silence it*', ...silence.slice(0, MOST_COMMANDS).map(command)].join('\n')];

const command = (text: string): string => cutMarkup(codeSpan(text), LONGEST_COMMAND);

/** The texts of one section, each within Slack's limit: its lines, then its code. */
function parts({ title, lines, code }: AlertSection, more: string): readonly string[] {
  const texts: string[] = [];
  let text = bold(title);
  for (const line of lines) {
    const next = cutMarkup(markup(line), LONGEST_LINE);
    if (text.length + next.length + 1 > LONGEST_SECTION) {
      texts.push(text);
      text = next;
    } else text = `${text}\n${next}`;
  }
  texts.push(text);
  if (code === undefined) return texts;
  const block = codeBlock(code);
  const isWhole = block !== undefined && block.length <= LONGEST_SECTION;
  return [...texts, isWhole ? block : `_The command does not fit here. All of it:_ ${command(more)}`];
}
