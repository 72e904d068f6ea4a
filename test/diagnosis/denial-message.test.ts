import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDenialMessage } from '../../functions/diagnosis/denial-message.ts';

interface Row {
  readonly name: string;
  readonly message: string;
  readonly expected: object;
}

const file = new URL('../fixtures/denials/messages.json', import.meta.url);
const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly Row[];

test.each(rows)('$name', ({ message, expected }) => {
  expect(parseDenialMessage(message)).toEqual(expected);
});

test('no text at all is its own answer', () => {
  expect(parseDenialMessage(undefined)).toEqual({ template: 'absent' });
});

test('any text is read without an exception', () => {
  const words = fc.constantFrom(
    'User: ',
    'arn:aws:sts::111122223333:assumed-role/R/s',
    ' is not authorized to perform: ',
    'bedrock:InvokeModel',
    ' on resource: ',
    ' with an explicit deny in a ',
    'service control policy',
    ': arn:aws:',
    '…',
    '{"Message":"',
  );
  const texts = fc.array(fc.oneof(words, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(fc.property(texts, (text) => typeof parseDenialMessage(text).template === 'string'));
});

test.each([
  ['of one letter', 'a'.repeat(1_000_000)],
  ['of spaces', `not authorized to perform: ${' '.repeat(1_000_000)}`],
  ['of ARNs', 'arn:aws:sts::1:'.repeat(100_000)],
  ['of names of exceptions', 'AException'.repeat(100_000)],
])('an endless text %s is read like any other', (_, text) => {
  expect(['unrecognised', 'iam-no-reason']).toContain(parseDenialMessage(text).template);
});
