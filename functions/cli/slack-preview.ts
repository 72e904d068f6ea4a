import { wrapCopyable } from './wrap-text.ts';

/** The part of a Block Kit message that has words in it. */
interface SlackBlocks {
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: { readonly text: string };
    readonly fields?: readonly { readonly text: string }[];
    readonly elements?: readonly unknown[];
  }[];
}

/** A Slack message as a terminal can show it: the same words, without Slack's markup. */
export function slackPreview({ blocks }: SlackBlocks): string {
  return blocks
    .map(({ type, text, fields = [], elements = [] }) => {
      if (type === 'divider') return '─'.repeat(40);
      const texts = [text, ...fields, ...elements.map(textOf)].flatMap((part) => (part === undefined ? [] : part.text));
      return texts
        .map(plain)
        .map(wrapped)
        .join(type === 'context' ? '  ·  ' : '\n');
    })
    .join('\n\n');
}

/** As wide as a chat window shows it; what is to be pasted is left alone. */
function wrapped(text: string): string {
  return text.startsWith('```') ? text : wrapCopyable(text, 96).join('\n');
}

function textOf(element: unknown): { readonly text: string } | undefined {
  if (typeof element !== 'object' || element === null || !('text' in element)) return undefined;
  const { text } = element;
  if (typeof text === 'string') return { text };
  return textOf({ text: undefined, ...(typeof text === 'object' && text !== null ? text : {}) });
}

function plain(mrkdwn: string): string {
  return mrkdwn
    .replace(/<(https?:[^|>]+)\|([^>]+)>/g, '$2 ($1)')
    .replace(/<(https?:[^>]+)>/g, '$1')
    .replace(/(^|\s)\*([^*\n]+)\*(?=\s|$)/gm, '$1$2')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
