import { expect, it } from 'vitest';
import { type Digest, digestAlert } from '../../functions/alerts/digest-alert.ts';

const nothing: Digest = {
  accountId: '111122223333',
  region: 'us-east-1',
  day: '2026-11-22',
  incidents: [],
  roles: [],
  exceptions: [],
  models: [],
  undecided: [],
};

const END = 'The model `m` reaches its end of life on 2026-12-31.';
const usedBy = (names: readonly string[]): Digest['models'] => names.map((roleName) => ({ roleName, message: END }));

it.each<[name: string, models: Digest['models'], subject: string, lines: readonly string[]]>([
  ['one role', usedBy(['a']), '1 model near its end', [`a: ${END}`]],
  ['five roles', usedBy(['a', 'b', 'c', 'd', 'e']), '1 model near its end', [`a, b, c and 2 more roles: ${END}`]],
  [
    'another model too',
    [...usedBy(['a', 'b']), { roleName: 'b', message: 'n' }],
    '2 models near their end',
    [`a, b: ${END}`, 'b: n'],
  ],
])('counts the models that end, not their users: %s', (_name, models, subject, lines) => {
  const alert = digestAlert({ ...nothing, models });
  const section = alert.sections.find(({ title }) => title.startsWith('Models near their end'));
  expect([alert.subject, section?.lines]).toEqual([`Digest of 2026-11-22, account 111122223333: ${subject}`, lines]);
});
