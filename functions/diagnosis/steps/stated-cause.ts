import { accountRefusals } from '../account-refusals.ts';
import { administrator } from '../administrator.ts';
import type { DiagnosisContext } from '../context.ts';
import { messageLine } from '../evidence-line.ts';
import { isRefuted } from '../refuted.ts';
import type { StatedCause, StatedCauses } from '../stated-cause.ts';
import { storageRefusals } from '../storage-refusals.ts';
import { workloadRefusals } from '../workload-refusals.ts';
import { nothing, type Step } from './step.ts';

const statedCauses: StatedCauses = { ...accountRefusals, ...workloadRefusals, ...storageRefusals };

export const statedCause: Step = {
  id: 'stated-cause',
  question: "What do Bedrock's own words mean?",
  examine(context) {
    const { template } = context.denied.message;
    const stated = Object.hasOwn(statedCauses, template) ? statedCauses[template] : undefined;
    if (stated === undefined) return nothing;
    const judged = stated.map((one) => ({
      ...one,
      refuted: one.certainty !== 'proven' && isRefuted(one.code, context),
    }));
    // What the account does not bear out comes last.
    const ordered = judged.toSorted((a, b) => Number(a.refuted) - Number(b.refuted));
    return {
      causes: ordered.map(({ code, certainty, summary, who, steps, refuted }) => ({
        code,
        certainty: refuted ? 'possible' : certainty,
        summary,
        evidence: refuted ? [messageLine(context), CONTRADICTION] : [messageLine(context)],
        change: { kind: 'steps', who: whoIs(context, who), steps },
      })),
    };
  },
};

/** The text usually means it; the account, as it was read, does not bear it out. */
const CONTRADICTION = {
  source: 'policy engine',
  says: 'what was read of the workload does not bear this out: it is in order now',
} as const;

function whoIs(context: DiagnosisContext, who: StatedCause['who']): string {
  if (who === 'administrator') return administrator(context);
  return who === 'owner' ? 'the owner of the workload' : 'whoever makes the call';
}
