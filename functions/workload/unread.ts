import type { Snapshot, UnreadPart } from './snapshot.ts';

/**
 * The phrase for an absent part: `the organization was not read (AccessDeniedException)`. The error is that of the part
 * itself, or of the nearest part around it: `bedrock` for `bedrock.modelAvailability.amazon.nova-pro-v1:0`.
 */
export function notRead(snapshot: Snapshot, part: string, what: string, verb: 'was' | 'were' = 'was'): string {
  const [unread] = unreadAround(snapshot, part).toSorted((one, other) => other.part.length - one.part.length);
  return `${what} ${verb} not read${unread === undefined ? '' : ` (${unread.error})`}`;
}

/** The unread parts at or around a path. */
export const unreadAround = (snapshot: Snapshot, part: string): readonly UnreadPart[] =>
  unreadParts(snapshot).filter((candidate) => candidate.part === part || part.startsWith(`${candidate.part}.`));

/** The unread parts at or below a path. */
export const unreadBelow = (snapshot: Snapshot, part: string): readonly UnreadPart[] =>
  unreadParts(snapshot).filter((candidate) => candidate.part === part || candidate.part.startsWith(`${part}.`));

const unreadParts = ({ unread }: Snapshot): readonly UnreadPart[] => unread ?? [];

/** The gap of a workload that must have a role. */
export const noRole = (label: string, written: unknown): string =>
  typeof written === 'string' && written !== ''
    ? `the role of ${label} is not named by an ARN (it reads ${JSON.stringify(written.slice(0, 80))})`
    : `the role of ${label} is not set or was not read`;

/** Text of a configuration, as a gap quotes it. */
export const quoted = (text: string): string => `\`${text.length > 80 ? `${text.slice(0, 79)}…` : text}\``;

/** What AWS writes instead of a value that it does not show. */
export const isHidden = (value: string): boolean => value === 'HIDDEN_DUE_TO_SECURITY_REASONS';
