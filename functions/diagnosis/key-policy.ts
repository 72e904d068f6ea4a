import type { Change } from '../workload/change.ts';
import { administrator } from './administrator.ts';
import type { DiagnosisContext } from './context.ts';
import type { Cause } from './diagnosis.ts';
import { engineLine } from './evidence-line.ts';
import type { PolicyAnswer } from './policy-answer.ts';

/** A key decides alone who may use it, unless its policy hands that to the account. */
export const isOfKey = (action: string): boolean => /^kms:/i.test(action);

/**
 * Does the policy of the key leave it to the policies of the caller? Undefined where that is not known. Where it does, they are
 * the cause; where it does not, none of them counts.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const isDelegated = ({ resource }: Pick<PolicyAnswer, 'resource'>): boolean | undefined =>
  resource === undefined || resource.decision === 'unknown' ? undefined : resource.decision === 'allowed';

/** What the caller's own policies lack of a key, its policy could allow as well: what is known of that, and what it is worth. */
export function besidesOwn(context: DiagnosisContext, grantOf: (gap: PolicyAnswer) => Change): Cause | undefined {
  const gap = context.gaps.find(({ request }) => isOfKey(request.action) && request.standing === 'denied');
  if (gap === undefined || isDelegated(gap) === false) return undefined;
  const { action, resource } = gap.request;
  const cause = (summary: string, says: string, change: Change | string): Cause => ({
    code: 'KMS_KEY_POLICY',
    certainty: 'possible',
    summary,
    evidence: [engineLine(gap.request, says)],
    change: typeof change === 'string' ? { kind: 'steps', who: administrator(context), steps: [change] } : change,
  });
  if (gap.resource === undefined)
    return cause(
      `The policy of the key ${resource} was not read: unless it allows ${action} to the caller, or hands that to the account, no policy of the caller counts.`,
      'the policy of the key was not read',
      grantOf(gap),
    );
  if (isDelegated(gap) === true)
    return cause(
      `The policy of the key ${resource} hands ${action} to the account's policies, and does not name the caller itself.`,
      'the policy of the key leaves it to the policies of the caller',
      "Allow it in the caller's own policies, which the policy of the key leaves it to; name the caller in the policy of the key only where those cannot be changed.",
    );
  const keys = gap.resource.dependsOn.join(', ');
  return cause(
    `The policy of the key ${resource} decides by ${keys} whether the caller's own policies count for ${action}.`,
    `depends on ${keys}`,
    `Compare the condition on ${keys} in the policy of the key ${resource} with what the call carries: where it is met, allow ${action} to the caller in its own policies; where it is not, name the caller in the policy of the key.`,
  );
}
