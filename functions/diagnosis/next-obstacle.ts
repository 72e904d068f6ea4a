import type { Decision } from '../iam/decision.ts';
import { isRefused } from '../workload/model-refusal.ts';
import type { CauseCode } from './cause-code.ts';
import type { DiagnosisContext } from './context.ts';
import type { Cause } from './diagnosis.ts';
import type { PolicyAnswer } from './policy-answer.ts';

export interface Obstacle {
  readonly code: CauseCode;
  readonly summary: string;
}

/** The layers whose policies can be asked, in the order in which people meet them. */
const LAYERS = [
  ['identity', 'IDENTITY_POLICY_MISSING_ACTION', 'the identity-based policies of the role do not allow it'],
  ['permissionsBoundary', 'PERMISSIONS_BOUNDARY', 'the permissions boundary of the role does not let it'],
  ['serviceControl', 'SCP_DENY', 'a service control policy of the organization does not let it'],
  ['resourceControl', 'RCP_DENY', 'a resource control policy of the organization does not let it'],
  ['vpcEndpoint', 'VPC_ENDPOINT_POLICY', 'the policy of the VPC endpoint does not let it through'],
] as const;

/** Codes that say the same of identity-based policies in other words. */
const OF_IDENTITY: ReadonlySet<CauseCode> = new Set([
  'IDENTITY_POLICY_MISSING_ACTION',
  'STREAM_ACTION_MISSING',
  'RESOURCE_ARN_MISMATCH',
  'POLICY_CONDITION_NOT_MET',
  'EXPLICIT_DENY_IDENTITY',
  'PASSROLE_MISSING',
  'LAMBDA_INVOKE_PERMISSION',
  'S3_ACCESS',
  'S3_VECTORS_PERMISSION',
  'AOSS_IAM',
  'SECRETS_MANAGER',
  'GUARDRAIL_PERMISSION',
  'COLLABORATOR_PERMISSION',
  'INVALID_ACTION_NAME',
]);

/**
 * What would stop the call once the first cause is out of the way: the other layers of the same requests, and the account's
 * access to the model. Undefined: nothing that was read would.
 */
export function nextObstacle(context: DiagnosisContext, first: Cause): Obstacle | undefined {
  const told = (code: CauseCode): boolean =>
    code === first.code || (OF_IDENTITY.has(code) && OF_IDENTITY.has(first.code));
  for (const { request, ...answers } of context.answers) {
    if (request.standing !== 'denied' && request.standing !== 'required') continue;
    for (const [layer, code, words] of LAYERS)
      if (
        !told(code) &&
        isBlocked(answers[layer], layer) &&
        !(layer === 'identity' && isGrantedByResource(answers, first))
      )
        return { code, summary: `${request.action} on ${request.resource}: ${words}.` };
  }
  return modelObstacle(context, first);
}

/** Whether the policy of the resource can grant it by itself, or is to do so. */
const isGrantedByResource = ({ shared }: Pick<PolicyAnswer, 'shared'>, { change }: Cause): boolean =>
  shared === undefined ? change.kind === 'resourceGrant' : !shared.blockedBy.includes('identity');

const isBlocked = (decision: Decision | undefined, layer: (typeof LAYERS)[number][0]): boolean =>
  decision !== undefined &&
  (decision.decision === 'implicitDeny' || decision.decision === 'explicitDeny') &&
  decision.blockedBy.includes(layer);

const OF_ACCOUNT: ReadonlySet<CauseCode> = new Set([
  'MODEL_ACCESS_NOT_GRANTED',
  'USE_CASE_FORM_NOT_SUBMITTED',
  'MARKETPLACE_PERMISSIONS_MISSING',
  'MARKETPLACE_SUBSCRIPTION_PENDING_OR_PAYMENT',
  'MODEL_RETIRED_OR_LEGACY',
]);

function modelObstacle({ models, role, access, denied }: DiagnosisContext, first: Cause): Obstacle | undefined {
  if (OF_ACCOUNT.has(first.code)) return undefined;
  const callsModel =
    access.action === undefined
      ? denied.message.template === 'generic-bedrock'
      : /^bedrock:InvokeModel/i.test(access.action);
  const refused = callsModel ? models.models.find(isRefused) : undefined;
  if (refused === undefined) return undefined;
  const unsubmitted =
    refused.provider === 'anthropic' &&
    role !== undefined &&
    'known' in role.useCaseFormSubmitted &&
    !role.useCaseFormSubmitted.known;
  return unsubmitted
    ? {
        code: 'USE_CASE_FORM_NOT_SUBMITTED',
        summary: `the use-case form for ${refused.modelId} has not been submitted.`,
      }
    : { code: 'MODEL_ACCESS_NOT_GRANTED', summary: `the account has no access to ${refused.modelId}.` };
}
