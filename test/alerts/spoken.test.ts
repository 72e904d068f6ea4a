import { expect, it } from 'vitest';
import { harmlessAddresses } from '../../functions/alerts/harmless-addresses.ts';
import { counted, dayAfter, spokenSpan, spokenTime } from '../../functions/alerts/spoken.ts';

it.each([
  ['2026-11-22T10:04:09Z', '2026-11-22 10:04 UTC'],
  ['2026-11-22T10:04:09.123Z', '2026-11-22 10:04 UTC'],
  ['yesterday', 'yesterday'],
])('%s is spoken %s', (time, spoken) => {
  expect(spokenTime(time)).toBe(spoken);
});

it.each([
  ['2026-11-22T10:00:00Z', '2026-11-22T10:00:59Z', undefined],
  ['2026-11-22T10:00:00Z', '2026-11-22T10:01:59Z', '1 minute'],
  ['2026-11-22T10:00:00Z', '2026-11-22T13:00:00Z', '3 hours'],
  ['2026-11-22T10:00:00Z', '2026-11-24T10:00:00Z', '2 days'],
  ['2026-11-22T10:00:00Z', '2026-11-21T10:00:00Z', undefined],
  ['x', 'y', undefined],
])('from %s to %s it is %s', (from, to, span) => {
  expect(spokenSpan(from, to)).toBe(span);
});

it.each([
  [0, '0 times'],
  [1, '1 time'],
  [999, '999 times'],
  [1_000, '1,000 times'],
  [1_234_567, '1,234,567 times'],
])('%d is %s', (count, text) => {
  expect(counted(count, 'time')).toBe(text);
});

it('a week later', () => {
  expect([dayAfter('2026-11-28T23:59:59Z', 7), dayAfter('x', 7)]).toEqual(['2026-12-05', 'x']);
});

it.each([
  ['https://docs.aws.amazon.com/x', 'https://docs.aws.amazon.com/x'],
  ['https://eu-west-1.console.aws.amazon.com/x', 'https://eu-west-1.console.aws.amazon.com/x'],
  ['s3://bucket/key', 's3://bucket/key'],
  ['https://evil.example/x', 'https[:]//evil.example/x'],
  ['https://docs.aws.amazon.com@evil.example/x', 'https[:]//docs.aws.amazon.com@evil.example/x'],
  ['https://docs.aws.amazon.com.evil.example', 'https[:]//docs.aws.amazon.com.evil.example'],
  ['https://x.lambda-url.us-east-1.on.aws/', 'https[:]//x.lambda-url.us-east-1.on.aws/'],
  ['javascript://x', 'javascript[:]//x'],
])('%s is shown as %s', (text, expected) => {
  expect(harmlessAddresses(text)).toBe(expected);
});
