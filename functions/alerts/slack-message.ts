import type { Alert, AlertSection } from './alert.ts';
import { plainLines, plainText, shortened } from './plain-text.ts';

/** https://docs.slack.dev/reference/block-kit/blocks */
const MOST_BLOCKS = 50;
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3_000;
/** Of all text together; Slack refuses messages somewhat above it. */
const LONGEST_MESSAGE = 12_000;
const MARKS = {
  critical: ':rotating_light:',
  high: ':red_circle:',
  medium: ':large_orange_circle:',
  low: ':white_circle:',
} as const;

type SlackBlock =
  | {
      readonly type: 'header';
      readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: boolean };
    }
  | {
      readonly type: 'section';
      readonly text: { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: boolean };
    };

export interface SlackMessage {
  /** What a notification shows. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/**
 * An alert as a Slack message within Block Kit's limits. Everything from the alert is escaped, so that no name in it is a
 * mention, a link or formatting that hides something.
 */
export function slackMessage(alert: Alert): SlackMessage {
  const header = shortened(plainText(alert.subject), LONGEST_HEADER);
  const blocks: SlackBlock[] = [{ type: 'header', text: { type: 'plain_text', text: header, emoji: false } }];
  const text = shortened(`${MARKS[alert.severity]} ${escaped(plainText(alert.subject))}`, LONGEST_HEADER * 2);
  let left = LONGEST_MESSAGE - header.length - text.length;
  for (const part of alert.sections.flatMap(parts)) {
    if (blocks.length === MOST_BLOCKS - 1 || part.length > left - OMITTED.length) {
      blocks.push(section(OMITTED));
      break;
    }
    blocks.push(section(part));
    left -= part.length;
  }
  return { text, blocks };
}

const OMITTED = '_Shortened: the email has the rest._';

const section = (text: string): SlackBlock => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

/** The texts of one section, each within Slack's limit: its lines, then its code. */
function parts({ title, lines, code }: AlertSection): readonly string[] {
  const texts: string[] = [];
  let text = `*${escaped(plainText(title))}*`;
  for (const line of lines) {
    const next = limited(plainText(line), LONGEST_SECTION - 100);
    if (text.length + next.length + 1 > LONGEST_SECTION) {
      texts.push(text);
      text = next;
    } else text = `${text}\n${next}`;
  }
  texts.push(text);
  if (code === undefined) return texts;
  const block = escaped(plainLines(code));
  // Half a command is worse than none.
  return [
    ...texts,
    block.length + 8 > LONGEST_SECTION || block.includes('```')
      ? '_The command does not fit here: see the email._'
      : `\`\`\`\n${block}\n\`\`\``,
  ];
}

/** Cut before it is escaped, so that no entity is cut in two. */
function limited(line: string, most: number): string {
  let text = escaped(line);
  for (let length = line.length; text.length > most; length -= Math.ceil((text.length - most) / 5))
    text = escaped(shortened(line, length - 1));
  return text;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
