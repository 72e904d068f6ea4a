import { describe, expect, it } from 'vitest';
import { wrapCopyable, wrapText } from '../../functions/cli/wrap-text.ts';

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

describe('wrapCopyable', () => {
  it.each<[name: string, text: string, width: number, lines: readonly string[]]>([
    ['nothing', '', 10, ['']],
    ['its own lines and indentation', '  one two three\n\nfour', 9, ['  one two', '  three', '', 'four']],
    ['a long ARN', `Add ${arn} to it`, 20, ['Add', arn, 'to it']],
    ['JSON', 'Add: {"Action":"s3:GetObject"} now', 10, ['Add:', '{"Action":"s3:GetObject"}', 'now']],
    [
      'a command',
      'Run `aws iam get-role --role-name r`, then look',
      12,
      ['Run', '`aws iam get-role --role-name r`,', 'then look'],
    ],
    ['a backtick alone', 'a ` b c', 3, ['a `', 'b c']],
  ])('keeps whole what is to be copied: %s', (_name, text, width, lines) => {
    expect(wrapCopyable(text, width)).toEqual(lines);
  });
});
