import { expect, it } from 'vitest';
import { judgeSnapshots } from '../../functions/cli/judge-snapshot.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const parts = ['organization', 'agents', 'flows', 'bedrock.guardrails.gr1'];
const unread = parts.map((part) => ({ part, error: 'AccessDeniedException' }));
const snapshot: Snapshot = { format: 'bedrock-warden/snapshot/1', accountId: '111122223333', region: 'us-east-1' };

it('names the parts that were not read in one order, whichever was refused first', () => {
  const of = (given: typeof unread) => judgeSnapshots([{ ...snapshot, unread: given }]).unread;
  expect(of(unread.toReversed())).toEqual(of(unread));
  expect(of(unread).slice(0, parts.length)).toEqual(
    ['agents', 'bedrock.guardrails.gr1', 'flows', 'organization'].map((part) => ({
      part,
      error: 'AccessDeniedException',
    })),
  );
});
