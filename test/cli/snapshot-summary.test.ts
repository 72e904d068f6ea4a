import { expect, it } from 'vitest';
import { unreadLines, writtenLine } from '../../functions/cli/snapshot-summary.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const snapshot: Snapshot = { format: 'bedrock-warden/snapshot/1', accountId: '111122223333', region: 'us-east-1' };
const denied = (...parts: readonly string[]) => parts.map((part) => ({ part, error: 'AccessDeniedException' }));
const unread = [...denied('organization', 'flows'), { part: 'iam', error: 'AccessDenied' }, ...denied('agentCore')];

it.each([
  [snapshot, 'account.json: account 111122223333, us-east-1'],
  [{ ...snapshot, agents: [], flows: [] }, 'account.json: account 111122223333, us-east-1: 0 agents, 0 flows'],
])('counts what was read, and only that', (of, line) => {
  expect(writtenLine('account.json', of)).toBe(line);
});

it.each([
  ['as they were met', unread],
  ['the other way round', unread.toReversed()],
])('names the parts in one order: %s', (_name, parts) => {
  expect(unreadLines({ ...snapshot, unread: parts }, false)).toEqual([
    'not read (AccessDenied): iam',
    'not read (AccessDeniedException): agentCore, flows, organization',
  ]);
});

it('counts the parts beyond twelve, and names the Region of several', () => {
  const parts = denied(...'abcdefghijklmn');
  expect(unreadLines({ ...snapshot, unread: parts }, true)).toEqual([
    'not read in us-east-1 (AccessDeniedException): a, b, c, d, e, f, g, h, i, j, k, l and 2 more: see `unread` in the file',
  ]);
});
