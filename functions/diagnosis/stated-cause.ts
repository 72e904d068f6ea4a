import type { CauseCode } from './cause-code.ts';
import type { Certainty } from './diagnosis.ts';

/** What one of Bedrock's own refusals may mean. */
export interface StatedCause {
  readonly code: CauseCode;
  readonly certainty: Certainty;
  readonly summary: string;
  readonly who: 'administrator' | 'owner' | 'caller';
  readonly steps: readonly [string, ...string[]];
}

/** By the template of the message; most probable first. `proven` only where the text itself says the cause. */
export type StatedCauses = Readonly<Record<string, readonly StatedCause[]>>;
