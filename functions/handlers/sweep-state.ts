import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isObject } from '../adapters/json-fields.ts';
import type { UnreadPart } from '../workload/snapshot.ts';

/** One workload of the index: where it is, the key that names it in `unread`, and the fingerprints of its roles. */
export type IndexedWorkload = readonly [region: string, key: string, ...roles: string[]];

/** What an invocation of a sweep hands on to the next: whichever container runs it needs nothing else. */
export interface SweepState {
  readonly index: readonly IndexedWorkload[];
  /** Whether every list was read to its end. */
  readonly isIndexed: boolean;
  /** By Region: what of the workloads was refused, and may hide some. */
  readonly hidden: Readonly<Record<string, readonly UnreadPart[]>>;
  /** How many roles of the index were judged, in its order. */
  readonly judged: number;
  /** Fingerprints of the resources whose results must not be ended. */
  readonly living: readonly string[];
  /** Whether a role has no id, so that no result can be told to be nobody's. */
  readonly hasUnknownRole: boolean;
  /** How many roles had no answer in the invocations before. */
  readonly unanswered: number;
  /** The roles that are tried once more, by fingerprint; they alone are judged then. */
  readonly again?: readonly string[];
}

export const START: SweepState = {
  index: [],
  isIndexed: false,
  hidden: {},
  judged: 0,
  living: [],
  hasUnknownRole: false,
  unanswered: 0,
};

/** 48 bits of what a name is: two that are alike cost a role that is judged twice, or a result that stays. */
export const fingerprint = (name: string): string => createHash('sha256').update(name).digest('base64url').slice(0, 8);

/** What 256 KB may unfold to; more is none of ours. */
const MOST_CHARACTERS = 8_000_000;

export const packState = (state: SweepState): string => gzipSync(JSON.stringify(state)).toString('base64');

/** @throws Error when the text is not what `packState` made */
export function unpackState(text: string): SweepState {
  let state: unknown;
  try {
    const json = gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_CHARACTERS });
    state = JSON.parse(json.toString());
  } catch (error) {
    throw new Error('the state of a sweep that goes on cannot be read', { cause: error });
  }
  if (!isState(state)) throw new Error('the state of a sweep that goes on is not one of this version');
  return state;
}

function isState(value: unknown): value is SweepState {
  if (!isObject(value)) return false;
  const { index, isIndexed, hidden, judged, living, hasUnknownRole, unanswered, again = [] } = value;
  return (
    Array.isArray(index) &&
    index.every(isTexts) &&
    typeof isIndexed === 'boolean' &&
    isObject(hidden) &&
    Object.values(hidden).every((parts) => Array.isArray(parts) && parts.every(isUnreadPart)) &&
    [judged, unanswered].every((count) => Number.isInteger(count)) &&
    isTexts(living) &&
    typeof hasUnknownRole === 'boolean' &&
    isTexts(again)
  );
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((text) => typeof text === 'string');

const isUnreadPart = (value: unknown): boolean =>
  isObject(value) && typeof value.part === 'string' && typeof value.error === 'string';
