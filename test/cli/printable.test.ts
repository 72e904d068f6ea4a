import { describe, expect, it } from 'vitest';
import { printable, printableJson, printableLines } from '../../functions/cli/printable.ts';

const hostile: readonly [name: string, text: string, shown: string][] = [
  ['plain text', 'role/Straße-日本', 'role/Straße-日本'],
  ['an escape sequence', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
  ['a C1 control', '\u009b31m', '\\u009b31m'],
  ['a carriage return', 'ok\rNO', 'ok\\u000dNO'],
  ['a line feed', 'a\nb', 'a\\u000ab'],
  ['a tab', 'a\tb', 'a\\u0009b'],
  ['a right-to-left override', 'a\u202eb', 'a\\u202eb'],
  ['a directional isolate', '\u2066', '\\u2066'],
  ['a zero width space', '\u200b', '\\u200b'],
  ['a line separator', '\u2028', '\\u2028'],
  ['a byte order mark', '\ufeff', '\\ufeff'],
  ['a tag character', '\u{e0041}', '\\udb40\\udc41'],
  ['half a surrogate pair', '\ud83d', '\\ud83d'],
  ['an emoji', '😀', '😀'],
];

describe('printable', () => {
  it.each(hostile)('shows %s', (_name, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('keeps line feeds only where lines are meant', () => {
    expect(printableLines('a\nb\r\nc')).toBe('a\nb\\u000d\nc');
  });

  it.each(hostile)('keeps the value of %s in JSON', (_name, text) => {
    const json = printableJson({ text });
    expect(JSON.parse(json)).toEqual({ text });
    expect(json).toMatch(/^[^\p{Cf}\p{Cs}\u0080-\u009f]*$/u);
  });
});
