import { describe, expect, test } from 'vitest';
import { lintDocument } from '../../functions/iam/lint.ts';
import { here } from './lint-findings.ts';

const statement = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const lint = (document: unknown) => lintDocument(document, 'pasted', 'identity', here);

describe('a document that is a policy is linted as one', () => {
  test.each<[string, unknown]>([
    ['an object', JSON.parse(text)],
    ['its text', text],
    ['its text as the IAM API returns it', encodeURIComponent(text)],
    ['a text with `//` inside a string', text.replace('"*"', '"arn:aws:s3:::bucket/a//b/*"')],
  ])('%s', (_, document) => {
    expect(lint(document)).toEqual([]);
  });

  test('with its findings', () => {
    expect(lint(text.replace('s3:GetObject', 's3:HeadObject'))).toEqual([
      {
        id: 'unknown-action',
        location: { policy: 'pasted', statement: 0, sid: 'Read' },
        element: 'Action',
        value: 's3:HeadObject',
        message: '`s3:HeadObject` is not an action',
        help: 'Write `s3:GetObject`: the HeadObject operation is authorized by it.',
        suggestion: 's3:GetObject',
      },
    ]);
  });
});

describe('a document that AWS refuses has one finding', () => {
  const whole = { policy: 'pasted' };
  const first = { policy: 'pasted', statement: 0, sid: 'Read' };
  test.each<[string, unknown, readonly [string, object, string, string]]>([
    ['a line comment', text.replace('{', '{ // mine\n'), ['json-comment', whole, 'Document', '']],
    ['a comment before it', `// mine\n${text}`, ['json-comment', whole, 'Document', '']],
    ['a block comment', text.replace('[', '[/* mine */'), ['json-comment', whole, 'Document', '']],
    ['half a document', text.slice(0, 40), ['not-json', whole, 'Document', '']],
    ['a comma too many', text.replace(']}', '],}'), ['not-json', whole, 'Document', '']],
    ['nothing', '', ['not-json', whole, 'Document', '']],
    ['no text at all', undefined, ['not-json', whole, 'Document', '']],
    ['a list', [statement], ['not-json', whole, 'Document', '']],
    ['a list as text', '[1]', ['not-json', whole, 'Document', '']],
    [
      'an effect in lower case',
      { Statement: { ...statement, Effect: 'allow' } },
      ['misspelt-effect', first, 'Effect', 'allow'],
    ],
    [
      'an effect that is none',
      { Statement: [{ ...statement, Effect: 'Permit' }] },
      ['misspelt-effect', first, 'Effect', 'Permit'],
    ],
    [
      'an effect that is a number',
      { Statement: { ...statement, Effect: 1 } },
      ['refused-by-aws', first, 'Effect', '1'],
    ],
    [
      'no effect',
      { Statement: { Sid: 'Read', Action: '*', Resource: '*' } },
      ['refused-by-aws', first, 'Effect', 'Effect'],
    ],
    [
      'an element of a statement',
      { Statement: { Sid: 'Read', Efect: 'Allow', Action: '*', Resource: '*' } },
      ['misspelt-element', first, 'Efect', 'Allow'],
    ],
    ['an element of the policy', { Statements: [statement] }, ['misspelt-element', whole, 'Statements', 'Statements']],
    [
      'an element that is like none',
      { Statement: [{ ...statement, Comment: 'mine' }] },
      ['refused-by-aws', first, 'Comment', 'mine'],
    ],
    [
      'a version',
      { Version: '2012-10-18', Statement: [statement] },
      ['refused-by-aws', whole, 'Version', '2012-10-18'],
    ],
    [
      'a key that is written twice',
      text.replace('"Action"', '"Effect":"Deny","Action"'),
      ['refused-by-aws', first, 'Effect', 'Deny'],
    ],
    ['a principal', { Statement: [{ ...statement, Principal: '*' }] }, ['refused-by-aws', first, 'Principal', '*']],
    [
      'a statement that is none',
      { Statement: ['x'] },
      ['refused-by-aws', { policy: 'pasted', statement: 0 }, 'Statement', ''],
    ],
  ])('%s', (_, document, [id, location, element, value]) => {
    expect(lint(document)).toEqual([
      { id, location, element, value, message: expect.stringMatching(/./), help: expect.stringMatching(/./) },
    ]);
  });

  test('with the reason and the remedy of the parser', () => {
    expect(lint({ Statement: { ...statement, Effect: 'allow' } })).toEqual([
      {
        id: 'misspelt-effect',
        location: first,
        element: 'Effect',
        value: 'allow',
        message: '`allow` is not an effect',
        help: 'Did you mean `Allow`? The value is case-sensitive.',
      },
    ]);
  });
});
