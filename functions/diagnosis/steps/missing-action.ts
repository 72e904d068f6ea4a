import type { AgentRole } from '../../workload/agent-role.ts';
import { type AskedRequest, STREAM, sameAction } from '../asked-requests.ts';
import { isAssumedByService } from '../assumed-by-service.ts';
import type { CauseCode } from '../cause-code.ts';
import { best } from '../certainty.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, EvidenceLine } from '../diagnosis.ts';
import { engineLine, messageLine, statementName } from '../evidence-line.ts';
import { correctionOf, grantOf, grantOfDenied } from '../grant-change.ts';
import type { IdentityGap } from '../identity-gap.ts';
import { missingCauseCode } from '../missing-cause-code.ts';
import { wentThroughProfile } from '../through-profile.ts';
import { nothing, type Step } from './step.ts';

export const missingAction: Step = {
  id: 'missing-action',
  question: 'Does an identity-based policy of the role allow the action at all?',
  examine(context) {
    const causes = [
      ...found(context, 'streamActionMissing'),
      ...found(context, 'actionMisnamed'),
      ...found(context, 'actionMissing'),
    ];
    if (causes.length > 0) return { causes };
    return policiesAreUnread(context) || cannotBeAsked(context) ? fromMessage(context) : nothing;
  },
};

type Kind = 'streamActionMissing' | 'actionMisnamed' | 'actionMissing';

/** One cause for each code, with every request it concerns. */
function found(context: DiagnosisContext, kind: Kind): readonly Cause[] {
  const ofKind = context.gaps.filter(({ gap, request }) => gap.kind === kind && !isMarketplace(request.action));
  const codes = [...new Set(ofKind.map(({ request }) => codeOf(kind, request.action, context.role)))];
  return codes.map((code) => {
    const own = ofKind.filter(({ request }) => codeOf(kind, request.action, context.role) === code);
    const requests = own.map(({ request }) => request);
    return {
      code,
      certainty: best(own.map(({ certainty }) => certainty)),
      summary: summary(kind, requests, own[0]?.gap),
      evidence: own.map(({ request, gap }) => line(request, gap)),
      change: changeOf(requests, context, own[0]?.gap),
    };
  });
}

const changeOf = (
  requests: readonly AskedRequest[],
  context: DiagnosisContext,
  gap: IdentityGap | undefined,
): Cause['change'] =>
  gap?.kind === 'actionMisnamed'
    ? correctionOf(requests, context, gap.location, gap.written)
    : grantOf(requests, context);

const codeOf = (kind: Kind, action: string, role: AgentRole | undefined): CauseCode => {
  if (kind === 'streamActionMissing') return 'STREAM_ACTION_MISSING';
  return kind === 'actionMisnamed'
    ? 'INVALID_ACTION_NAME'
    : missingCauseCode(action, 'IDENTITY_POLICY_MISSING_ACTION', role);
};

function summary(kind: Kind, requests: readonly AskedRequest[], gap: IdentityGap | undefined): string {
  const actions = [...new Set(requests.map(({ action }) => action))].join(', ');
  if (kind === 'streamActionMissing')
    return `The policies of the role allow bedrock:InvokeModel but not its streaming twin ${actions}.`;
  if (kind === 'actionMisnamed' && gap?.kind === 'actionMisnamed')
    return `A policy of the role names \`${gap.written}\`, which is not an action; ${actions} is not allowed.`;
  return `No identity-based policy of the role allows ${actions}.`;
}

function line(request: AskedRequest, gap: IdentityGap): EvidenceLine {
  if (gap.kind === 'streamActionMissing')
    return engineLine(request, `not allowed; bedrock:InvokeModel is, by ${statementName(gap.location)}`);
  if (gap.kind === 'actionMisnamed')
    return engineLine(
      request,
      `not allowed; ${statementName(gap.location)} names \`${gap.written}\`, which is not an action`,
    );
  return engineLine(request, 'not allowed by any statement');
}

/** Whether what the identity-based policies say was not to be had. */
export const policiesAreUnread = ({ role, openness, denied, access }: DiagnosisContext): boolean =>
  !isAssumedByService({ denied, access }) &&
  (openness === 'iam' || openness === 'open') &&
  (role === undefined || 'missing' in role.identityPolicies);

/** AWS says that no identity-based policy allows it, and what it was is not known well enough to ask the policies. */
export const cannotBeAsked = ({ denied: { message }, role, answers }: DiagnosisContext): boolean =>
  role !== undefined && message.layer === 'identity' && message.effect === 'implicit' && answers.length === 0;

const isMarketplace = (action: string): boolean => action.toLowerCase().startsWith('aws-marketplace:');

/** Without the policies, AWS's words give the layer at most. */
function fromMessage(context: DiagnosisContext): {
  readonly causes: readonly Cause[];
  readonly unanswered: readonly string[];
} {
  const { message } = context.denied;
  const { action } = context.access;
  if (context.openness === 'iam' && message.layer !== undefined && message.layer !== 'identity')
    return { causes: [], unanswered: [] };
  if (message.effect === 'explicit' || (action !== undefined && isMarketplace(action)))
    return { causes: [], unanswered: [] };
  const named = message.layer === 'identity';
  const code =
    action === undefined
      ? 'IDENTITY_POLICY_MISSING_ACTION'
      : missingCauseCode(action, 'IDENTITY_POLICY_MISSING_ACTION');
  const stream = action !== undefined && sameAction(action, STREAM);
  const cause: Cause = {
    code,
    certainty: named && !wentThroughProfile(context) ? 'likely' : 'possible',
    summary: named
      ? `No identity-based policy of the caller allows ${action ?? 'the action'}, says AWS; most often the action itself is missing.`
      : `The policies of the role may not allow ${action ?? 'what the workload asked for'}.`,
    evidence: [messageLine(context)],
    change: grantOfDenied(context),
  };
  const twin: Cause = {
    ...cause,
    code: 'STREAM_ACTION_MISSING',
    certainty: 'possible',
    summary: `The policies of the caller may allow bedrock:InvokeModel but not its streaming twin ${STREAM}.`,
  };
  const missing =
    context.role === undefined ? ['no evidence about the role was given'] : missingOf(context.role.identityPolicies);
  return {
    causes: stream || context.denied.message.template === 'generic-bedrock' ? [cause, twin] : [cause],
    unanswered: [`whether the identity-based policies allow the call: ${missing.join('; ')}`],
  };
}

const missingOf = (
  evidence: { readonly known: unknown } | { readonly missing: readonly string[] },
): readonly string[] => ('missing' in evidence ? evidence.missing : ['the message does not name the one resource']);
