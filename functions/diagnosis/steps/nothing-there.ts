import { aliasesOf, hasRole, isThere, type ListedKind } from '../../workload/account-facts.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause, Certainty, EvidenceLine } from '../diagnosis.ts';
import { messageLine } from '../evidence-line.ts';
import { hiddenObject } from '../hidden-object.ts';
import { nothing, type Step } from './step.ts';

/** Bedrock answers "access denied" for some things that do not exist, to administrators too. */
export const nothingThere: Step = {
  id: 'nothing-there',
  question: 'Does the thing that was asked for exist?',
  examine(context) {
    const missing =
      passedRole(context) ??
      collaborator(context) ??
      calledThing(context) ??
      deniedThing(context) ??
      hiddenObject(context);
    if (missing !== undefined) return { causes: [missing] };
    return fromMessage(context);
  },
};

/** Bedrock checks the role it was given before it asks IAM, and tells of the caller instead. */
function passedRole(context: DiagnosisContext): Cause | undefined {
  const { denied, account, role } = context;
  const passed = denied.requested?.roleArn;
  const [snapshot] = account;
  if (passed === undefined || snapshot === undefined || denied.message.layer !== undefined) return undefined;
  const found = hasRole(snapshot, passed);
  if (!('known' in found) || found.known) return undefined;
  const clear = role !== undefined && context.gaps.length === 0 && context.allowedByIdentity;
  return cause(
    clear ? 'proven' : 'likely',
    `The role that was passed, ${passed}, does not exist.`,
    [
      messageLine(context),
      { source: 'iam get-account-authorization-details', says: `no role ${passed}` },
      ...(clear
        ? [{ source: 'policy engine', says: `${context.access.action ?? 'the call'} is allowed to ${role.arn}` }]
        : []),
    ],
    'Pass the ARN of a role that exists in this account, path included.',
  );
}

/** The alias of a collaborator: Bedrock gives one text for one that is not there and one that may not be used. */
function collaborator(context: DiagnosisContext): Cause | undefined {
  const { denied, account } = context;
  const arn = denied.requested?.agentAliasArn;
  const [, region, owner, agentId, aliasId] =
    /^arn:[a-z-]+:bedrock:([^:]*):(\d{12}):agent-alias\/([^/]+)\/([^/]+)$/.exec(arn ?? '') ?? [];
  const [snapshot] = account;
  if (denied.message.template !== 'collaborator-refused' || agentId === undefined || aliasId === undefined)
    return undefined;
  if (snapshot === undefined || snapshot.region !== region || snapshot.accountId !== owner) return undefined;
  const found = isThere(snapshot, 'agent', agentId);
  const aliases = aliasesOf(snapshot, agentId);
  const gone = ('known' in found && !found.known) || (aliases !== undefined && !aliases.includes(aliasId));
  if (!gone) return undefined;
  return cause(
    'likely',
    `There is no agent alias ${arn}.`,
    [
      messageLine(context),
      { source: `bedrock-agent list-agent-aliases --agent-id ${agentId}`, says: `no alias ${aliasId}` },
    ],
    'Name an alias that exists.',
  );
}

function calledThing(context: DiagnosisContext): Cause | undefined {
  const { denied, account, role } = context;
  const { workload, message } = denied;
  if (workload?.actsAs !== 'called' || workload.id === undefined || !isListed(workload.type)) return undefined;
  if (message.layer !== undefined || context.openness === 'stated') return undefined;
  const [snapshot] = account;
  if (snapshot === undefined || (denied.region !== undefined && snapshot.region !== denied.region)) return undefined;
  const found = isThere(snapshot, workload.type, workload.id);
  const name = `${WHAT[workload.type]} ${workload.id}`;
  const source = LISTS[workload.type];
  const denies = context.gaps.some(({ certainty }) => certainty === 'proven');
  if ('known' in found && !found.known)
    return cause(
      denies ? 'possible' : 'likely',
      `There is no ${name} in ${snapshot.region}.`,
      [
        messageLine(context),
        { source, says: `no ${name}` },
        ...(role === undefined || denies
          ? []
          : [{ source: 'caller', says: `${role.arn} is not denied the call by its policies` }]),
      ],
      `Correct the id, or call the Region and account that have ${name}.`,
    );
  const aliases = workload.type === 'agent' ? aliasesOf(snapshot, workload.id) : undefined;
  const { aliasId } = workload;
  if (aliases === undefined || aliasId === undefined || aliasId === DRAFT_ALIAS || aliases.includes(aliasId))
    return undefined;
  return cause(
    denies ? 'possible' : 'likely',
    `${name} has no alias ${aliasId}.`,
    [
      messageLine(context),
      { source: `bedrock-agent list-agent-aliases --agent-id ${workload.id}`, says: `no alias ${aliasId}` },
    ],
    'Call an alias that exists.',
  );
}

const TYPES: Readonly<Record<string, ListedKind>> = {
  agent: 'agent',
  'agent-alias': 'agent',
  'knowledge-base': 'knowledgeBase',
  flow: 'flow',
};

/** The resource that the message names: a role may well be allowed to use what is not there any more. */
function deniedThing(context: DiagnosisContext): Cause | undefined {
  const { denied, access, account, openness } = context;
  const [snapshot] = account;
  const [arn, region, owner, type = '', id = '', aliasId] =
    /^arn:[a-z-]+:bedrock:([^:]*):(\d{12}):([a-z-]+)\/([^/]+)(?:\/([^/]+))?$/.exec(access.resource ?? '') ?? [];
  const kind = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (arn === undefined || kind === undefined || snapshot === undefined || openness !== 'iam') return undefined;
  if (denied.message.layer !== undefined || snapshot.region !== region || snapshot.accountId !== owner)
    return undefined;
  const found = isThere(snapshot, kind, id);
  if (!('known' in found)) return undefined;
  const aliases = type === 'agent-alias' && found.known ? aliasesOf(snapshot, id) : undefined;
  const isGone = aliasId !== undefined && aliases !== undefined && ![...aliases, DRAFT_ALIAS].includes(aliasId);
  if (found.known && !isGone) return undefined;
  const name = isGone ? `alias ${aliasId} of agent ${id}` : `${WHAT[kind]} ${id}`;
  return cause(
    context.gaps.length === 0 && context.allowedByIdentity ? 'likely' : 'possible',
    `There is no ${name} in ${snapshot.region}.`,
    [messageLine(context), { source: isGone ? 'bedrock-agent list-agent-aliases' : LISTS[kind], says: `no ${name}` }],
    `Correct the id, or take what names ${name} out of the workload.`,
  );
}

const WHAT: Readonly<Record<ListedKind, string>> = {
  agent: 'agent',
  knowledgeBase: 'knowledge base',
  flow: 'flow',
};
const LISTS: Readonly<Record<ListedKind, string>> = {
  agent: 'bedrock-agent list-agents',
  knowledgeBase: 'bedrock-agent list-knowledge-bases',
  flow: 'bedrock-agent list-flows',
};
const DRAFT_ALIAS = 'TSTALIASID';
const isListed = (type: string): type is ListedKind => Object.hasOwn(WHAT, type);

function fromMessage(context: DiagnosisContext): { readonly causes: readonly Cause[] } {
  const { denied, access, account } = context;
  const { template } = denied.message;
  const reads =
    template === 'absent' &&
    /^(?:Get|Update|Delete|Prepare|Retrieve|Invoke(?:Agent|Flow))/.test(denied.eventName ?? '');
  const createsAgent = template === 'iam-no-reason' && access.action?.toLowerCase() === 'bedrock:createagent';
  if (!reads && !createsAgent) return nothing;
  const [snapshot] = account;
  const passed = denied.requested?.roleArn;
  // It was looked for, and is there.
  if (createsAgent && snapshot !== undefined && passed !== undefined && 'known' in hasRole(snapshot, passed))
    return nothing;
  const what = createsAgent ? 'the role that was passed to CreateAgent' : `what ${denied.eventName} was called with`;
  return {
    causes: [
      cause(
        // IAM gives its reason; Bedrock checks the role it was given before it asks IAM.
        createsAgent ? 'likely' : 'possible',
        `Bedrock may have said "access denied" because ${what} does not exist.`,
        [messageLine(context)],
        `Look whether ${what} exists in this account and Region, and correct its id or ARN.`,
      ),
    ],
  };
}

const cause = (certainty: Certainty, summary: string, evidence: readonly EvidenceLine[], step: string): Cause => ({
  code: 'RESOURCE_DOES_NOT_EXIST',
  certainty,
  summary,
  evidence,
  change: { kind: 'steps', who: 'whoever made the call', steps: [step] },
});
