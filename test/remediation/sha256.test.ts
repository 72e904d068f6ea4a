import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentHash } from '../../functions/remediation/wording/document-hash.ts';
import { sha256 } from '../../functions/remediation/wording/sha256.ts';

const platform = (text: string): string => createHash('sha256').update(text).digest('hex');

it('is that of the platform', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 10_000]) {
    const text = 'é'.repeat(length);
    expect(sha256(text)).toBe(platform(text));
  }
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => sha256(text) === platform(text)));
});

it('of a document does not depend on how it is printed', () => {
  const expected = `sha256:${platform('{"Statement":[{"Action":["a"],"Effect":"Allow"}],"Version":"2012-10-17"}')}`;
  expect(documentHash({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['a'] }] })).toBe(expected);
});
