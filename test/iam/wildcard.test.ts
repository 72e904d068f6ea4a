import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileWildcard,
  LITERAL_QUESTION_MARK,
  LITERAL_STAR,
  matchesAction,
  matchesWildcard,
  wildcardMatches,
  wildcardMatchesPart,
} from '../../functions/iam/wildcard.ts';
import { asExpression, pattern, value } from './pattern-language.ts';

describe('matchesWildcard', () => {
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything at all', true],
    ['?', '', false],
    ['?', '😀', true],
    ['??', '😀', false],
    ['a*b', 'ab', true],
    ['a*b', 'a-b-b', true],
    ['a*b', 'a-b-c', false],
    ['*.csv', 'x.csv.csv', true],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
  ])('%j on %j: %j', (wildcard, text, expected) => {
    expect(matchesWildcard(wildcard, text)).toBe(expected);
  });

  test('agrees with a regular expression', () => {
    fc.assert(fc.property(pattern, value, (p, v) => matchesWildcard(p, v) === asExpression(p).test(v)));
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        (v) => matchesWildcard('?*', v) === asExpression('?*').test(v),
      ),
    );
  });

  test('compares without case when asked to', () => {
    expect(matchesWildcard('BEDROCK:*', 'bedrock:InvokeModel', { caseInsensitive: true })).toBe(true);
    expect(matchesWildcard('BEDROCK:*', 'bedrock:InvokeModel')).toBe(false);
  });

  test('a hostile pattern takes no more steps than pattern times value', () => {
    let steps = 0;
    const counted = (text: string): string =>
      ({
        length: text.length,
        charCodeAt(at: number) {
          steps += 1;
          return text.charCodeAt(at);
        },
      }) as unknown as string;
    const hostile = `${'*a'.repeat(200)}*b`;
    const long = 'a'.repeat(2_000);
    expect(matchesWildcard(counted(hostile), counted(long))).toBe(false);
    expect(steps).toBeLessThan(3 * (hostile.length + 1) * (long.length + 1));
  });
});

describe('a compiled pattern', () => {
  test('matches what a regular expression matches', () => {
    fc.assert(
      fc.property(pattern, value, (p, v) => wildcardMatches(compileWildcard(p), v) === asExpression(p).test(v)),
      { numRuns: 5_000 },
    );
  });

  test('matches a part of a text as it matches the part alone', () => {
    const place = fc.nat({ max: 6 });
    fc.assert(
      fc.property(pattern, value, place, place, (p, v, from, length) => {
        const to = Math.min(v.length, from + length);
        const start = Math.min(from, to);
        const wildcard = compileWildcard(p);
        return wildcardMatchesPart(wildcard, v, start, to) === wildcardMatches(wildcard, v.slice(start, to));
      }),
      { numRuns: 5_000 },
    );
  });

  test('knows literal stars from wildcards', () => {
    const wildcard = compileWildcard(`a${LITERAL_STAR}*${LITERAL_QUESTION_MARK}`);
    expect(['a*?', 'a*b?', 'abb?', 'a*b'].map((text) => wildcardMatches(wildcard, text))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('matchesAction', () => {
  test.each([
    ['*', 'bedrock:InvokeModel', true],
    ['bedrock:*', 'bedrock:InvokeModel', true],
    ['bedrock:*', 'bedrock-agentcore:InvokeGateway', false],
    ['bedrock:Invoke*', 'bedrock:InvokeModelWithResponseStream', true],
    ['*:InvokeModel', 'bedrock:InvokeModel', true],
    ['Bedrock:invokeMODEL', 'bedrock:InvokeModel', true],
    ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', false],
  ])('%s on %s: %j', (wildcard, action, expected) => {
    expect(matchesAction(wildcard, action)).toBe(expected);
  });
});
