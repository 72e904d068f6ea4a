import { accountRefusals } from '../account-refusals.ts';
import { administrator } from '../administrator.ts';
import type { DiagnosisContext } from '../context.ts';
import { messageLine } from '../evidence-line.ts';
import type { StatedCause, StatedCauses } from '../stated-cause.ts';
import { workloadRefusals } from '../workload-refusals.ts';
import { nothing, type Step } from './step.ts';

const statedCauses: StatedCauses = { ...accountRefusals, ...workloadRefusals };

export const statedCause: Step = {
  id: 'stated-cause',
  question: "What do Bedrock's own words mean?",
  examine(context) {
    const { template } = context.denied.message;
    const stated = Object.hasOwn(statedCauses, template) ? statedCauses[template] : undefined;
    if (stated === undefined) return nothing;
    return {
      causes: stated.map(({ code, certainty, summary, who, steps }) => ({
        code,
        certainty,
        summary,
        evidence: [messageLine(context)],
        change: { kind: 'steps', who: whoIs(context, who), steps },
      })),
    };
  },
};

function whoIs(context: DiagnosisContext, who: StatedCause['who']): string {
  if (who === 'administrator') return administrator(context);
  return who === 'owner' ? 'the owner of the workload' : 'whoever makes the call';
}
