import { describe, expect, it } from 'vitest';
import { wrapText } from '../../functions/cli/wrap-text.ts';

const arn = 'arn:aws:iam::111122223333:role/service-role/AmazonBedrockExecutionRoleForAgents_ABCDEFGHIJ';

describe('wrapText', () => {
  it.each<[name: string, text: string, width: number, lines: readonly string[]]>([
    ['nothing', '', 10, ['']],
    ['what fits', 'one two', 10, ['one two']],
    ['at a space', 'one two three', 8, ['one two', 'three']],
    ['exactly the width', 'one two', 7, ['one two']],
    ['its own lines', 'one\n\ntwo', 10, ['one', '', 'two']],
    ['indentation', '  one two three', 9, ['  one two', '  three']],
    [
      'a long word at its joints',
      arn,
      40,
      ['arn:aws:iam::111122223333:role/', 'service-role/AmazonBedrockExecutionRoleF', 'orAgents_ABCDEFGHIJ'],
    ],
    [
      'a long word behind a colon where it has nothing better',
      'bedrock:InvokeModelWithResponseStream',
      20,
      ['bedrock:', 'InvokeModelWithRespo', 'nseStream'],
    ],
    ['a long word without joints', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['a word behind a long word', 'abcdef gh', 4, ['abcd', 'ef', 'gh']],
    ['characters outside the basic plane', '😀😀😀', 2, ['😀😀', '😀']],
  ])('breaks %s', (_name, text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  it('loses nothing of an ARN', () => {
    for (let width = 5; width < 100; width += 1) expect(wrapText(arn, width).join('')).toBe(arn);
  });
});
