import { decide } from '../../iam/decide.ts';
import { serviceAuthorization } from '../../iam/service-authorization.ts';
import { isThere, type ListedKind } from '../../workload/account-facts.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import { otherPrincipal } from '../../workload/other-principal.ts';
import type { Snapshot } from '../../workload/snapshot.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { messageLine } from '../evidence-line.ts';
import { nothing, type Step } from './step.ts';

/** Granting the wrong caller what it was denied would be the wrong fix, so these are asked before what it lacks. */
export const wrongCredentials: Step = {
  id: 'wrong-credentials',
  question: 'Was the call made with other credentials, or in another Region, than the ones that were meant?',
  examine(context) {
    const found = [otherAccount(context), elsewhereThere(context), otherRegion(context), instanceRole(context)].flatMap(
      (one) => one ?? [],
    );
    return found.length === 0 ? nothing : { causes: found };
  },
};

/** The account of the caller, by the only part of the record that is about the caller. */
const callerAccount = ({ denied }: DiagnosisContext): string | undefined =>
  /^arn:[a-z-]+:(?:sts|iam)::(\d{12}):/.exec(denied.roleArn ?? denied.principalArn ?? '')?.[1];

function otherAccount(context: DiagnosisContext): Cause | undefined {
  const { denied, access, account } = context;
  const caller = callerAccount(context);
  const owner = /^arn:[a-z-]+:bedrock[a-z-]*:[^:]*:(\d{12}):/.exec(access.resource ?? denied.modelId ?? '')?.[1];
  if (caller === undefined || owner === undefined || caller === owner) return undefined;
  // Agents, guardrails and custom models can be shared by a policy; a profile or an agent alias of another account is a mix-up.
  const byPolicy = denied.message.layer === 'resource' || denied.message.layer === undefined;
  if (!byPolicy) return undefined;
  const read = account.some(({ accountId }) => accountId === owner);
  return cause(
    'likely',
    `The call was made with credentials of account ${caller}, and ${access.resource ?? denied.modelId} is in account ${owner}.`,
    [
      messageLine(context),
      { source: 'caller', says: `account ${caller}` },
      ...(read ? [{ source: 'snapshot', says: `account ${owner}, which owns the resource` }] : []),
    ],
  );
}

const KINDS: Readonly<Record<string, ListedKind>> = {
  agent: 'agent',
  'agent-alias': 'agent',
  'knowledge-base': 'knowledgeBase',
  flow: 'flow',
};

/** The ARN is built from the account and Region of the call; its id exists in the account that was read, and not there. */
function elsewhereThere(context: DiagnosisContext): Cause | undefined {
  const { access, account } = context;
  const [arn, region, owner, type = '', id = ''] =
    /^arn:[a-z-]+:bedrock:([^:]*):(\d{12}):([a-z-]+)\/([^/]+)/.exec(access.resource ?? '') ?? [];
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (arn === undefined || kind === undefined || account.length === 0) return undefined;
  if (account.some((snapshot) => snapshot.region === region && snapshot.accountId === owner)) return undefined;
  const home = account.find((snapshot) => {
    const found = isThere(snapshot, kind, id);
    return 'known' in found && found.known;
  });
  if (home === undefined) return undefined;
  return cause(
    'likely',
    `The call went to ${region} in account ${owner}; ${id} is in ${home.region} in account ${home.accountId}.`,
    [messageLine(context), { source: 'snapshot', says: `${id} exists in ${home.region} of account ${home.accountId}` }],
  );
}

/** Models are opened by Region; an account that was read elsewhere may well have what the call missed. */
function otherRegion(context: DiagnosisContext): Cause | undefined {
  const { denied, account, role } = context;
  const { region, message, modelId } = denied;
  if (region === undefined || account.length === 0) return undefined;
  const caller = callerAccount(context);
  const isRead = (snapshot: Snapshot): boolean =>
    snapshot.region === region && (caller === undefined || snapshot.accountId === caller);
  if (account.some(isRead)) return undefined;
  const ofModel = message.template === 'no-model-access' || message.template === 'account-not-authorized';
  const elsewhere = account.filter((snapshot) => modelId !== undefined && isUsable(snapshot, modelId));
  if (!ofModel || (elsewhere.length === 0 && modelId !== undefined)) return undefined;
  const regions = account.map((snapshot) => `${snapshot.region} of account ${snapshot.accountId}`).join(', ');
  return cause(
    'likely',
    `The call was made in ${region}${caller === undefined ? '' : ` by account ${caller}`}; what the account has is in ${regions}.`,
    [
      messageLine(context),
      ...elsewhere.map((snapshot) => ({
        source: `bedrock get-foundation-model-availability --model-id ${modelId} --region ${snapshot.region}`,
        says: 'the account may use the model',
      })),
      ...(role === undefined
        ? []
        : [{ source: 'snapshot', says: `${role.name} belongs to a workload in ${role.region}` }]),
    ].slice(0, 4),
  );
}

function isUsable(snapshot: DiagnosisContext['account'][number], modelId: string): boolean {
  const id = modelId.replace(/^arn:.*\//, '').replace(/^(?:us|eu|apac|au|ca|jp|uk|us-gov|global)\./, '');
  const { modelAvailability = {} } = snapshot.bedrock ?? {};
  const state = Object.hasOwn(modelAvailability, id) ? modelAvailability[id] : undefined;
  return state?.authorizationStatus === 'AUTHORIZED' && state.entitlementAvailability !== 'NOT_AVAILABLE';
}

/** An SDK that finds no credentials of its own takes those of the machine that it runs on. */
function instanceRole(context: DiagnosisContext): Cause | undefined {
  const { denied, role, account } = context;
  const onInstance = /^i-[0-9a-f]{8,17}$/.test(denied.sessionName ?? '');
  const [snapshot] = account;
  if (!onInstance || role === undefined || snapshot === undefined || grantsBedrock(role)) return undefined;
  const gap = context.gaps.find(({ request }) => request.standing === 'denied');
  if (gap === undefined) return undefined;
  const meant = (snapshot.iam?.RoleDetailList ?? [])
    .filter(
      ({ Arn, AssumeRolePolicyDocument }) =>
        Arn !== role.arn && FOR_PODS.test(JSON.stringify(AssumeRolePolicyDocument) ?? ''),
    )
    .slice(0, MOST)
    .flatMap(({ Arn }) => otherPrincipal(snapshot, Arn) ?? [])
    .filter((other) => isForPods(other) && allows(other, gap.request));
  const [first] = meant;
  if (first === undefined) return undefined;
  return cause(
    'likely',
    `The call was made with ${role.name}, the role of the machine, and not with ${first.name}, which is allowed to make it.`,
    [
      messageLine(context),
      { source: 'session name', says: `${denied.sessionName}: the credentials of an EC2 instance` },
      { source: 'policy engine', says: `${gap.request.action} on ${gap.request.resource}: allowed to ${first.arn}` },
      { source: 'policies of the caller', says: 'no statement allows any action of Bedrock' },
    ],
  );
}

const grantsBedrock = ({ readablePolicies, identityPolicies }: AgentRole): boolean =>
  'missing' in identityPolicies ||
  readablePolicies.some(({ statements }) =>
    statements.some(
      ({ effect, actions }) =>
        effect === 'Allow' &&
        (actions.except ||
          actions.patterns.some((pattern) =>
            serviceAuthorization.actionsMatching(pattern).some(({ action }) => /^bedrock/i.test(action)),
          )),
    ),
  );

/** In documents that are percent-encoded, too. */
const FOR_PODS = /Federated|pods\.eks\.|ecs-tasks\./;
const MOST = 200;

/** A role that a pod, a task or a federated identity takes, as an application has it. */
const isForPods = ({ trustPolicy }: AgentRole): boolean =>
  'known' in trustPolicy &&
  trustPolicy.known.statements.some(
    ({ effect, principals }) =>
      effect === 'Allow' &&
      (principals?.principals ?? []).some(
        ({ type, value }) => type === 'Federated' || /^(?:pods\.eks|ecs-tasks)\.amazonaws\.com$/.test(value),
      ),
  );

function allows(
  other: AgentRole,
  { action, resource, context }: DiagnosisContext['answers'][number]['request'],
): boolean {
  if ('missing' in other.identityPolicies) return false;
  const request = { action, resource, context, principal: other.arn };
  return decide(request, { identity: other.identityPolicies.known }).decision === 'allowed';
}

const cause = (certainty: Certainty, summary: string, evidence: readonly EvidenceLine[]): Cause => ({
  code: 'WRONG_CREDENTIALS_OR_REGION',
  certainty,
  summary,
  evidence,
  change: {
    kind: 'steps',
    who: 'whoever makes the call',
    steps: [
      'Ask `aws sts get-caller-identity` where the call is made, and compare role, account and Region with those that were meant.',
      'Leave the policies as they are: a grant to the wrong caller is the wrong fix.',
    ],
  },
});
