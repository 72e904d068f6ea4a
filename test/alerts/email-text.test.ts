import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert, AlertSection } from '../../functions/alerts/alert.ts';
import { emailText } from '../../functions/alerts/email-text.ts';
import { incidentAlert } from '../../functions/alerts/incident-alert.ts';
import { incidentOf, permissionMissing, samples } from './alert-samples.ts';
import { hostileAlert, hugeAlert } from './hostile-alert.ts';
import { HOSTILE, hostileText } from './hostile-text.ts';

const linesOf = (text: string) => text.trimEnd().split('\n');

describe.each(Object.entries(samples))('%s', (_, alert) => {
  const lines = linesOf(emailText(alert));

  it('has at most 40 lines', () => {
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it('has short lines, but for what is to be copied', () => {
    const long = lines.filter(
      (line) =>
        line.length > 80 &&
        line
          .trim()
          .replace(/^[\w ]+: /, '')
          .includes(' '),
    );
    expect(long.filter((line) => !/^( {2})?(aws|warden) /.test(line))).toEqual([]);
  });

  it('is ended by where to look, and how to silence it', () => {
    const titles = lines.filter((line) => /^(Where to look|How to silence it)$/.test(line));
    expect(titles).toEqual(
      ['Where to look', 'How to silence it'].slice(alert.links.length > 0 ? 0 : 1, alert.silence.length > 0 ? 2 : 1),
    );
  });
});

const isHarmless = (text: string) => text.isWellFormed() && !/[\p{Cc}--\n]|[\p{Cf}\p{Zl}\p{Zp}]/v.test(text);

describe('hostile text', () => {
  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))('%j', (_, text) => {
    for (const alert of [hostileAlert(text), hugeAlert(text, 10)]) {
      const email = emailText(alert);
      expect([linesOf(email).length <= 40, isHarmless(email)]).toEqual([true, true]);
      expect(alert.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    }
  });

  it('whatever it is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const alert = hostileAlert(text);
        const email = emailText(alert);
        expect([linesOf(email).length <= 40, isHarmless(email), /^[\x20-\x7e]{1,99}$/.test(alert.subject)]).toEqual([
          true,
          true,
          true,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('leads nowhere', () => {
    const email = emailText({ ...hostileAlert('see https://evil.example/aws'), silence: [] });
    const foreign = email.match(/https?:\/\/(?![\w.-]+\.console\.aws\.amazon\.com\/)\S+/g);
    // A command to paste stays what it is.
    expect((foreign ?? []).filter((address) => !email.includes(`\nsee ${address}`))).toEqual([]);
    expect(email).toContain('see https[:]//evil.example/aws');
  });
});

it('tells where all of it is when something had no room', () => {
  const email = emailText(hugeAlert('x', 30));
  expect(email).toContain('\nAll of it: warden incidents show inc-5f2a9c01\n');
  expect(emailText(hugeAlert('x', 1))).not.toContain('All of it');
});

it('says what was found of each rule that has room', () => {
  const sample = samples['compliance-role'] as Alert;
  const [happened, finding] = sample.sections as [AlertSection, AlertSection];
  const email = emailText({ ...sample, sections: [happened, ...Array(6).fill(finding)] });
  const count = (text: string) => email.split(text).length - 1;
  expect([
    count('\nNon-compliant: '),
    count('  high: The role may not call'),
    count('\naws iam put-role-policy'),
  ]).toEqual([3, 3, 3]);
  expect(email).toContain('\nAll of it: warden status\n');
});

it('has room for what follows a name that somebody made long', () => {
  const email = emailText(
    incidentAlert({
      incident: incidentOf(permissionMissing, { resource: 'a bc '.repeat(400) }),
      pending: { alertId: 'a', reason: 'new', since: '2026-11-22T03:04:31Z' },
    }),
  );
  expect(email).toContain('\n    …\n  Workload: agent arn:');
  expect(email).toContain('\n  Once, at 2026-11-22 03:04 UTC\n');
  expect(email).toContain('\nAll of it: warden incidents show inc-5f2a9c01\n');
});
