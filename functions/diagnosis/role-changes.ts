import { type DatedChange, datedChanges } from '../workload/account-facts.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import type { DeniedRequest } from './diagnosis.ts';

export interface ChangesAround {
  /** Within minutes before the call: they may not have arrived everywhere. */
  readonly before: readonly DatedChange[];
  /** After the call: what is known of the role is not what it was. */
  readonly after: readonly DatedChange[];
}

/**
 * IAM is eventually consistent; changes have been seen to take a minute, and a new role some more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */
const MINUTES = 10;

/** What IAM dates of the role's changes, in relation to the time of the call; nothing where that is not known. */
export function changesAround(
  { eventTime }: DeniedRequest,
  role: AgentRole | undefined,
  account: readonly Snapshot[],
): ChangesAround {
  const called = Date.parse(eventTime ?? '');
  if (role === undefined || Number.isNaN(called)) return { before: [], after: [] };
  const [changes = []] = account.map((snapshot) => datedChanges(snapshot, role.arn)).filter(({ length }) => length > 0);
  return {
    before: changes.filter(({ at }) => called - Date.parse(at) >= 0 && called - Date.parse(at) <= MINUTES * 60_000),
    after: changes.filter(({ at }) => Date.parse(at) > called),
  };
}
