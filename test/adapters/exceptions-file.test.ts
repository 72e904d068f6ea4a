import { expect, test } from 'vitest';
import { readExceptions } from '../../functions/adapters/exceptions-file.ts';

const good = {
  rule: 'agent-role-not-shared',
  role: 'orders-role',
  owner: 'orders-team',
  reason: 'both agents are one product',
  until: '2027-01-31',
};
const file = (...exceptions: readonly unknown[]): string =>
  JSON.stringify({ format: 'bedrock-warden/exceptions/1', exceptions });

test('an entry is read as it is written', () => {
  expect(readExceptions(file(good), 'exceptions.json')).toEqual({
    exceptions: [{ ...good, source: 'exceptions.json, exceptions[0]' }],
    problems: [],
  });
});

test('an entry that lacks an owner, a reason or a day is read, for its rule to name it', () => {
  const { exceptions, problems } = readExceptions(file({ rule: good.rule, role: good.role }));
  expect({ exceptions, problems }).toEqual({
    exceptions: [{ rule: good.rule, role: good.role, source: 'exceptions file, exceptions[0]' }],
    problems: [],
  });
});

test.each<[what: string, text: string, problem: string]>([
  ['no JSON', '{"format": ', 'not JSON: f, line 1, column 12: correct the text there'],
  ['another file', '{}', 'no "format": "bedrock-warden/exceptions/1": f: give a file of exceptions'],
  ['a list', '[]', 'no "format": "bedrock-warden/exceptions/1": f: give a file of exceptions'],
  [
    'no list',
    '{"format":"bedrock-warden/exceptions/1","exceptions":{}}',
    'no list: f, exceptions: write a list of exceptions',
  ],
  [
    'a wildcard',
    file({ ...good, role: '*' }),
    'a wildcard: expected the exact ARN or the exact name of one role: f, exceptions[0].role: correct the entry; it is not applied',
  ],
  [
    'no rule',
    file({ ...good, rule: undefined }),
    'expected string, received undefined: f, exceptions[0].rule: correct the entry; it is not applied',
  ],
  [
    'a day that is a number',
    file({ ...good, until: 20270131 }),
    'expected string, received number: f, exceptions[0].until: correct the entry; it is not applied',
  ],
  [
    'a misspelt key',
    file({ ...good, untill: '2027-01-31' }),
    'Unrecognized key: "untill": f, exceptions[0]: correct the entry; it is not applied',
  ],
  [
    'no entry',
    file('text'),
    'expected object, received string: f, exceptions[0]: correct the entry; it is not applied',
  ],
])('%s is a problem in one line', (_what, text, problem) => {
  expect(readExceptions(text, 'f')).toEqual({ exceptions: [], problems: [problem] });
});

test('an entry that cannot be taken does not take the others with it', () => {
  const { exceptions, problems } = readExceptions(file({ ...good, role: 'a*' }, good));
  expect(exceptions.map(({ source }) => source)).toEqual(['exceptions file, exceptions[1]']);
  expect(problems).toHaveLength(1);
});
