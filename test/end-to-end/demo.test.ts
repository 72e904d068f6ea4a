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

const table = (head: string): readonly string[] => {
  const lines = ran.stdout.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`│ ${head} `)) - 1;
  return lines.slice(start, lines.findIndex((line, index) => index > start && line.startsWith('└')) + 1);
};

/** What changes from day to day: the last day of an exception, and of a mute. */
const undated = (lines: readonly string[]): string => lines.join('\n').replace(/\d{4}-\d\d-\d\d/g, 'YYYY-MM-DD');

describe('npm start', () => {
  it('runs to its end, and says what it is doing', () => {
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
    const steps = ran.stdout.match(/^\[ *\d+\.\d s\] .+$/gm)?.map((line) => line.replace(/^\[.+?\] /, ''));
    expect(steps).toEqual([
      'Starting an embedded AWS account with seven Bedrock agents (127.0.0.1 only)',
      'Building the Lambda bundles',
      "AWS Config's schedule: one notification for each of the 15 rules",
      'Somebody attaches AdministratorAccess to orders-agent-role: AWS Config delivers the change',
      'support-agent is denied: EventBridge delivers the CloudTrail record',
      'Done',
    ]);
  });

  it('prints the compliance of every agent role, as the README shows it', () => {
    const printed = undated(table('Role'));
    expect(printed).toMatchInlineSnapshot(`
      "┌────────────────────────┬────┬──────┬───┬────────────────────────────────────────────────┐
      │ Role                   │ ok │ FAIL │ – │ What fails                                     │
      ├────────────────────────┼────┼──────┼───┼────────────────────────────────────────────────┤
      │ …Agents_Q7XJ2          │ 9  │ 4    │ 2 │ agent-model-access-granted                     │
      │                        │    │      │   │ agent-role-no-privilege-escalation             │
      │                        │    │      │   │ agent-role-least-privilege                     │
      │                        │    │      │   │ agent-role-policies-mean-something             │
      │ orders-agent-role      │ 13 │      │ 2 │                                                │
      │ invoices-agent-role    │ 11 │ 1    │ 3 │ agent-role-can-invoke-its-models               │
      │ people-agent-role      │ 10 │ 2    │ 3 │ agent-role-no-privilege-escalation             │
      │                        │    │      │   │ agent-role-least-privilege                     │
      │                        │    │      │   │ agent-role-trust-limits-source: excepted until │
      │                        │    │      │   │ YYYY-MM-DD by people-team                      │
      │ archive-agent-role     │ 9  │ 2    │ 4 │ agent-model-supported                          │
      │                        │    │      │   │ agent-role-policies-mean-something             │
      │ triage-agent-role      │ 12 │ 1    │ 2 │ agent-role-not-blocked-above                   │
      │ claims-agent-role      │ 13 │      │ 2 │                                                │
      │ claims-agent-role-2025 │ 11 │ 1    │ 3 │ agent-role-trusts-its-service                  │
      │ …KnowledgeBase_orders  │ 13 │      │ 2 │                                                │
      └────────────────────────┴────┴──────┴───┴────────────────────────────────────────────────┘"
    `);
    expect(undated(/<!-- the roles -->\n```text\n([\s\S]*?)\n```/.exec(readme)?.[1]?.split('\n') ?? [])).toBe(printed);
  });

  it('prints what the role change did', () => {
    expect(table('Rule').join('\n')).toMatchInlineSnapshot(`
      "┌──────────────────────────────────────┬───────────────────┬───────────────────────────────────────┐
      │ Rule                                 │ orders-agent-role │ Annotation                            │
      ├──────────────────────────────────────┼───────────────────┼───────────────────────────────────────┤
      │ agent-role-no-privilege-escalation   │ FAIL              │ All 93 known ways to more permissions │
      │                                      │                   │ are open (statement 0 of AWS managed  │
      │                                      │                   │ policy AdministratorAccess): whoever  │
      │                                      │                   │ steers the workload can become an     │
      │                                      │                   │ administrator of the account.         │
      │ agent-role-least-privilege           │ FAIL              │ The AWS managed policy                │
      │                                      │                   │ AdministratorAccess allows every      │
      │                                      │                   │ action on every resource: whoever     │
      │                                      │                   │ steers the agent acts as an           │
      │                                      │                   │ administrator of the account.         │
      │ 11 other rules                       │ ok                │                                       │
      └──────────────────────────────────────┴───────────────────┴───────────────────────────────────────┘"
    `);
  });

  it('fits a terminal of 100 columns with its tables', () => {
    const lines = [...table('Role'), ...table('Rule')];
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  it('prints the alert as email and as a Slack message, with the same words', () => {
    const words = (text: string) =>
      text.slice(text.indexOf('What happened')).replaceAll('`', '').split(/\s+/).slice(0, 40);
    expect(words(framed('Email')).slice(0, 5)).toEqual(['What', 'happened', 'Agent', 'SUPAGENT01', 'is']);
    expect(words(framed('Email'))).toEqual(words(framed('Slack')));
    expect(framed('Slack')).toContain('USE_CASE_FORM_NOT_SUBMITTED');
  });

  it('prints the alert that the README shows', () => {
    const shown = /<!-- the alert -->\n```text\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '';
    expect(undated([shown])).toBe(undated([framed('Email')]));
  });
});
