import { administrator } from '../administrator.ts';
import type { DiagnosisContext } from '../context.ts';
import { deniedBy } from '../denied-by.ts';
import type { Cause } from '../diagnosis.ts';
import { requestOf } from '../grant-change.ts';
import { openDenies } from '../open-deny.ts';
import { nothing, type Step } from './step.ts';

export const explicitDeny: Step = {
  id: 'explicit-deny',
  question: 'Does an identity-based policy of the role deny it?',
  examine(context) {
    const { layer, effect } = context.denied.message;
    const named = layer === 'identity' && effect === 'explicit';
    const denied = deniedBy(context, 'identity', { named, explicitOnly: true });
    if (denied !== undefined) return { causes: [cause(context, denied)] };
    const evidence = openDenies(context, 'identity');
    return evidence.length === 0
      ? nothing
      : { causes: [{ ...cause(context, { certainty: 'possible', evidence, requests: [] }), summary: OPEN }] };
  },
};

const OPEN = 'An identity-based policy of the caller denies it under a condition that the call may meet.';

const cause = (
  context: DiagnosisContext,
  { certainty, evidence, where, requests, location }: NonNullable<ReturnType<typeof deniedBy>>,
): Cause => ({
  code: 'EXPLICIT_DENY_IDENTITY',
  certainty,
  summary: `An identity-based policy of the caller denies ${context.access.action ?? 'the call'}${where === undefined ? '' : `: ${where}`}.`,
  evidence,
  change:
    location !== undefined && requests.length > 0
      ? { kind: 'exempt', requests: requests.map(requestOf), location }
      : {
          kind: 'steps',
          who: administrator(context),
          steps: [
            `Find the Deny${where === undefined ? ' in the policies of the role and of its groups' : ` in ${where}`} and why it stands there.`,
            'Except the role or the resource from it; no Allow outweighs a Deny.',
          ],
        },
});
