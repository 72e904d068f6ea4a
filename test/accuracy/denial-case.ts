import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Certainty } from '../../functions/diagnosis/diagnosis.ts';

/**
 * How the expected cause is known: the thread says that the fix worked (`confirmed`), it is plain from the thread
 * (`likely`), nobody ever knew (`guess`), or the case is written after AWS's documentation (`documented`).
 */
export type Standing = 'confirmed' | 'likely' | 'guess' | 'documented';

/** One denial, the account that it happened in and the cause that turned out to be true. */
export interface DenialCase {
  readonly case: string;
  /** Where it was told, or the page of AWS that documents it. */
  readonly from: string;
  readonly standing: Standing;
  /** A CloudTrail record, an EventBridge envelope or a log file; else all that is known is the `message`. */
  readonly event?: unknown;
  readonly message?: string;
  readonly state: State;
  readonly expect: string;
  /** Causes that are as good an answer. */
  readonly alsoAcceptable?: readonly string[];
  /** Causes that the account has too: a worse first answer, yet not a wrong one. */
  readonly alsoTrue?: readonly string[];
  /** What hand-made rules on the text alone answer. */
  readonly baseline?: string;
  /** Why nothing in an account or a record can show the cause; such a case is not counted. */
  readonly fails?: string;
}

interface State {
  readonly base: string;
  /** By JSON pointer (see `change-base.ts`): what stands there instead. */
  readonly changes?: Readonly<Record<string, unknown>>;
  /** JSON pointers to what the base has and this account has not, or nobody has read. */
  readonly without?: readonly string[];
}

export const CERTAINTIES: readonly Certainty[] = ['proven', 'likely', 'possible'];

const FIXTURES = new URL('../fixtures/accuracy/', import.meta.url);

export const denialCases: readonly DenialCase[] = jsonFiles('denials/').map(([name, value]) => {
  const read = value as DenialCase;
  if (read.case !== name) throw new Error(`denials/${name}.json calls itself ${read.case}`);
  return read;
});

export const baseSnapshots: Readonly<Record<string, unknown>> = Object.fromEntries(jsonFiles('bases/'));

function jsonFiles(folder: string): readonly (readonly [name: string, value: unknown])[] {
  const place = new URL(folder, FIXTURES);
  return readdirSync(place)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => [basename(file, '.json'), JSON.parse(readFileSync(new URL(file, place), 'utf8'))] as const);
}
