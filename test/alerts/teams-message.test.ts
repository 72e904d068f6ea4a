import { describe, expect, it } from 'vitest';
import { teamsMessage } from '../../functions/alerts/teams-message.ts';
import { samples } from './alert-samples.ts';
import { hostileAlert, hugeAlert } from './hostile-alert.ts';
import { HOSTILE } from './hostile-text.ts';

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
const MOST_BYTES = 28_000;

const alerts = [
  ...Object.entries(samples),
  ...HOSTILE.flatMap((text) => [
    [`hostile ${text.slice(0, 30)}`, hostileAlert(text)] as const,
    [`huge ${text.slice(0, 30)}`, hugeAlert(text, 12)] as const,
  ]),
];

describe.each(alerts)('%s', (_, alert) => {
  const message = teamsMessage(alert);
  const [{ content }] = message.attachments as [(typeof message.attachments)[number]];

  it('has room in a message of a workflow', () => {
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('has no element that reads Markdown', () => {
    expect(new Set(content.body.map(({ type }) => type))).toEqual(new Set(['RichTextBlock']));
  });

  it('opens pages of the console only', () => {
    const urls = (content.actions ?? []).map(({ url }) => new URL(url).hostname);
    expect(urls.filter((host) => !host.endsWith('.console.aws.amazon.com'))).toEqual([]);
  });
});
