import { administrator } from '../administrator.ts';
import type { CauseCode } from '../cause-code.ts';
import { best } from '../certainty.ts';
import { engineLine, statementName } from '../evidence-line.ts';
import { correctionOf } from '../grant-change.ts';
import { nothing, type Step } from './step.ts';

export const conditionNotMet: Step = {
  id: 'condition-not-met',
  question: 'Is the request allowed only under conditions that it does not meet?',
  examine(context) {
    const own = context.gaps.flatMap(({ request, gap, certainty }) =>
      gap.kind === 'conditionNotMet' ? [{ request, gap, certainty }] : [],
    );
    const [first] = own;
    if (first === undefined) return nothing;
    const certainty = best(own.map((one) => one.certainty));
    const keys = [...new Set(own.flatMap(({ gap }) => gap.conditions.map(({ key }) => key)))];
    return {
      causes: [
        {
          code: codeOf(first.request.action),
          certainty,
          summary: `${first.request.action} is allowed only under a condition on ${keys.join(', ')}, which the call ${certainty === 'proven' ? 'does' : 'may'} not meet.`,
          evidence: own.map(({ request, gap }) =>
            engineLine(
              request,
              `${statementName(gap.location)} allows it if ${gap.conditions.map(conditionText).join(' and ')}`,
            ),
          ),
          change:
            certainty === 'proven' && !keys.some(isOfGuardrail)
              ? correctionOf(
                  own.map(({ request }) => request),
                  context,
                  first.gap.location,
                )
              : {
                  kind: 'steps',
                  who: administrator(context),
                  steps: [
                    `Compare the condition on ${keys.join(', ')} in ${statementName(first.gap.location)} with what the call sends.`,
                    'Correct the value of the condition, or move the action to a statement whose condition the call meets; do not drop the condition without knowing what it guards.',
                  ],
                },
        },
      ],
    };
  },
};

/** What would be allowed without the guardrail is what the condition is there to keep out. */
const isOfGuardrail = (key: string): boolean => key.toLowerCase() === 'bedrock:guardrailidentifier';

/** A role that may be passed to another service only may not be passed to this one. */
const codeOf = (action: string): CauseCode =>
  action.toLowerCase() === 'iam:passrole' ? 'PASSROLE_MISSING' : 'POLICY_CONDITION_NOT_MET';

const conditionText = ({
  operator,
  key,
  values,
}: {
  operator: string;
  key: string;
  values: readonly string[];
}): string => `${operator} ${key} ${values.join(' or ')}`;
