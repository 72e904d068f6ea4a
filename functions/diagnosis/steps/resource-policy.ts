import type { Decision } from '../../iam/decision.ts';
import type { Change, GrantedRequest } from '../../workload/change.ts';
import { administrator } from '../administrator.ts';
import type { CauseCode } from '../cause-code.ts';
import { type DiagnosisContext, isInOrder } from '../context.ts';
import type { Cause } from '../diagnosis.ts';
import { decisionText, engineLine, messageLine } from '../evidence-line.ts';
import { besidesOwn, isOfKey } from '../key-policy.ts';
import { nothing, type Step } from './step.ts';

const BY_SERVICE: Readonly<Record<string, CauseCode>> = {
  kms: 'KMS_KEY_POLICY',
  lambda: 'LAMBDA_RESOURCE_POLICY',
  s3: 'S3_ACCESS',
  secretsmanager: 'SECRETS_MANAGER',
};

function codeOf(action: string): CauseCode | undefined {
  const service = action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();
  return Object.hasOwn(BY_SERVICE, service) ? BY_SERVICE[service] : undefined;
}

/** The policy of the resource was read, and no policy of the caller outweighs what it says. */
function byPolicy(context: DiagnosisContext): Cause | undefined {
  const { layer } = context.denied.message;
  const shut = context.answers.filter(
    ({ request, shared, identity }) =>
      request.standing !== 'optional' &&
      shared?.blockedBy.includes('resource') === true &&
      (layer === undefined || layer === 'identity') &&
      (shared.decision === 'explicitDeny' ? identity?.decision !== 'explicitDeny' : isOfKey(request.action)),
  );
  const [first] = shut;
  if (first?.shared === undefined) return undefined;
  const { action, resource } = first.request;
  const code = codeOf(action);
  if (code === undefined) return undefined;
  return {
    code,
    // AWS named another layer: what it saw may have been another policy than this one.
    certainty: layer === 'identity' || first.request.standing === 'related' ? 'likely' : 'proven',
    summary: `The policy of ${resource} ${first.shared.decision === 'explicitDeny' ? 'denies' : 'does not allow'} ${action} to ${context.role?.arn ?? 'the caller'}.`,
    evidence: shut.map(({ request, shared }) => engineLine(request, shared === undefined ? '' : reasonOf(shared))),
    change: resourceGrantOf(
      context,
      shut.map(({ request }) => request),
    ),
  };
}

/** In the policy of the resource; no identity-based policy helps while that policy does not hand the decision to the account. */
const resourceGrantOf = (context: DiagnosisContext, requests: readonly GrantedRequest[]): Change => ({
  kind: 'resourceGrant',
  requests: requests.map(({ action, resource, context: keys }) => ({
    action,
    resource,
    context: keys,
    ...(context.role === undefined ? {} : { principal: context.role.arn }),
  })),
});

/**
 * What AWS says that the policy of the resource lacks; of a Deny there, which may be another than was read, that the role is to be
 * excepted.
 */
function named(context: DiagnosisContext, own: CauseCode | undefined): Change {
  const { action, resource } = context.access;
  const isExplicit = context.denied.message.effect === 'explicit';
  const asked = context.answers.find(({ request }) => request.standing === 'denied');
  if (
    own !== undefined &&
    (!isExplicit || asked?.shared?.decision === 'explicitDeny') &&
    context.role !== undefined &&
    action !== undefined &&
    resource?.startsWith('arn:') === true
  )
    return resourceGrantOf(context, [asked?.request ?? { action, resource, context: {} }]);
  const keys =
    asked?.resource?.decision === 'unknown' ? `, which decides by ${asked.resource.dependsOn.join(', ')}` : '';
  const step = isExplicit
    ? `Except the role from the Deny in the policy of ${resource ?? 'the resource'}${keys}, for exactly ${action ?? 'this action'}.`
    : `Name the role in the policy of ${resource ?? 'the resource'}, for exactly ${action ?? 'this action'}.`;
  return { kind: 'steps', who: administrator(context), steps: [step] };
}

function reasonOf(decision: Decision): string {
  const [miss] = decision.misses.filter(({ layer }) => layer === 'resource');
  return decision.decision === 'implicitDeny' && miss !== undefined
    ? `not allowed; ${miss.reason}`
    : decisionText(decision);
}

/**
 * The caller's own policies allow it, and the policy of the resource was not read. Amazon S3 gives a reason only to callers of
 * the account or organization of the bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
 */
function unreadPolicy(context: DiagnosisContext): Cause | undefined {
  const { template, layer } = context.denied.message;
  const denied = context.answers.find(({ request }) => request.standing === 'denied');
  if (denied === undefined || layer !== undefined || denied.shared !== undefined) return undefined;
  if (denied.identity?.decision !== 'allowed' || !isInOrder(context)) return undefined;
  const { action, resource } = denied.request;
  const code = codeOf(action);
  if (code === undefined) return undefined;
  return {
    code,
    certainty: template === 'unrecognised' || template === 'absent' ? 'likely' : 'possible',
    summary: `The policy of ${resource}, which was not read, may deny ${action}; where another account owns the resource, it has to allow it.`,
    evidence: [messageLine(context), engineLine(denied.request, decisionText(denied.identity))],
    change: {
      kind: 'steps',
      who: `the owner of ${resource}`,
      steps: [
        `Look in the policy of ${resource} for a Deny of ${action}; if the owner is another account, allow it there to ${context.role?.arn ?? 'the caller'}.`,
      ],
    },
  };
}

/** The caller's own policies allow it, and the policy of the resource decides by what nobody can see from here. */
function undecided(context: DiagnosisContext): Cause | undefined {
  const open = context.answers.find(
    ({ request, identity, shared }) =>
      request.standing === 'denied' && identity?.decision === 'allowed' && shared?.decision === 'unknown',
  );
  if (open?.resource === undefined || context.denied.message.layer !== undefined) return undefined;
  const { action, resource } = open.request;
  const code = codeOf(action);
  if (code === undefined) return undefined;
  const keys = open.resource.dependsOn.join(', ');
  return {
    code,
    certainty: 'possible',
    summary: `The policy of ${resource} decides about ${action} by ${keys}, which the call is not known to carry.`,
    evidence: [messageLine(context), engineLine(open.request, decisionText(open.resource))],
    change: {
      kind: 'steps',
      who: `the owner of ${resource}`,
      steps: [
        `Compare the condition on ${keys} in the policy of ${resource} with what the call carries; do not drop it without knowing what it guards.`,
      ],
    },
  };
}

export const resourcePolicy: Step = {
  id: 'resource-policy',
  question: 'Does the policy of the resource keep the caller out?',
  examine(context) {
    const { message } = context.denied;
    const shut = byPolicy(context);
    if (shut !== undefined && message.layer !== 'resource') return { causes: [shut] };
    if (message.layer !== 'resource') {
      const open =
        unreadPolicy(context) ??
        undecided(context) ??
        besidesOwn(context, ({ request }) => resourceGrantOf(context, [request]));
      return open === undefined ? nothing : { causes: [open] };
    }
    const { action, resource } = context.access;
    const own = action === undefined ? undefined : codeOf(action);
    // Models have no policy: only a caller from another account is asked for one.
    const foreign = own === undefined && message.effect === 'implicit' && /^bedrock:/i.test(action ?? '');
    const denies = message.effect === 'explicit' ? 'denies' : 'does not allow';
    return {
      causes: [
        {
          code: own ?? (foreign ? 'WRONG_CREDENTIALS_OR_REGION' : 'OTHER'),
          certainty: foreign ? 'likely' : 'proven',
          summary: foreign
            ? `${action ?? 'The call'} was made with credentials of another account than the one that owns ${resource ?? 'the resource'}.`
            : `The policy of ${resource ?? 'the resource'} ${denies} ${action ?? 'the call'}.`,
          evidence: [messageLine(context)],
          change: foreign
            ? {
                kind: 'steps',
                who: 'the owner of the workload',
                steps: [
                  'Ask `aws sts get-caller-identity` where the call is made, and compare its account with the one in the resource.',
                ],
              }
            : named(context, own),
        },
      ],
    };
  },
};
