import type { Decision } from '../../iam/decision.ts';
import { administrator } from '../administrator.ts';
import type { CauseCode } from '../cause-code.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause } from '../diagnosis.ts';
import { decisionText, engineLine, messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

const BY_SERVICE: Readonly<Record<string, CauseCode>> = {
  kms: 'KMS_KEY_POLICY',
  lambda: 'LAMBDA_RESOURCE_POLICY',
  s3: 'S3_ACCESS',
  secretsmanager: 'SECRETS_MANAGER',
};

/** The policy of the resource was read, and no policy of the caller outweighs what it says. */
function byPolicy(context: DiagnosisContext): Cause | undefined {
  const { layer } = context.denied.message;
  const shut = context.answers.filter(
    ({ request, shared, identity }) =>
      request.standing !== 'optional' &&
      shared?.blockedBy.includes('resource') === true &&
      (layer === undefined || layer === 'identity') &&
      (shared.decision === 'explicitDeny'
        ? identity?.decision !== 'explicitDeny'
        : isWithoutDelegation(request.action)),
  );
  const [first] = shut;
  if (first?.shared === undefined) return undefined;
  const { action, resource } = first.request;
  const code = BY_SERVICE[action.split(':')[0] ?? ''];
  if (code === undefined) return undefined;
  return {
    code,
    // AWS named another layer: what it saw may have been another policy than this one.
    certainty: layer === 'identity' || first.request.standing === 'related' ? 'likely' : 'proven',
    summary: `The policy of ${resource} ${first.shared.decision === 'explicitDeny' ? 'denies' : 'does not allow'} ${action} to ${context.role?.arn ?? 'the caller'}.`,
    evidence: shut.map(({ request, shared }) => engineLine(request, shared === undefined ? '' : reasonOf(shared))),
    change: {
      kind: 'steps',
      who: administrator(context),
      steps: [
        first.shared.decision === 'explicitDeny'
          ? `Except the role from the Deny in the policy of ${resource}.`
          : `Allow ${action} to the role in the policy of ${resource}; no identity-based policy helps while that policy does not hand the decision to the account.`,
      ],
    },
  };
}

/** A key decides alone who may use it, unless its policy hands that to the account. */
const isWithoutDelegation = (action: string): boolean => /^kms:/i.test(action);

function reasonOf(decision: Decision): string {
  const [miss] = decision.misses.filter(({ layer }) => layer === 'resource');
  return decision.decision === 'implicitDeny' && miss !== undefined
    ? `not allowed; ${miss.reason}`
    : decisionText(decision);
}

/** What the caller's own policies lack of a key, the policy of the key could grant as well. */
function keyMayAllow(context: DiagnosisContext): { readonly causes: readonly Cause[] } {
  const gap = context.gaps.find(({ request }) => isWithoutDelegation(request.action) && request.standing === 'denied');
  if (gap === undefined) return nothing;
  const { action, resource } = gap.request;
  return {
    causes: [
      {
        code: 'KMS_KEY_POLICY',
        certainty: 'possible',
        summary: `The policy of the key ${resource} could allow ${action} to the caller, and is not known to.`,
        evidence: [
          engineLine(
            gap.request,
            gap.shared === undefined ? 'the policy of the key was not read' : reasonOf(gap.shared),
          ),
        ],
        change: { kind: 'grant', requests: [{ action, resource, context: {} }] },
      },
    ],
  };
}

export const resourcePolicy: Step = {
  id: 'resource-policy',
  question: 'Does the policy of the resource keep the caller out?',
  examine(context) {
    const { message } = context.denied;
    const shut = byPolicy(context);
    if (shut !== undefined && message.layer !== 'resource') return { causes: [shut] };
    if (message.layer !== 'resource') return keyMayAllow(context);
    const { action, resource } = context.access;
    const service = action?.slice(0, action.indexOf(':')).toLowerCase() ?? '';
    const own = Object.hasOwn(BY_SERVICE, service) ? BY_SERVICE[service] : undefined;
    // Models have no policy: only a caller from another account is asked for one.
    const foreign = own === undefined && message.effect === 'implicit' && service === 'bedrock';
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
          change: {
            kind: 'steps',
            who: foreign ? 'the owner of the workload' : administrator(context),
            steps: foreign
              ? [
                  'Ask `aws sts get-caller-identity` where the call is made, and compare its account with the one in the resource.',
                ]
              : [
                  `Name the role in the policy of ${resource ?? 'the resource'}, for exactly ${action ?? 'this action'}.`,
                ],
          },
        },
      ],
    };
  },
};
