import { parsePolicy } from '../iam/parse-policy.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { isKnown } from '../workload/evidence.ts';
import { otherPrincipal } from '../workload/other-principal.ts';
import { policyCarrier, resourcePolicyOf } from '../workload/resource-policies.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { alsoDenied } from './also-denied.ts';
import { withAskedPolicies } from './asked-policies.ts';
import { type AskedRequest, askedRequests, isAboutNeeds } from './asked-requests.ts';
import { type ConcernedModels, concernedModels } from './concerned-models.ts';
import { callsModel, type DeniedAccess, deniedAccess } from './denied-access.ts';
import type { Certainty, DeniedRequest } from './diagnosis.ts';
import { mayBeHalf } from './half-name.ts';
import { type HeldElsewhere, heldElsewhere } from './held-elsewhere.ts';
import { type IdentityGap, identityGap } from './identity-gap.ts';
import { isDelegated, isOfKey } from './key-policy.ts';
import { answerRequest, type OtherPolicies, type PolicyAnswer } from './policy-answer.ts';
import { type ChangesAround, changesAround } from './role-changes.ts';
import { isShutOut, type TrustAnswer, trustAnswers } from './trust-answer.ts';

/**
 * How much the message leaves open. `iam`: a policy denied it. `account`: no policy did, the account was refused.
 * `stated`: it says the cause. `open`: anything.
 */
type Openness = 'iam' | 'account' | 'stated' | 'open';

export interface DiagnosisContext {
  readonly denied: DeniedRequest;
  readonly access: DeniedAccess;
  readonly role: AgentRole | undefined;
  /** Nothing but the account says that it is this role, and others may be it as well. */
  readonly guessed: boolean;
  /** The account, one snapshot for each Region; the one of the call first. Empty: nothing was read. */
  readonly account: readonly Snapshot[];
  readonly openness: Openness;
  /** Whether the refusal of a model, rather than of something else, may be behind it. */
  readonly modelRefused: boolean;
  readonly models: ConcernedModels;
  readonly answers: readonly PolicyAnswer[];
  /** Requests that identity-based policies, all of them known, do not allow. */
  readonly gaps: readonly (PolicyAnswer & { readonly gap: IdentityGap; readonly certainty: Certainty })[];
  /** What else of the same capability those policies do not allow. */
  readonly alsoDenied: readonly AskedRequest[];
  /** True only when every request that may be the denied one is allowed by known identity-based policies. */
  readonly allowedByIdentity: boolean;
  /** Whether the service may become the role, for each of the workloads it may have been. */
  readonly trust: readonly TrustAnswer[];
  /** What others than the role must allow, and their answers. */
  readonly elsewhere: readonly HeldElsewhere[];
  /** What IAM dates of the role around the time of the call. */
  readonly changes: ChangesAround;
}

const OPEN: ReadonlySet<string> = new Set([
  'generic-bedrock',
  'generic-knowledge-base',
  'agent-profile-refused',
  'unrecognised',
  'absent',
]);
const ACCOUNT: ReadonlySet<string> = new Set(['no-model-access', 'account-not-authorized']);

/** Operations in which a model is called on the way. */
const CALLING: ReadonlySet<string> = new Set([
  'InvokeAgent',
  'InvokeInlineAgent',
  'InvokeFlow',
  'RetrieveAndGenerate',
  'RetrieveAndGenerateStream',
]);

export function diagnosisContext(
  denied: DeniedRequest,
  actingRole: AgentRole | undefined,
  snapshots: readonly Snapshot[] = [],
  guessed = false,
): DiagnosisContext {
  const access = deniedAccess(denied);
  const openness = opennessOf(denied);
  const account = [...snapshots].sort((a, b) => Number(isOfCall(b, denied)) - Number(isOfCall(a, denied)));
  const role = withAskedPolicies(actingRole, [access.resource, denied.requested?.kmsKey], account);
  const changes = changesAround(denied, role, account);
  const asks = openness === 'iam' || openness === 'open' || isAboutNeeds(denied);
  const asked = asks ? askedRequests(denied, askable(denied, access, role), role) : [];
  const answers =
    role === undefined
      ? []
      : asked.map((request) => answerRequest(request, role, otherPolicies(role, request, denied, account)));
  const gaps = answers.flatMap((answer) => {
    if (
      !leavesIdentityOpen(denied) ||
      role === undefined ||
      !isKnown(role.identityPolicies) ||
      answer.identity === undefined
    )
      return [];
    // A policy of the resource may grant what those of the role do not.
    if (answer.shared?.decision === 'allowed') return [];
    // Of a key whose policy leaves nothing to the account, no policy of the role counts, unless AWS says that it lacks one.
    if (isShutKey(answer) && denied.message.layer === undefined) return [];
    const { decision, blockedBy } = answer.identity;
    const denies = decision === 'implicitDeny' && blockedBy.includes('identity');
    if (!denies && decision !== 'unknown') return [];
    const gap = identityGap(answer.request, role, role.identityPolicies.known);
    if (!denies && !(gap.kind === 'conditionNotMet' && gap.conditions.length > 0)) return [];
    const certainty = certaintyOf(answer, gap, denies && !mayBeGrantedElsewhere(answer, denied));
    // Whether the action is allowed at all does not hang on the rest of the resource.
    const isOfAction = gap.kind === 'actionMissing' || gap.kind === 'actionMisnamed';
    const isHalf = mayBeHalf(denied, role) && !(isOfAction && denied.message.openEnd === 'resource');
    // What was changed since is not what the call met.
    const isDoubted = isHalf || changes.after.length > 0;
    return [{ ...answer, gap, certainty: isDoubted && certainty === 'proven' ? 'likely' : certainty }];
  });
  return {
    denied,
    access,
    role,
    guessed,
    account,
    openness,
    modelRefused: openness === 'account' || (openness === 'open' && mayRefuseModel(denied)),
    models: concernedModels(denied, role, account),
    answers,
    gaps,
    alsoDenied: gaps.length === 0 ? [] : alsoDenied(asked, denied, role),
    allowedByIdentity: answers.length > 0 && answers.every(({ identity }) => identity?.decision === 'allowed'),
    trust: role === undefined ? [] : trustAnswers(role, denied.workload?.id),
    elsewhere: role === undefined ? [] : heldElsewhere(role, denied),
    changes,
  };
}

/** A call that was told of a denial of somebody else is not itself what was denied; nor does a role assume itself. */
function askable(denied: DeniedRequest, access: DeniedAccess, role: AgentRole | undefined): DeniedAccess {
  const { template, action } = denied.message;
  const ofOther = isAboutNeeds(denied) && template !== 'generic-bedrock' && action === undefined;
  const ofService = access.action?.toLowerCase() === 'sts:assumerole' && access.resource === role?.arn;
  return ofOther || ofService ? {} : access;
}

const isOfCall = ({ region }: Snapshot, denied: DeniedRequest): boolean => region === denied.region;

/** Whether nothing that is known of the role stands in the way of what was asked. */
export const isInOrder = ({ answers, trust }: DiagnosisContext): boolean => {
  const needed = answers.filter(({ request }) => request.standing !== 'optional');
  return (
    needed.length > 0 &&
    !trust.some(isShutOut) &&
    needed.every(
      (answer) =>
        (answer.shared ?? answer.identity)?.decision === 'allowed' &&
        [answer.permissionsBoundary, answer.serviceControl, answer.resourceControl, answer.vpcEndpoint].every(
          (decision) => decision === undefined || decision.decision === 'allowed' || decision.decision === 'unknown',
        ),
    )
  );
};

/** The policy of the resource, a role's trust policy among them, and of the endpoint that the call came through. */
function otherPolicies(
  role: AgentRole,
  { resource }: AskedRequest,
  { vpcEndpointId }: DeniedRequest,
  account: readonly Snapshot[],
): OtherPolicies {
  const [snapshot] = account;
  const carrier = policyCarrier(resource);
  if (snapshot === undefined) {
    const read = carrier === undefined ? undefined : role.resourcePolicies[carrier];
    return read !== undefined && 'known' in read ? { resource: read.known } : {};
  }
  const own = /^arn:[a-z-]+:iam::\d{12}:role\//.test(resource)
    ? otherPrincipal(snapshot, resource)?.trustPolicy
    : carrier === undefined
      ? undefined
      : resourcePolicyOf(snapshot, carrier);
  const endpoints = snapshot.vpcEndpointPolicies ?? {};
  const document =
    vpcEndpointId !== undefined && Object.hasOwn(endpoints, vpcEndpointId) ? endpoints[vpcEndpointId] : undefined;
  const endpoint =
    document === undefined || document === null
      ? undefined
      : parsePolicy(document, `policy of ${vpcEndpointId}`, 'vpcEndpoint');
  return {
    ...(own !== undefined && 'known' in own ? { resource: own.known } : {}),
    ...(endpoint !== undefined && 'policy' in endpoint ? { vpcEndpoint: endpoint.policy } : {}),
  };
}

/** A message that names another layer, or a Deny, is not about an Allow that is missing. */
const leavesIdentityOpen = ({ message: { layer, effect } }: DeniedRequest): boolean =>
  effect !== 'explicit' && (layer === undefined || layer === 'identity');

/** A text that nothing is known of, and that speaks of no refusal, says something that no step asks about. */
const SPEAKS_OF_REFUSAL = /bedrock|model|access|denied|authori[sz]|permission|forbidden|\b40[13]\b/i;

function opennessOf({ message: { template }, eventName, errorCode, errorMessage = '' }: DeniedRequest): Openness {
  const isBare = template === 'unrecognised' && eventName === undefined && errorCode === undefined;
  if (isBare && !SPEAKS_OF_REFUSAL.test(errorMessage)) return 'stated';
  if (template.startsWith('iam-') || template === 'vpc-endpoint-record') return 'iam';
  if (ACCOUNT.has(template)) return 'account';
  return OPEN.has(template) ? 'open' : 'stated';
}

function mayRefuseModel({ message, eventName }: DeniedRequest): boolean {
  if (message.template === 'generic-bedrock') return true;
  if (message.template === 'generic-knowledge-base' || message.template === 'agent-profile-refused') return false;
  return (
    callsModel(eventName) || CALLING.has(eventName ?? '') || (eventName === undefined && message.template !== 'absent')
  );
}

/**
 * Within an account the policy of a bucket, function or secret can grant what those of the role do not. AWS heard it when it
 * says that no identity-based policy allows the call.
 */
const mayBeGrantedElsewhere = ({ request, shared }: PolicyAnswer, { message }: DeniedRequest): boolean =>
  shared === undefined &&
  message.layer !== 'identity' &&
  policyCarrier(request.resource) !== undefined &&
  !/^bedrock:/i.test(request.action);

const isShutKey = (answer: PolicyAnswer): boolean =>
  isOfKey(answer.request.action) &&
  isDelegated(answer) === false &&
  answer.shared?.blockedBy.includes('identity') === false;

/** An answer that hangs on a condition nobody can see is a suspicion; one about an optional need, too. */
function certaintyOf(answer: PolicyAnswer, gap: IdentityGap, denies: boolean): Certainty {
  const { request } = answer;
  if (!denies) return request.standing === 'denied' ? 'likely' : 'possible';
  // Unless the policy of a key leaves it to them, the policies of the caller do not decide.
  const isUndecided = isOfKey(request.action) && isDelegated(answer) !== true;
  if (request.standing === 'related' || isUndecided) return 'likely';
  if (request.standing !== 'optional') return 'proven';
  return gap.kind === 'streamActionMissing' ? 'likely' : 'possible';
}
