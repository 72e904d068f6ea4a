import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Alert } from '../../functions/alerts/alert.ts';
import { amazonQNotification } from '../../functions/alerts/amazon-q-notification.ts';
import { samples } from './alert-samples.ts';
import { hostileAlert, hugeAlert } from './hostile-alert.ts';
import { HOSTILE, hostileText } from './hostile-text.ts';

const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((value) => value.isWellFormed(), 'is not well formed')
    .refine((value) => !/[<>]|&(?!(?:amp|lt|gt);)/.test(value), 'is not escaped')
    .refine((value) => !/[\p{Cc}--\n]|[\p{Cf}\p{Zl}\p{Zp}]/v.test(value), 'has marks that hide or reorder');

/** https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html */
const notification = z.strictObject({
  version: z.literal('1.0'),
  source: z.literal('custom'),
  id: z.string(),
  content: z.strictObject({
    textType: z.literal('client-markdown'),
    title: text(250),
    description: text(8_000),
    nextSteps: z.array(text(350)).min(1).max(10).optional(),
    keywords: z.array(text(75)).min(1),
  }),
  metadata: z.strictObject({
    threadId: z.string(),
    summary: text(250),
    eventType: z.string(),
    relatedResources: z.array(text(10_000)).optional(),
    additionalContext: z.record(z.string(), z.string()),
  }),
});

const complaints = (alert: Alert) => {
  const result = notification.safeParse(amazonQNotification(alert));
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('is what Amazon Q takes', () => {
  it.each(Object.entries(samples))('%s', (_, alert) => {
    expect(complaints(alert)).toEqual([]);
  });

  it.each(HOSTILE.map((hostile) => [hostile.slice(0, 40), hostile]))('hostile: %j', (_, hostile) => {
    expect([complaints(hostileAlert(hostile)), complaints(hugeAlert(hostile, 12))]).toEqual([[], []]);
  });

  it('whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (hostile) => {
        expect(complaints(hostileAlert(hostile))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

it.each([
  ['a mention', 'hello <@U012AB3CD> @channel'],
  ['a link of Slack', 'hello <https://evil.example|AWS>'],
  ['a link of Teams', 'hello [AWS](https://evil.example)'],
  ['an address', 'hello https://evil.example'],
  ['a host', 'hello evil.example, www.evil.example/x'],
  ['a link of a terminal', 'hello \u001b]8;;https://evil.example\u0007AWS\u001b]8;;\u0007'],
  ['code glued to a word', 'hello x`https://evil.example`'],
])('%s is code, or no such thing', (_, hostile) => {
  const { description } = amazonQNotification(hostileAlert(hostile)).content;
  const outside = description.replace(/```[\s\S]*?```|`[^`]*`/g, '').replace(/^\w[\w ]*: https:\/\/\S+$/gm, '');
  expect(outside).toContain('hello');
  expect(outside).not.toMatch(/<|\]\(|:\/\/|@channel|evil\.example/);
});

describe('says all of it, or where all of it is', () => {
  const sample = samples['compliance-role'] as Alert;
  const rules = Array.from({ length: 6 }, (_, index) => `rule-${index}`);
  const many = {
    ...sample,
    sections: rules.map((rule) => ({
      part: 'todo' as const,
      title: rule,
      lines: Array(4).fill('x'),
      code: `aws ${rule}`,
    })),
  };

  it('each rule of many, with its command behind it', () => {
    const { description } = amazonQNotification(many).content;
    expect(description.match(/rule-\d/g)).toEqual(rules.flatMap((rule) => [rule, rule]));
  });

  it('steps of which there are too many', () => {
    const steps = { part: 'todo' as const, title: 'What to do', lines: Array.from({ length: 12 }, (_, at) => `${at}`) };
    expect(amazonQNotification({ ...many, sections: [steps] }).content.nextSteps).toEqual([
      ...steps.lines.slice(0, 9),
      'All of it: `warden status`',
    ]);
  });
});
