import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Alert } from '../../functions/alerts/alert.ts';
import { slackMessage, slackPlainMessage } from '../../functions/alerts/slack-message.ts';
import { samples } from './alert-samples.ts';
import { hostileAlert, hugeAlert } from './hostile-alert.ts';
import { HOSTILE, hostileText } from './hostile-text.ts';

/** Our own links, and nothing else between angle brackets. */
const LINK = /<https:\/\/[\w.-]+\.console\.(?:aws\.amazon\.com|amazonaws\.cn)\/[^\s<>|]+\|[\w ]+>/g;

const isWellFormed = (text: string) => text.isWellFormed() && !/[\p{Cc}--\n]|[\p{Cf}\p{Zl}\p{Zp}]/v.test(text);

/** No mention, no foreign link, no entity cut in two. */
const isEscaped = (text: string) => !/[<>]|&(?!(?:amp|lt|gt);)/.test(text.replace(LINK, ''));

/** Code ends where it begins: whatever stands behind it is formatted as meant. */
const hasWholeCode = (text: string) =>
  text.includes('```')
    ? /^```\n[^`]*(?:`{1,2}(?!`)[^`]*)*\n```$/.test(text)
    : text.split('\n').every((line) => line.split('`').length % 2 === 1);

const formatted = (most: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    verbatim: z.literal(true),
    text: z
      .string()
      .min(1)
      .max(most)
      .refine(isWellFormed, 'is not well formed')
      .refine(isEscaped, 'is not escaped')
      .refine(hasWholeCode, 'has code without an end'),
  });

/** https://docs.slack.dev/reference/block-kit/blocks, and 13,000 characters in all. */
const message = z
  .strictObject({
    text: z.string().min(1).max(300).refine(isEscaped, 'is not escaped').refine(isWellFormed),
    blocks: z
      .array(
        z.discriminatedUnion('type', [
          z.strictObject({
            type: z.literal('header'),
            text: z.strictObject({
              type: z.literal('plain_text'),
              text: z
                .string()
                .min(1)
                .max(150)
                .regex(/^[^<>]*$/)
                .refine(isWellFormed),
              emoji: z.literal(false),
            }),
          }),
          z.strictObject({ type: z.literal('section'), text: formatted(3_000) }),
          z.strictObject({ type: z.literal('context'), elements: z.array(formatted(3_000)).min(1).max(10) }),
        ]),
      )
      .min(1)
      .max(50),
  })
  .refine((value) => lengthOf(value) <= 13_000, 'is longer than 13,000 characters');

/** Of every text in it. */
const lengthOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, member]) => sum + (name === 'text' && typeof member === 'string' ? member.length : lengthOf(member)),
    0,
  );
};

const complaints = (alert: Alert) => {
  const result = message.safeParse(slackMessage(alert));
  return result.success ? [] : result.error.issues.map(({ path, message: problem }) => `${path.join('.')}: ${problem}`);
};

describe('within the limits of Slack, and escaped', () => {
  it.each(Object.entries(samples))('%s', (_, alert) => {
    expect(complaints(alert)).toEqual([]);
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))('hostile: %j', (_, text) => {
    expect([complaints(hostileAlert(text)), complaints(hugeAlert(text, 14))]).toEqual([[], []]);
  });

  it('whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(complaints(hostileAlert(text))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('however much there is of it', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 12 }), (text, times) => {
        expect(complaints(hugeAlert(text, times))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

it('within the limits, however many commands would silence it', () => {
  const alert = { ...(samples['compliance-role'] as Alert), silence: Array(15).fill('x'.repeat(400)) };
  expect(complaints(alert)).toEqual([]);
});

it('a command that does not fit is said to be elsewhere', () => {
  const alert = samples['denial-new'] as Alert;
  const section = { part: 'todo' as const, title: 'What to do', lines: [], code: 'x'.repeat(3_000) };
  const texts = slackMessage({ ...alert, sections: [section] }).blocks.map(
    (block) => 'text' in block && block.text.text,
  );
  expect(texts).toContain('_The command does not fit here. All of it:_ `warden incidents show inc-5f2a9c01`');
});

describe('the guard itself', () => {
  const good = slackMessage(samples['denial-new'] as Alert);
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

  it.each([
    ['a mention', '<!channel>'],
    ['a foreign link', '<https://evil.example|AWS>'],
    ['half an entity', 'a &am'],
    ['code without an end', 'a `b'],
    ['a mark that reorders', 'a\u202eb'],
    ['half a character', 'a\ud83d'],
    ['too much', 'x'.repeat(3_001)],
  ])('sees %s', (_, text) => {
    expect(message.safeParse({ ...good, blocks: [section(text)] }).success).toBe(false);
  });

  it('sees one block too many', () => {
    expect(message.safeParse({ ...good, blocks: Array(51).fill(section('x')) }).success).toBe(false);
  });

  it('sees a message that is too long', () => {
    expect(message.safeParse({ ...good, blocks: Array(5).fill(section('x'.repeat(2_900))) }).success).toBe(false);
  });
});

describe('without blocks', () => {
  it('says what happened, why, what to do, where to look and how to silence it', () => {
    const { text } = slackPlainMessage(samples['denial-new'] as Alert);
    expect(text.match(/^\*.*\*$/gm)).toEqual([
      '*What happened*',
      '*Cause (proven): IDENTITY_POLICY_MISSING_ACTION*',
      '*What to do*',
      '*Where to look*',
      '*How to silence it*',
    ]);
    expect(text).toMatch(/\nAll of it: `warden incidents show inc-5f2a9c01`$/);
  });

  it('is escaped, and short', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { text: plain } = slackPlainMessage(hugeAlert(text, 8));
        expect([plain.length <= 4_000, isEscaped(plain), hasWholeCode(plain), plain.isWellFormed()]).toEqual([
          true,
          true,
          true,
          true,
        ]);
      }),
      { numRuns: 30 },
    );
  });

  it('says where all of it is, however much there is', () => {
    const silence = Array(15).fill('y'.repeat(600));
    const { text } = slackPlainMessage({ ...hugeAlert('x'.repeat(3_000), 8), silence });
    expect([text.length <= 4_000, text.endsWith('\nAll of it: `warden incidents show inc-5f2a9c01`')]).toEqual([
      true,
      true,
    ]);
  });
});

it('a severity and an end have marks of their own', () => {
  const marks = ['denial-new', 'denial-resolved', 'monitor-recovered'].map(
    (name) => slackMessage(samples[name] as Alert).text.split(' ')[0],
  );
  expect(marks).toEqual([':red_circle:', ':white_check_mark:', ':white_check_mark:']);
});
