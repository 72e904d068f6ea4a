import type { AgentRole } from '../workload/agent-role.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { type DeniedAccess, isProfileId, serviceOf } from './denied-access.ts';
import type { DeniedRequest } from './diagnosis.ts';

/** A request that may be the denied one, to be put to the policy engine. */
export interface AskedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  /**
   * `denied`: the very one; `required`: the workload cannot work without it; `related`: it is needed, and the text is rather
   * about something else; `optional`: it may be needed.
   */
  readonly standing: 'denied' | 'required' | 'related' | 'optional';
  readonly capability?: string;
  /** An agent makes calls of its model without the guardrail, too. */
  readonly ofAgent?: true;
}

/** The denied request itself where it is known, else every request of the workload that it may have been. */
export function askedRequests(
  denied: DeniedRequest,
  access: DeniedAccess,
  role: AgentRole | undefined,
): readonly AskedRequest[] {
  const { action, resource } = access;
  const known = role === undefined ? [] : requestsOfWorkload(role, denied);
  if (action !== undefined && resource !== undefined && standsForItself(resource)) {
    const alike = known.filter((request) => sameAction(request.action, action));
    const same = alike.find((request) => request.resource === resource) ?? alike.find((all) => isIn(resource, all));
    return [
      {
        action,
        resource,
        context: { ...knownContext(resource), ...passedTo(action, denied), ...same?.context },
        standing: 'denied',
      },
    ];
  }
  if (action === undefined)
    return ofVersions(known.filter((request) => concerns(request, denied))).map(asMeant(denied));
  const ofModel = known.filter((request) => request.kind !== 'model' || namesModel(request.resource, denied, role));
  const matching = ofModel.filter((request) => sameAction(request.action, action));
  const standing = isOfWorkload(denied, role) ? 'required' : 'optional';
  if (matching.length > 0) return matching.map((request) => ({ ...asAsked(request), standing }));
  if (!sameAction(action, STREAM)) return [];
  return ofModel
    .filter((request) => sameAction(request.action, INVOKE))
    .map((request) => ({ ...asAsked(request), action, standing }));
}

/** One object of a bucket that is needed as a whole comes with the same context. */
const isIn = (resource: string, { resource: whole }: RequiredRequest): boolean =>
  whole.endsWith('/*') && resource.startsWith(whole.slice(0, -1));

/** While it is not known which version was called, what only some of them need is no more than a suspicion. */
function ofVersions(requests: readonly RequiredRequest[]): readonly ReturnType<typeof asAsked>[] {
  const versions = new Set(requests.map(({ workload }) => workload));
  const needing = Map.groupBy(requests, ({ action, resource }) => `${action} ${resource}`);
  return requests.map((request) => {
    const asked = asAsked(request);
    const all = new Set(needing.get(`${request.action} ${request.resource}`)?.map(({ workload }) => workload));
    return all.size < versions.size && asked.standing === 'required' ? { ...asked, standing: 'related' } : asked;
  });
}

/**
 * Bedrock's own texts tell of the call that failed, not of what is looked up before it, nor of the stream that only some calls
 * ask for.
 */
const asMeant =
  ({ message: { template } }: DeniedRequest) =>
  (request: AskedRequest & { readonly kind?: RequiredRequest['kind'] }): AskedRequest => {
    const { kind, ...asked } = request;
    const secondary = /^bedrock:Get/.test(asked.action) || sameAction(asked.action, STREAM);
    const about = ABOUT[template];
    // Lists are for the console; no call at run time waits for them.
    if (/^bedrock:List/.test(asked.action)) return { ...asked, standing: 'optional' };
    // The text is about the profile, and not about what is told of its models.
    if (template === 'agent-profile-refused' && sameAction(asked.action, 'bedrock:GetFoundationModel'))
      return { ...asked, standing: 'optional' };
    const aside = about !== undefined && kind !== undefined && !about.includes(kind);
    return asked.standing === 'required' && ((kind === 'model' && secondary) || aside)
      ? { ...asked, standing: 'related' }
      : asked;
  };

/** What a text is about first of all. */
const ABOUT: Readonly<Record<string, readonly RequiredRequest['kind'][]>> = {
  'generic-bedrock': ['model', 'guardrail'],
};

/** One resource: a masked account, an ellipsis or a wildcard in a message would be taken for what policies fail to match. */
const standsForItself = (resource: string): boolean =>
  resource === '*' ||
  (/^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:[^*?<>]+$/.test(resource) && !resource.includes('..'));

/** The workloads of a role ask for other things than one that is not known to act with it. */
const isOfWorkload = ({ workload }: DeniedRequest, role: AgentRole | undefined): boolean =>
  workload?.id === undefined || role?.workloads.some(({ id }) => id === workload.id) === true;

/**
 * A model is asked for in the Region of its ARN; the Region of a global profile's model is not specified.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
 */
function knownContext(resource: string): Readonly<Record<string, string>> {
  const region = /^arn:[a-z-]+:bedrock(?:-agentcore)?:([a-z0-9-]*):[^/]*\//.exec(resource)?.[1];
  return region === undefined ? {} : { 'aws:RequestedRegion': region === '' ? 'unspecified' : region };
}

/** The service that the call hands the role to is the one that it is made to. */
const passedTo = (action: string, { eventSource }: DeniedRequest): Readonly<Record<string, string>> =>
  sameAction(action, 'iam:PassRole') && eventSource !== undefined && /^bedrock/.test(eventSource)
    ? { 'iam:PassedToService': eventSource }
    : {};

export const INVOKE = 'bedrock:InvokeModel';
export const STREAM = 'bedrock:InvokeModelWithResponseStream';

export const sameAction = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export const asAsked = ({
  action,
  resource,
  context,
  necessity,
  capability,
  kind,
  workload,
}: RequiredRequest): AskedRequest & { readonly kind: RequiredRequest['kind'] } => ({
  action,
  resource,
  context: { ...knownContext(resource), ...context },
  standing: necessity === 'required' ? 'required' : 'optional',
  capability,
  kind,
  ...(/^arn:[^:]*:bedrock:[^:]*:[^:]*:agent\//.test(workload) ? { ofAgent: true as const } : {}),
});

function requestsOfWorkload(role: AgentRole, denied: DeniedRequest): readonly RequiredRequest[] {
  const [requests, id] = [role.knownRequests, denied.workload?.id];
  if (id === undefined) return requests;
  if (!isOfWorkload(denied, role)) return requests.map((request) => ({ ...request, necessity: 'optional' }));
  const own = requests.filter(({ workload }) => workload.includes(`/${id}#`) || workload.endsWith(`/${id}`));
  const version = denied.workload?.version;
  const called = version === undefined ? [] : own.filter(({ workload }) => workload.endsWith(`/${id}#${version}`));
  return called.length > 0 ? called : own.length > 0 ? own : requests;
}

/** Bedrock's own texts tell which leg of the work failed; a template that is not here may be about any. */
const KINDS: Readonly<Record<string, readonly RequiredRequest['kind'][]>> = {
  'generic-bedrock': ['model', 'guardrail', 'encryptionKey', 'collaborator', 'prompt'],
  'lambda-refused': ['function'],
  'schema-unreadable': ['schema'],
  'collaborator-refused': ['collaborator'],
  'vector-store-refused': ['vectorStore', 'secret', 'structuredStore'],
  'source-s3-refused': ['dataSource', 'storage', 'encryptionKey'],
  'container-image-refused': ['image'],
  'agent-profile-refused': ['model'],
};

/** Texts that name what failed, and may have been caused by a permission that the account can tell. */
export const isAboutNeeds = ({ message: { template } }: DeniedRequest): boolean =>
  Object.hasOwn(KINDS, template) || template === 'role-not-assumable' || template === 'generic-knowledge-base';

function concerns(
  { kind, action, necessity }: RequiredRequest,
  { message, eventSource, workload }: DeniedRequest,
): boolean {
  const { template } = message;
  if (Object.hasOwn(KINDS, template)) return KINDS[template]?.includes(kind) === true;
  if (template === 'role-not-assumable') return necessity === 'required';
  // An agent asks for the retrieval; the knowledge base's own role does it.
  if (template === 'generic-knowledge-base') return workload?.type === 'knowledgeBase' || kind === 'knowledgeBase';
  // A call of another service is no call of a model, whatever it is called there.
  const service = serviceOf(eventSource);
  return eventSource === undefined || eventSource.startsWith('bedrock') || action.startsWith(`${service}:`);
}

/** Is this the profile that the call named, its model, or one of its destinations? */
function namesModel(resource: string, { modelId }: DeniedRequest, role: AgentRole | undefined): boolean {
  if (modelId === undefined) return true;
  if (resource === modelId || resource.endsWith(`/${modelId}`)) return true;
  const uses = role !== undefined && 'known' in role.models ? role.models.known : [];
  const use = uses.find(({ reference }) => reference === modelId || reference.endsWith(`/${modelId}`));
  if (use !== undefined)
    return (
      'missing' in use.foundationModels ||
      use.foundationModels.known.some(({ modelArns }) => modelArns.includes(resource))
    );
  return isProfileId(modelId) && resource.endsWith(`/${modelId.slice(modelId.indexOf('.') + 1)}`);
}
