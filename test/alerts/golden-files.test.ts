import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { alertMessage } from '../../functions/adapters/alert-message.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { slackMessage } from '../../functions/alerts/slack-message.ts';
import { teamsMessage } from '../../functions/alerts/teams-message.ts';
import { samples } from './alert-samples.ts';

/** What each channel shows, as files that a reviewer reads like prose. `UPDATE=1` writes them anew. */
const FOLDER = fileURLToPath(new URL('../fixtures/alerts/', import.meta.url));

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const bodies = (alert: Alert): Readonly<Record<string, string>> => JSON.parse(alertMessage(alert).body);

const channels: Readonly<Record<string, (alert: Alert) => string>> = {
  'email.txt': (alert) => {
    const { subject } = alertMessage(alert);
    return `Subject: ${subject}\n\n${bodies(alert).email}`;
  },
  'slack.json': (alert) => json(slackMessage(alert)),
  'amazon-q.json': (alert) => json(JSON.parse(bodies(alert).https ?? '')),
  'teams.json': (alert) => json(teamsMessage(alert)),
  'sqs.json': (alert) =>
    json({ attributes: alertMessage(alert).attributes, body: JSON.parse(bodies(alert).sqs ?? '') }),
};

const cases = Object.entries(samples).flatMap(([name, alert]) =>
  Object.entries(channels).map(([channel, render]) => [`${name}.${channel}`, render(alert)] as const),
);

describe('what people see', () => {
  if (process.env.UPDATE === '1') {
    mkdirSync(FOLDER, { recursive: true });
    for (const [file, text] of cases) writeFileSync(`${FOLDER}${file}`, text);
  }

  it.each(cases)('%s', (file, text) => {
    expect(text).toBe(existsSync(`${FOLDER}${file}`) ? readFileSync(`${FOLDER}${file}`, 'utf8') : '');
  });

  it('has no file that nothing is compared with', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual(cases.map(([file]) => file).toSorted());
  });
});
