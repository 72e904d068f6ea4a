import type { AgentRole } from '../../workload/agent-role.ts';
import { nearestPattern } from '../arn-difference.ts';
import { best } from '../certainty.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, EvidenceLine } from '../diagnosis.ts';
import { engineLine, messageLine, statementName } from '../evidence-line.ts';
import { correctionOf, grantOfDenied } from '../grant-change.ts';
import type { IdentityGap } from '../identity-gap.ts';
import { mismatchKind } from '../mismatch-kind.ts';
import { missingCauseCode } from '../missing-cause-code.ts';
import { wentThroughProfile } from '../through-profile.ts';
import { cannotBeAsked, policiesAreUnread } from './missing-action.ts';
import { nothing, type Step } from './step.ts';

export const resourceArnMismatch: Step = {
  id: 'resource-arn-mismatch',
  question: 'Is the action allowed, but on other resources?',
  examine(context) {
    const missed = context.gaps.flatMap(({ request, gap, certainty }) =>
      gap.kind === 'resourceMissed' ? [{ request, gap, certainty }] : [],
    );
    const codes = [...new Set(missed.map(({ request }) => codeOf(request.action, context.role)))];
    if (codes.length === 0)
      return policiesAreUnread(context) || cannotBeAsked(context) ? fromMessage(context) : nothing;
    return {
      causes: codes.map((code): Cause => {
        const own = missed.filter(({ request }) => codeOf(request.action, context.role) === code);
        const actions = [...new Set(own.map(({ request }) => request.action))].join(', ');
        const resources = [...new Set(own.map(({ request }) => request.resource))];
        return {
          code,
          certainty: best(own.map(({ certainty }) => certainty)),
          summary: `The policies of the role allow ${actions}, but not on ${resources.join(', ')}${kindOf(own)}.`,
          evidence: own.map(({ request, gap }) => line(request, gap)),
          change: corrected(context, own),
        };
      }),
    };
  },
};

type Missed = DiagnosisContext['gaps'][number] & {
  readonly gap: Extract<IdentityGap, { readonly kind: 'resourceMissed' }>;
};

/** The statement whose Resource comes closest to the first request, and the pattern there. */
function nearestOf({ request, gap }: Pick<Missed, 'request' | 'gap'>) {
  const nearest = nearestPattern(
    gap.missed.flatMap(({ pattern, except }) => (except ? [] : [pattern])),
    request.resource,
  );
  const location = gap.missed.find(({ pattern, except }) => !except && pattern === nearest?.pattern)?.location;
  return nearest === undefined || location === undefined ? undefined : { nearest, location };
}

function corrected(context: DiagnosisContext, own: readonly Pick<Missed, 'request' | 'gap'>[]): Cause['change'] {
  const [first] = own;
  const found = first === undefined ? undefined : nearestOf(first);
  return correctionOf(
    own.map(({ request }) => request),
    context,
    found?.location,
    found?.nearest.pattern,
  );
}

/** `: the inference profile is allowed, and not the model behind it` */
function kindOf(own: readonly Pick<Missed, 'request' | 'gap'>[]): string {
  const kinds = own.flatMap((one) => {
    const found = nearestOf(one);
    const through = one.request.context['bedrock:InferenceProfileArn'];
    return found === undefined ? [] : (mismatchKind(found.nearest.pattern, one.request.resource, through) ?? []);
  });
  const [kind] = kinds;
  return kind === undefined ? '' : `: ${kind}`;
}

const codeOf = (action: string, role: AgentRole | undefined) => missingCauseCode(action, 'RESOURCE_ARN_MISMATCH', role);

function line(
  request: { readonly action: string; readonly resource: string },
  { missed }: Extract<IdentityGap, { readonly kind: 'resourceMissed' }>,
): EvidenceLine {
  const excepted = missed.find(({ except }) => except);
  if (excepted !== undefined && missed.every(({ except }) => except))
    return engineLine(request, `${statementName(excepted.location)} allows it on everything but ${excepted.pattern}`);
  const nearest = nearestPattern(
    missed.flatMap(({ pattern, except }) => (except ? [] : [pattern])),
    request.resource,
  );
  const location = missed.find(({ pattern, except }) => !except && pattern === nearest?.pattern)?.location;
  if (nearest === undefined || location === undefined) return engineLine(request, 'no statement covers the resource');
  return engineLine(request, `${statementName(location)} allows it on ${nearest.pattern}: ${nearest.says}`);
}

function fromMessage(context: DiagnosisContext): { readonly causes: readonly Cause[] } {
  const { message } = context.denied;
  const { action, resource } = context.access;
  const open = message.layer === undefined || (message.layer === 'identity' && message.effect === 'implicit');
  if (!open || message.effect === 'explicit' || resource === '*') return nothing;
  if (action?.toLowerCase().startsWith('aws-marketplace:')) return nothing;
  if (action !== undefined && codeOf(action, context.role) !== 'RESOURCE_ARN_MISMATCH') return nothing;
  return {
    causes: [
      {
        code: 'RESOURCE_ARN_MISMATCH',
        certainty: wentThroughProfile(context) ? 'likely' : 'possible',
        summary: `The policies of the caller may allow ${action ?? 'the call'} only on other resources than ${resource ?? 'the one it needs'}.`,
        evidence: [messageLine(context)],
        change: grantOfDenied(context),
      },
    ],
  };
}
