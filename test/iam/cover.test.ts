import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, coversAction, coversResource, intersects, intersectsResource } from '../../functions/iam/cover.ts';
import { matchesWildcard } from '../../functions/iam/wildcard.ts';
import { pattern, value } from './pattern-language.ts';

/** Every string of up to six characters over an alphabet that has one character more than the patterns. */
const strings = ((): readonly string[] => {
  let longest = [''];
  const all = [...longest];
  for (let length = 1; length <= 6; length += 1) {
    longest = longest.flatMap((head) => ['a', 'b', 'c'].map((tail) => head + tail));
    all.push(...longest);
  }
  return all;
})();

describe('covers', () => {
  test.each([
    ['*', 'a?*', true],
    ['?*', '*', false],
    ['?*', '*?', true],
    ['?*', '*a', true],
    ['*?', 'a*', true],
    ['*a*', '*a', true],
    ['*a', '*a*', false],
    ['a*b', 'a?b', true],
    ['a?b', 'a*b', false],
    ['*??', '?*?', true],
  ])('%j covers %j: %j', (wildcard, other, expected) => {
    expect(covers(wildcard, other)).toBe(expected);
  });

  test('agrees with trying every short string', () => {
    fc.assert(
      fc.property(pattern, pattern, (p, other) => {
        const everyString = strings.filter((s) => matchesWildcard(other, s)).every((s) => matchesWildcard(p, s));
        // Short strings can only refute: a longer one may be needed.
        return covers(p, other) ? everyString : !everyString || other.includes('*');
      }),
      { numRuns: 400 },
    );
  });

  test('is reflexive and transitive', () => {
    fc.assert(fc.property(pattern, (p) => covers(p, p)));
    fc.assert(
      fc.property(pattern, pattern, pattern, (p, q, r) => !covers(p, q) || !covers(q, r) || covers(p, r)),
      { numRuns: 2_000 },
    );
  });

  test('what is refuted has a witness', () => {
    // With the stars stretched beyond the other pattern, one string shows it.
    const stretched = (other: string): readonly string[] =>
      [0, 1, 2, 3, 9].flatMap((length) => [other.replaceAll('?', 'c').replaceAll('*', 'c'.repeat(length))]);
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b', '?'), maxLength: 6 }),
        value,
        (p, head, tail) => {
          const other = `${head}*${tail}`;
          return covers(p, other) === stretched(other).every((s) => matchesWildcard(p, s));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('gives up on a hostile pattern, and says "not shown to cover"', () => {
    expect(covers(`*a${'?'.repeat(60)}`, `${'*a'.repeat(60)}${'?'.repeat(60)}`)).toBe(false);
  });
});

describe('intersects', () => {
  test('agrees with trying every short string', () => {
    fc.assert(
      fc.property(pattern, pattern, (p, q) => {
        const some = strings.some((s) => matchesWildcard(p, s) && matchesWildcard(q, s));
        // Two patterns of up to six characters that meet, meet in a string of up to twelve.
        return some ? intersects(p, q) : !intersects(p, q) || p.length + q.length > 6;
      }),
      { numRuns: 400 },
    );
  });

  test('is symmetric, and follows from covering', () => {
    fc.assert(fc.property(pattern, pattern, (p, q) => intersects(p, q) === intersects(q, p)));
    fc.assert(fc.property(pattern, pattern, (p, q) => !covers(p, q) || intersects(p, q)));
  });
});

describe('on resources and actions', () => {
  const models = 'arn:aws:bedrock:*::foundation-model/*';
  test.each([
    [coversResource('*', models), true],
    [coversResource(models, '*'), false],
    [coversResource(models, 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.*'), true],
    [coversResource('arn:aws:bedrock:*', models), true],
    [coversResource('arn:aws:bedrock:*:111122223333:*', models), false],
    [intersectsResource('arn:aws:bedrock:*:*:*', models), true],
    [intersectsResource('arn:aws:bedrock:us-east-1:111122223333:*', models), false],
    [intersectsResource('arn:aws:bedrock:*:*:agent/*', models), false],
    [coversAction('bedrock:*', 'BEDROCK:invoke*'), true],
    [coversAction('bedrock:Invoke*', 'bedrock:*'), false],
    [coversAction('bedrock:*', '*'), false],
  ])('case %#', (answer, expected) => {
    expect(answer).toBe(expected);
  });
});
