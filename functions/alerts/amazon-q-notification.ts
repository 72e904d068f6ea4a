import type { Alert, AlertSection } from './alert.ts';
import { bold, codeBlock, codeSpan, cutMarkup, escaped, markup } from './chat-markup.ts';
import { severityMark } from './severity-marks.ts';

/** https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html */
const LONGEST = { title: 250, description: 8_000, nextStep: 350, keyword: 75, summary: 250 } as const;

/** A channel shows the first few; more are a wall. */
const MOST_STEPS = 10;
const MOST_RESOURCES = 5;
const MOST_COMMANDS = 5;

/** The schema of a custom notification. What does not fit it exactly is dropped by Amazon Q without a word. */
export interface AmazonQNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources?: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/**
 * An alert as Amazon Q Developer in chat applications shows it. It subscribes by HTTPS, so this is the topic's `https` body.
 * The text is markup of the chat behind it, Slack or Teams: nothing in it may be taken for a mention or a link.
 */
export function amazonQNotification(alert: Alert): AmazonQNotification {
  const { attributes } = alert;
  const steps = alert.sections.filter(isSteps).flatMap(({ lines }) => lines);
  const resources = alert.sections.flatMap(({ lines }) => lines.flatMap((line) => line.match(/\barn:\S+\w/g) ?? []));
  return {
    version: '1.0',
    source: 'custom',
    id: alert.id,
    content: {
      textType: 'client-markdown',
      title: cutMarkup(`${severityMark(alert)} ${markup(alert.subject)}`, LONGEST.title),
      description: description(alert),
      ...(steps.length > 0 && {
        nextSteps: fitting(steps, alert.more).map((step) => cutMarkup(markup(step), LONGEST.nextStep)),
      }),
      keywords: Object.values(attributes).map((value) => cutMarkup(escaped(value), LONGEST.keyword)),
    },
    metadata: {
      threadId: alert.thread,
      summary: cutMarkup(escaped(alert.summary), LONGEST.summary),
      eventType: `${alert.kind}/${alert.reason}`,
      ...(resources.length > 0 && { relatedResources: [...new Set(resources)].slice(0, MOST_RESOURCES).map(escaped) }),
      additionalContext: Object.fromEntries(
        Object.entries({ alertId: alert.id, ...attributes }).map(([name, value]) => [name, escaped(value)]),
      ),
    },
  };
}

/** Amazon Q has a heading of its own for next steps: what is headed otherwise is told with the rest. */
const isSteps = ({ title }: AlertSection): boolean => title === 'What to do';

const fitting = (steps: readonly string[], more: string): readonly string[] =>
  steps.length <= MOST_STEPS ? steps : [...steps.slice(0, MOST_STEPS - 1), `All of it: \`${more}\``];

/** What fits of it, in its order; what a reader does next (look, silence) always has its room. */
function description({ sections, links, silence, more }: Alert): string {
  const tail = [
    ...links.map(({ label, url }) => `${label}: ${url}`),
    ...(silence.length === 0
      ? []
      : ['To silence it:', ...silence.slice(0, MOST_COMMANDS).map((command) => cutMarkup(codeSpan(command), 500))]),
  ].join('\n');
  const pointer = `All of it: ${cutMarkup(codeSpan(more), 500)}`;
  const kept: string[] = [];
  let left = LONGEST.description - tail.length - pointer.length - 6;
  for (const text of sections.flatMap(texts)) {
    left -= text.length + 2;
    if (left < 0) {
      kept.push(pointer);
      break;
    }
    kept.push(text);
  }
  return [...kept, ...(tail === '' ? [] : [tail])].join('\n\n');
}

const texts = (section: AlertSection): readonly string[] => [
  ...(isSteps(section) ? [] : [paragraph(section)]),
  ...(section.code === undefined ? [] : [codeBlock(section.code) ?? []].flat()),
];

const paragraph = ({ title, lines }: AlertSection): string =>
  [bold(title), ...lines.map((line) => cutMarkup(markup(line), 1_000))].join('\n');
