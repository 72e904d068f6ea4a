import type { RuleId } from '../fixtures/accuracy/roles/labels.ts';

interface OpenDisagreement {
  readonly role: string;
  readonly rules: readonly RuleId[];
  /** Why the label stands. */
  readonly because: string;
}

/** Where a rule is held to be wrong. An entry goes with the defect: one that is no disagreement any more fails the test. */
export const openDisagreements: readonly OpenDisagreement[] = [];
