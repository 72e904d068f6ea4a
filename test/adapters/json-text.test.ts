import { describe, expect, it } from 'vitest';
import { parseJson } from '../../functions/adapters/json-text.ts';

describe('parseJson', () => {
  it('gives the value', () => {
    expect(parseJson('{"a":[1,null]}')).toEqual({ value: { a: [1, null] } });
  });

  it.each<[name: string, text: string, stopsAt: string]>([
    ['nothing', '', 'line 1, column 1'],
    ['a word', 'hello', 'line 1, column 1'],
    ['a comma too many', '{"a":1,}', 'line 1, column 8'],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3'],
    ['a missing end', '{\n"a": 1', 'line 2, column 7'],
    ['half a word', '{"a":tru', 'line 1, column 9'],
    ['a wrong word, far from the end', `{"a":\n nope, "b": "${'x'.repeat(500)}"}`, 'line 2, column 3'],
    ['a wrong word that quotes a position', '[nope, " at position 99 (line 9 column 9)"]', 'line 1, column 3'],
    ['a second document', '{}\n{}', 'line 2, column 1'],
    ['a line feed in a string', '"a\nb"', 'line 1, column 3'],
    ['HTML', '<html>', 'line 1, column 1'],
  ])('says where %s stops being JSON', (_name, text, stopsAt) => {
    expect(parseJson(text)).toEqual({ stopsAt });
  });
});
