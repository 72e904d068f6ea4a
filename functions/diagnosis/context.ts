import type { AgentRole } from '../workload/agent-role.ts';
import { isKnown } from '../workload/evidence.ts';
import { alsoDenied } from './also-denied.ts';
import { type AskedRequest, askedRequests } from './asked-requests.ts';
import { type ConcernedModels, concernedModels } from './concerned-models.ts';
import { callsModel, type DeniedAccess, deniedAccess } from './denied-access.ts';
import type { Certainty, DeniedRequest } from './diagnosis.ts';
import { type IdentityGap, identityGap } from './identity-gap.ts';
import { answerRequest, type PolicyAnswer } from './policy-answer.ts';

/**
 * How much the message leaves open. `iam`: a policy denied it. `account`: no policy did, the account was refused.
 * `stated`: it says the cause. `open`: anything.
 */
type Openness = 'iam' | 'account' | 'stated' | 'open';

export interface DiagnosisContext {
  readonly denied: DeniedRequest;
  readonly access: DeniedAccess;
  readonly role: AgentRole | undefined;
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

export function diagnosisContext(denied: DeniedRequest, role: AgentRole | undefined): DiagnosisContext {
  const access = deniedAccess(denied);
  const openness = opennessOf(denied);
  const asked = openness === 'iam' || openness === 'open' ? askedRequests(denied, access, role) : [];
  const answers = role === undefined ? [] : asked.map((request) => answerRequest(request, role));
  const gaps = answers.flatMap((answer) => {
    if (
      !leavesIdentityOpen(denied) ||
      role === undefined ||
      !isKnown(role.identityPolicies) ||
      answer.identity === undefined
    )
      return [];
    const { decision, blockedBy } = answer.identity;
    const denies = decision === 'implicitDeny' && blockedBy.includes('identity');
    if (!denies && decision !== 'unknown') return [];
    const gap = identityGap(answer.request, role, role.identityPolicies.known);
    if (!denies && gap.kind !== 'conditionNotMet') return [];
    return [{ ...answer, gap, certainty: certaintyOf(answer, gap, denies) }];
  });
  return {
    denied,
    access,
    role,
    openness,
    modelRefused: openness === 'account' || (openness === 'open' && mayRefuseModel(denied)),
    models: concernedModels(denied, role),
    answers,
    gaps,
    alsoDenied: gaps.length === 0 ? [] : alsoDenied(asked, denied, role),
    allowedByIdentity: answers.length > 0 && answers.every(({ identity }) => identity?.decision === 'allowed'),
  };
}

/** A message that names another layer, or a Deny, is not about an Allow that is missing. */
const leavesIdentityOpen = ({ message: { layer, effect } }: DeniedRequest): boolean =>
  layer === undefined || (layer === 'identity' && effect !== 'explicit');

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

/** An answer that hangs on a condition nobody can see is a suspicion; one about an optional need, too. */
function certaintyOf({ request }: PolicyAnswer, gap: IdentityGap, denies: boolean): Certainty {
  if (!denies) return request.standing === 'denied' ? 'likely' : 'possible';
  if (request.standing !== 'optional') return 'proven';
  return gap.kind === 'streamActionMissing' ? 'likely' : 'possible';
}
