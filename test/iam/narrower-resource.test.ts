import fc from 'fast-check';
import { expect, test } from 'vitest';
import { narrowerResource } from '../../functions/iam/narrower-resource.ts';
import { matchesResource } from '../../functions/iam/resource-pattern.ts';

const BUCKET = 'arn:aws:s3:::a';

test.each<[what: string, one: string, other: string, expected: string | undefined]>([
  ['everything and a resource', '*', BUCKET, BUCKET],
  ['a resource and everything', BUCKET, '*', BUCKET],
  [
    'the narrower of each field',
    'arn:aws:iam::111122223333:*',
    'arn:*:iam::*:role/*',
    'arn:aws:iam::111122223333:role/*',
  ],
  ['a pattern without all its fields', 'arn:aws:iam:*', 'arn:*:iam::*:role/*', 'arn:aws:iam::*:role/*'],
  ['nothing in common', 'arn:aws:iam::111122223333:role/a*', 'arn:aws:iam::111122223333:role/b*', undefined],
  ['each beyond the other', 'arn:aws:s3:::a*', 'arn:aws:s3:::*b', 'arn:aws:s3:::a*'],
])('%s', (_what, one, other, expected) => {
  expect(narrowerResource(one, other)).toBe(expected);
});

test('what both match, the narrower one matches; and nothing that the first does not', () => {
  const part = fc.constantFrom('*', 'a', 'a*', '*b', 'a?', 'ab');
  const pattern = fc.tuple(part, part).map(([account, rest]) => `arn:aws:s3::${account}:${rest}`);
  const arn = fc
    .tuple(fc.constantFrom('a', 'b', 'ab', 'acb'), fc.constantFrom('a', 'ab', 'abb', 'b'))
    .map(([account, rest]) => `arn:aws:s3::${account}:${rest}`);
  let shared = 0;
  fc.assert(
    fc.property(pattern, pattern, arn, (one, other, resource) => {
      const narrower = narrowerResource(one, other);
      const matches = narrower !== undefined && matchesResource(narrower, resource);
      const both = matchesResource(one, resource) && matchesResource(other, resource);
      if (both) shared += 1;
      expect(both && !matches).toBe(false);
      expect(matches && !matchesResource(one, resource)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
  expect(shared).toBeGreaterThan(100);
});
