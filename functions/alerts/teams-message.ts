import type { Alert, AlertSection } from './alert.ts';
import { isOver } from './alert.ts';
import { shortened } from './plain-text.ts';

/** Bytes: a message of a Teams workflow may have 28 KB, and what is not an element takes its part. */
const MOST_BYTES = 22_000;
const LONGEST_LINE = 1_500;

type CardElement = Readonly<Record<string, unknown>>;

const COLORS = { critical: 'Attention', high: 'Attention', medium: 'Warning', low: 'Default' } as const;

/**
 * An alert as an Adaptive Card, in the envelope that a Teams workflow ("When a Teams webhook request is received") expects.
 * Every text is a TextRun, which Teams shows as it is; a TextBlock would read it as Markdown, with links and all.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
 */
export function teamsMessage(alert: Alert) {
  let left = MOST_BYTES;
  const body: CardElement[] = [
    richText([
      { text: alert.subject, weight: 'Bolder', size: 'Medium', color: isOver(alert) ? 'Good' : COLORS[alert.severity] },
    ]),
  ];
  const lines = [...alert.sections.flatMap(sectionLines), ...silenceLines(alert)];
  for (const line of lines) {
    const element = richText([line]);
    left -= bytesOf(element);
    if (left < 0) {
      body.push(richText([{ text: `Shortened. All of it: ${alert.more}`, isSubtle: true }]));
      break;
    }
    body.push(element);
  }
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body,
          ...(alert.links.length > 0 && {
            actions: alert.links.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
          }),
        },
      },
    ],
  };
}

const bytesOf = (element: CardElement): number => new TextEncoder().encode(JSON.stringify(element)).length + 1;

interface TextRun {
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Medium';
  readonly fontType?: 'Monospace';
  readonly color?: string;
  readonly isSubtle?: true;
}

const richText = (runs: readonly TextRun[]): CardElement => ({
  type: 'RichTextBlock',
  inlines: runs.map((run) => ({ type: 'TextRun', ...run })),
});

const sectionLines = ({ title, lines, code }: AlertSection): readonly TextRun[] => [
  { text: title, weight: 'Bolder' },
  ...lines.map((line) => ({ text: shortened(line, LONGEST_LINE) })),
  ...(code === undefined ? [] : [{ text: code, fontType: 'Monospace' as const }]),
];

const silenceLines = ({ silence }: Alert): readonly TextRun[] =>
  silence.length === 0
    ? []
    : [
        { text: 'How to silence it', weight: 'Bolder' },
        ...silence.map((command) => ({ text: command, fontType: 'Monospace' as const })),
      ];
