import { isAboutRole, isAssume } from '../about-role.ts';
import { administrator } from '../administrator.ts';
import { NEW } from '../as-if-created.ts';
import { isAssumedByService } from '../assumed-by-service.ts';
import type { CauseCode } from '../cause-code.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { decisionText, messageLine } from '../evidence-line.ts';
import { isShutOut, type TrustAnswer } from '../trust-answer.ts';
import { nothing, type Step, type StepAnswer } from './step.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html */
export const trustPolicy: Step = {
  id: 'trust-policy',
  question: 'Does the role trust whoever tried to assume it?',
  examine(context) {
    const shut = context.trust.filter(isShutOut);
    const [first] = shut;
    const isRefusal = context.denied.message.layer === 'trust' && isAssumedByService(context);
    if (first !== undefined && (isRefusal || isAboutRole(context)))
      return { causes: [ofWorkload(context, first, shut)] };
    const byCaller = ofCaller(context);
    if (byCaller !== undefined) return byCaller;
    const certainty = certaintyOf(context);
    // The trust policy was read, and lets the service in: the message is about something else.
    if (certainty === undefined || (certainty !== 'proven' && context.trust.length > 0)) return nothing;
    const role = context.access.resource ?? 'the role';
    return {
      causes: [
        {
          code: 'TRUST_POLICY',
          certainty,
          summary: `The trust policy of ${role} ${certainty === 'proven' ? 'does' : 'may'} not let the caller assume it.`,
          evidence: [messageLine(context)],
          change: compare(context, role),
        },
      ],
    };
  },
};

function ofWorkload(context: DiagnosisContext, first: TrustAnswer, shut: readonly TrustAnswer[]): Cause {
  const { servicePrincipal, sourceArn } = first.workload;
  const name = context.role?.name ?? 'the role';
  const byCondition = first.byCondition && shut.every((answer) => answer.byCondition);
  const code: CauseCode = byCondition ? 'CONFUSED_DEPUTY_CONDITION_MISMATCH' : 'TRUST_POLICY';
  return {
    code,
    // A workload that was to be made has no id yet, so what its ARN would have been is not known.
    certainty: (byCondition && first.workload.id === NEW) || context.changes.after.length > 0 ? 'likely' : 'proven',
    summary: byCondition
      ? `The trust policy of ${name} names ${servicePrincipal}, but its condition on the source does not admit ${sourceArn}.`
      : `The trust policy of ${name} does not let ${servicePrincipal} assume it for ${sourceArn}.`,
    evidence: shut.map(({ workload, decision }) => ({
      source: 'policy engine',
      says: `sts:AssumeRole by ${workload.servicePrincipal} for ${workload.sourceArn}: ${trustText(decision)}`,
    })),
    change:
      first.workload.id !== NEW
        ? { kind: 'trust', workloads: shut.map(({ workload }) => workload.arn) }
        : {
            kind: 'steps',
            who: administrator(context),
            steps: [
              byCondition
                ? `Correct the condition in the trust policy of ${name}: aws:SourceArn has to match ${sourceArn.replace(NEW, '*')}, and aws:SourceAccount its account.`
                : `Let ${servicePrincipal} assume ${name} in its trust policy, with aws:SourceAccount and with aws:SourceArn ${sourceArn.replace(NEW, '*')} until its id is known.`,
              'Leave the permissions of the role as they are: without trust it is never used.',
            ],
          },
  };
}

function trustText(decision: TrustAnswer['decision']): string {
  const [miss] = decision.misses;
  return decision.decision === 'implicitDeny' && miss !== undefined
    ? `not allowed; ${miss.reason}`
    : decisionText(decision);
}

/** A principal of the account that assumes a role: its own policies and the role's trust policy both have a say. */
function ofCaller(context: DiagnosisContext): StepAnswer | undefined {
  if (!isAssume(context.access.action)) return undefined;
  const { layer } = context.denied.message;
  if (layer !== undefined && layer !== 'trust' && layer !== 'resource') return undefined;
  const shut = context.answers.filter(({ shared }) => shared?.blockedBy.includes('trust') === true);
  const [first] = shut;
  if (first?.shared === undefined) return undefined;
  const lines: readonly EvidenceLine[] = shut.map(({ request, shared }) => ({
    source: 'policy engine',
    says: `${request.action} on ${request.resource}: ${shared === undefined ? '' : trustText({ ...shared, misses: shared.misses.filter((miss) => miss.layer === 'trust') })}`,
  }));
  const { action, resource } = first.request;
  return {
    causes: [
      {
        code: 'TRUST_POLICY',
        certainty: 'proven',
        summary: `The trust policy of ${resource} does not allow ${action} to ${context.role?.arn ?? 'the caller'}.`,
        evidence: lines,
        change: compare(context, resource),
      },
    ],
  };
}

const compare = (context: DiagnosisContext, role: string): Cause['change'] => ({
  kind: 'steps',
  who: administrator(context),
  steps: [
    `Compare the principal, the actions and the conditions (aws:SourceAccount, aws:SourceArn) of the trust policy of ${role} with the caller in the message; a session with tags needs sts:TagSession there too.`,
    'Name exactly that service or principal; never `*`.',
  ],
});

/** Without a reason, AWS may mean the policies of whoever calls or the trust policy; a service has no policies. */
function certaintyOf(context: DiagnosisContext): Certainty | undefined {
  const { layer, template } = context.denied.message;
  if (layer === 'trust') return 'proven';
  if (layer !== undefined || template !== 'iam-no-reason') return undefined;
  if (isAssumedByService(context)) return 'likely';
  return isAssume(context.access.action) ? 'possible' : undefined;
}
