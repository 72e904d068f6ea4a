import { expect, it } from 'vitest';
import { codeBlock, cutMarkup, markup } from '../../functions/alerts/chat-markup.ts';

it.each([
  ['plain words', 'The role may not.', 'The role may not.'],
  ['code stays code', 'Allow `bedrock:*` now', 'Allow `bedrock:*` now'],
  ['an ARN with a pattern', 'On: arn:aws:bedrock:*::x/y.', 'On: `arn:aws:bedrock:*::x/y`.'],
  ['an action is no emoji', 'bedrock:InvokeModel', 'bedrock:InvokeModel'],
  ['an emoji', 'x :tada: y', 'x `:tada`: y'],
  ['bold over two words', '*be bold*', '`*be` `bold*`'],
  ['a mention', '<!channel>', '&lt;!channel&gt;'],
  ['a quote', '> x', '`&gt;` x'],
  ['an address', 'see https://evil.example, now', 'see `https://evil.example`, now'],
  ['a link of Teams', '[a](b)', '`[a](b`)'],
  ['a link of Teams to a host', '[AWS console](evil.example)', '[AWS `console](evil.example`)'],
  ['a host', 'see evil.example, now', 'see `evil.example`, now'],
  ['a host with a path', 'see evil.example/aws', 'see `evil.example/aws`'],
  ['an address of an email', 'by a@evil.example', 'by `a@evil.example`'],
  ['brackets, and a time', '[2.0 (22/11/26 03:00:00)] at 03:00:00Z', '[2.0 (22/11/26 03:00:00)] at 03:00:00Z'],
  ['an id with dots', 'anthropic.claude-haiku-4-5-v1:0', '`anthropic.claude-haiku-4-5-v1:0`'],
  ['code glued to a word', 'a`https://evil.example`', "`a'https://evil.example'`"],
  ['code before a word', '`x`y *z*', "'x'y `*z*`"],
  ['one backtick', 'a ` b', "a ' b"],
  ['an empty code', 'a `` b', "a '' b"],
  ['a backtick and a link', '`<https://evil.example|x>', "`'&lt;https://evil.example|x&gt;`"],
])('%s', (_, line, expected) => {
  expect(markup(line)).toBe(expected);
});

it.each([
  ['what fits', 'abcdef', 6, 'abcdef'],
  ['no half entity', 'abc&amp;def', 8, 'abc…'],
  ['a whole entity', 'a&lt;bcdefgh', 9, 'a&lt;bc…'],
  ['no half character', 'abc\u{1f600}defgh', 6, 'abc…'],
  ['no code without an end', 'a `bcdefgh`', 8, 'a `bcd…`'],
])('cuts %s', (_, text, most, expected) => {
  expect(cutMarkup(text, most)).toBe(expected);
});

it('a block that would end early is none', () => {
  expect([codeBlock('a & b'), codeBlock('a ``` b')]).toEqual(['```\na &amp; b\n```', undefined]);
});
