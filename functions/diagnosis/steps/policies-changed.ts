import { administrator } from '../administrator.ts';
import { type DiagnosisContext, isInOrder } from '../context.ts';
import type { Cause, EvidenceLine } from '../diagnosis.ts';
import { identityLines, messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency */
export const policiesChanged: Step = {
  id: 'policies-changed',
  question: 'Do the policies, as they are now, allow what was denied, and were they changed about that time?',
  examine(context) {
    const { denied, changes, openness } = context;
    const { layer, effect } = denied.message;
    const dated: readonly EvidenceLine[] = [...changes.before, ...changes.after].map(({ at, what }) => ({
      source: 'iam get-account-authorization-details',
      says: `${what} at ${at}; the call was at ${denied.eventTime ?? 'an unknown time'}`,
    }));
    const contradicted = layer === 'identity' && effect === 'implicit' && context.allowedByIdentity;
    const fresh = changes.before.length > 0 && openness !== 'account' && isOpen(context) && standsClear(context);
    if (!contradicted && !fresh) return nothing;
    return { causes: [cause(context, [messageLine(context), ...dated, ...identityLines(context)])] };
  },
};

/** Texts that a role meets when it, or a policy of it, is not in force everywhere yet. */
const OF_NEW_ROLES: ReadonlySet<string> = new Set([
  'role-not-assumable',
  'role-validation-failed',
  'execution-role-credentials',
  'vector-store-refused',
  'agent-profile-refused',
  'generic-bedrock',
  'generic-knowledge-base',
  'iam-no-reason',
  'container-image-refused',
  'schema-unreadable',
]);

const isOpen = ({ denied: { message } }: DiagnosisContext): boolean => OF_NEW_ROLES.has(message.template);

/** All that could be asked is in order now; what nobody could ask is no objection. */
const standsClear = (context: DiagnosisContext): boolean =>
  context.gaps.every(({ certainty }) => certainty === 'possible') &&
  (context.answers.length === 0 || isInOrder(context)) &&
  !context.trust.some(({ decision }) => decision.decision !== 'allowed') &&
  !context.elsewhere.some(({ answer }) => answer === 'denied');

const cause = (context: DiagnosisContext, evidence: readonly EvidenceLine[]): Cause => ({
  code: 'IAM_PROPAGATION',
  certainty: 'likely',
  summary:
    'The policies of the role allow the call now; they were changed after it, or the change had not yet reached every place.',
  evidence,
  change: {
    kind: 'steps',
    who: administrator(context),
    steps: [
      'Repeat the call. If it is denied again a few minutes later, look whether it was made with this role.',
      'Leave the policies of the role as they are.',
    ],
  },
});
