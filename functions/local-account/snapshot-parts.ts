import type { Snapshot } from '../workload/snapshot.ts';
import { AwsError, UnknownPart } from './aws-error.ts';

/**
 * A part of the snapshot that is known. A part that could not be read (or lies below one) answers with the error that
 * was met; an absent one is denied, so that "unknown" stays unknown for whoever reads this account.
 */
export function knownPart<Part>(part: Part | undefined, snapshot: Snapshot, ...path: readonly string[]): Part {
  refuseUnread(snapshot, ...path);
  if (part === undefined) throw new UnknownPart(path.join('.'));
  return part;
}

/** Throws the error with which this part, or one above it, could not be read. */
export function refuseUnread(snapshot: Snapshot, ...path: readonly string[]): void {
  const asked = `${path.join('.')}.`;
  const unread = snapshot.unread?.find(({ part }) => asked.startsWith(`${part}.`));
  if (unread === undefined) return;
  throw new AwsError(unread.error, statusOf(unread.error), unread.message ?? `${unread.part} could not be read`);
}

/** What could not be read below a part, by the rest of its path: such resources exist, so a list names them. */
export function unreadIds(snapshot: Snapshot, ...path: readonly string[]): readonly string[] {
  const prefix = `${path.join('.')}.`;
  return (snapshot.unread ?? [])
    .filter(({ part }) => part.startsWith(prefix))
    .map(({ part }) => part.slice(prefix.length))
    .filter((id) => id !== '');
}

function statusOf(code: string): number {
  if (/throttl|too ?many ?requests/i.test(code)) return 429;
  if (/access ?denied|not ?authorized|expired ?token|unrecognized ?client/i.test(code)) return 403;
  if (/not ?found|no ?such ?entity/i.test(code)) return 404;
  if (/internal|service ?failure|unavailable/i.test(code)) return 500;
  return 400;
}
