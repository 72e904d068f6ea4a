import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ran, warden } from './sample.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
let ran: Ran;

beforeAll(async () => {
  ran = await warden(['demo'], { NO_COLOR: '1' });
});

/** What the demo framed under a title that starts so. */
function framed(title: string): string {
  const [, rest = ''] = ran.stdout.split(`┌─ ${title}`);
  const [, ...lines] = rest.split('\n└─')[0]?.split('\n') ?? [];
  return lines.map((line) => line.replace(/^│ ?/, '')).join('\n');
}

const statusOf = (role: string): readonly string[] =>
  ran.stdout
    .split('\n')
    .find((line) => line.startsWith(`│ ${role} `))
    ?.split('│')
    .map((cell) => cell.trim())
    .slice(2, -1) ?? [];

describe('npm start', () => {
  it('runs to its end, and says what it is doing', () => {
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
    const steps = ran.stdout.match(/^\[ *\d+\.\d s\] .+$/gm)?.map((line) => line.replace(/^\[.+?\] /, ''));
    expect(steps).toEqual([
      'Starting an embedded AWS account with seven Bedrock agents (127.0.0.1 only)',
      'Building the Lambda bundles',
      "AWS Config's schedule: one notification for each of the 6 rules",
      'Somebody attaches AdministratorAccess to orders-agent-role: AWS Config delivers the change',
      'support-agent is denied: EventBridge delivers the CloudTrail record',
      'Done',
    ]);
  });

  it('prints the compliance of every agent role', () => {
    expect(statusOf('…Agents_Q7XJ2')).toEqual(['FAIL', 'ok', 'ok', 'ok', 'FAIL', 'FAIL']);
    expect(statusOf('orders-agent-role')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
    expect(statusOf('…KnowledgeBase_orders')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('prints what the role change did', () => {
    expect(statusOf('agent-role-least-privilege')).toEqual([
      'FAIL',
      'The AWS managed policy AdministratorAccess allows every',
    ]);
  });

  it('prints the alert as email and as a Slack message, with the same words', () => {
    const words = (text: string) => text.replace(/```/g, '').split(/\s+/).filter(Boolean);
    expect(words(framed('Email')).slice(0, 40)).toEqual(
      words(framed('Slack').split('\n').slice(2).join('\n')).slice(0, 40),
    );
    expect(framed('Slack')).toContain('USE_CASE_FORM_NOT_SUBMITTED');
  });

  it('prints the alert that the README shows', () => {
    const shown = /<!-- the alert -->\n```text\n([\s\S]*?)\n```/.exec(readme)?.[1];
    expect(shown).toBe(framed('Email'));
  });
});
