import type { AgentRole } from '../workload/agent-role.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { type DeniedAccess, isProfileId, serviceOf } from './denied-access.ts';
import type { DeniedRequest } from './diagnosis.ts';

/** A request that may be the denied one, to be put to the policy engine. */
export interface AskedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  /** `denied`: the very one; `required`: the workload cannot work without it; `optional`: it may. */
  readonly standing: 'denied' | 'required' | 'optional';
  readonly capability?: string;
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
    const same = known.find((request) => sameAction(request.action, action) && request.resource === resource);
    return [{ action, resource, context: { ...knownContext(resource), ...same?.context }, standing: 'denied' }];
  }
  if (action === undefined) return known.filter((request) => concerns(request, denied)).map(asAsked);
  const ofModel = known.filter((request) => request.kind !== 'model' || namesModel(request.resource, denied, role));
  const matching = ofModel.filter((request) => sameAction(request.action, action));
  const standing = isOfWorkload(denied, role) ? 'required' : 'optional';
  if (matching.length > 0) return matching.map((request) => ({ ...asAsked(request), standing }));
  if (!sameAction(action, STREAM)) return [];
  return ofModel
    .filter((request) => sameAction(request.action, INVOKE))
    .map((request) => ({ ...asAsked(request), action, standing }));
}

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
  const region = /^arn:[a-z-]+:bedrock:([a-z0-9-]*)::foundation-model\//.exec(resource)?.[1];
  return region === undefined ? {} : { 'aws:RequestedRegion': region === '' ? 'unspecified' : region };
}

export const INVOKE = 'bedrock:InvokeModel';
export const STREAM = 'bedrock:InvokeModelWithResponseStream';

export const sameAction = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export const asAsked = ({ action, resource, context, necessity, capability }: RequiredRequest): AskedRequest => ({
  action,
  resource,
  context: { ...knownContext(resource), ...context },
  standing: necessity === 'required' ? 'required' : 'optional',
  capability,
});

function requestsOfWorkload(role: AgentRole, denied: DeniedRequest): readonly RequiredRequest[] {
  const [requests, id] = [role.knownRequests, denied.workload?.id];
  if (id === undefined) return requests;
  if (!isOfWorkload(denied, role)) return requests.map((request) => ({ ...request, necessity: 'optional' }));
  const own = requests.filter(({ workload }) => workload.includes(`/${id}#`) || workload.endsWith(`/${id}`));
  return own.length > 0 ? own : requests;
}

/** Bedrock's own texts tell which leg of the work failed. */
function concerns({ kind, action }: RequiredRequest, { message, eventSource }: DeniedRequest): boolean {
  if (message.template === 'generic-bedrock') return kind === 'model' || kind === 'guardrail';
  if (message.template === 'generic-knowledge-base') return kind === 'knowledgeBase';
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
