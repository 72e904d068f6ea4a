import type { DiagnosisContext } from '../context.ts';
import type { Cause } from '../diagnosis.ts';

export interface StepAnswer {
  readonly causes: readonly Cause[];
  /** What this step could not decide, each with its reason. */
  readonly unanswered?: readonly string[];
}

/** One question of the diagnosis. It answers from the message, the evidence, or not at all. */
export interface Step {
  readonly id: string;
  readonly question: string;
  readonly examine: (context: DiagnosisContext) => StepAnswer;
}

export const nothing: StepAnswer = { causes: [] };
