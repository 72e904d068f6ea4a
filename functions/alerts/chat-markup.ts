/** Marks that Slack's mrkdwn or Teams' markdown would act on: emphasis, emoji, links, headings, quotes, mentions. */
const ACTS = /[*_~|]|\][([:]|:[\w+-]*[a-z+-][\w+-]*:|:\/\/|^www\.|^[@#>]/i;

/** `evil.example` and `evil.example/aws`: Slack makes links of hosts that have no scheme. */
const HOST = /[\w-]\.[a-z][a-z0-9-]*[a-z0-9](?:[/?#:]|$)/i;

/**
 * A line of an alert in the markup of a chat: Slack's mrkdwn, and what Amazon Q hands on to Slack or Teams. What stands between
 * backticks is code there too. A word that would be taken for formatting, an emoji, a link or a mention becomes code, so that an
 * ARN or a pattern is shown, and copied, as it is.
 */
export function markup(line: string): string {
  const parts = line.split('`');
  const isBalanced = parts.length % 2 === 1 && parts.every(isCodeOrBetween);
  if (!isBalanced) return words(line.replaceAll('`', "'"));
  return parts.map((part, index) => (index % 2 === 0 ? words(part) : codeSpan(part))).join('');
}

/** A backtick behind a letter opens no code in Slack, and one before a letter ends none. */
const isCodeOrBetween = (part: string, index: number, { length }: readonly string[]): boolean =>
  index % 2 === 1
    ? part.trim() !== ''
    : (index === 0 || !/^[\w`]/.test(part)) && (index === length - 1 || !/[\w`]$/.test(part));

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A backtick would end it. */
export const codeSpan = (text: string): string => `\`${escaped(text.replaceAll('`', "'"))}\``;

/** Undefined when it would end in the middle: half a command is worse than none. */
export const codeBlock = (code: string): string | undefined =>
  code.includes('```') ? undefined : `\`\`\`\n${escaped(code)}\n\`\`\``;

/** A heading of our own, bold; what is in it stays in it. */
export const bold = (title: string): string => `*${cutMarkup(escaped(title.replace(/[*~`]/g, "'")), LONGEST_TITLE)}*`;

const LONGEST_TITLE = 200;

const words = (text: string): string =>
  text
    .split(' ')
    .map((word) => {
      const bare = word.slice(0, endOf(word));
      return bare !== '' && (ACTS.test(word) || HOST.test(bare))
        ? `${codeSpan(bare)}${word.slice(bare.length)}`
        : escaped(word);
    })
    .join(' ');

/** Where a word ends and its punctuation begins. */
function endOf(word: string): number {
  let end = word.length;
  while (end > 0 && ',.;:)'.includes(word.charAt(end - 1))) end -= 1;
  return end;
}

/**
 * Escaped text of at most so many characters: never half an entity, half a character of two code units, or code without an end.
 *
 * @param most at least 3
 */
export function cutMarkup(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text
    .slice(0, most - 2)
    .replace(/&[^;]*$/, '')
    .replace(/[\ud800-\udbff]$/, '');
  return `${cut}…${cut.split('`').length % 2 === 0 ? '`' : ''}`;
}
