import type { NeededAccess } from '../../iam/allow-surplus.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { isNeededOfRole } from '../needed-grants.ts';

/** What the streaming operations of a model are authorised as; a workload that may do one may do the other, unless a knowledge base embeds with it. */
const STREAM = 'bedrock:invokemodelwithresponsestream';
/** Models whose answers are never streamed. https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html */
const EMBEDS = /foundation-model\/[^/]*(embed|rerank)/i;
const INVOKE = 'bedrock:invokemodel';

/** Whether the configuration of a workload, and not only the denial, says that the role, or whoever else asks, needs it. */
export const isConfigured = (request: PrincipalRequest, role: AgentRole): boolean =>
  isNamed(request, role) || wholeOf(request, role) !== undefined;

/** The request for everything in a place, a bucket or a folder of it, that the configuration asks for where one thing in it is asked for. */
export const wholeOf = (
  { action, resource, principal }: PrincipalRequest,
  { arn, knownRequests, accessHeldElsewhere }: AgentRole,
): PrincipalRequest | undefined =>
  [...knownRequests, ...accessHeldElsewhere].find(
    (known) =>
      known.action.toLowerCase() === action.toLowerCase() &&
      (known.principal ?? arn) === (principal ?? arn) &&
      known.resource.endsWith('/*') &&
      known.resource !== resource &&
      resource.startsWith(known.resource.slice(0, -1)),
  );

function isNamed(
  { action, resource, principal }: PrincipalRequest,
  { arn, knownRequests, accessHeldElsewhere }: AgentRole,
): boolean {
  const meant = EMBEDS.test(resource) ? action.toLowerCase() : named(action);
  const asking = principal ?? arn;
  return [...knownRequests, ...accessHeldElsewhere].some(
    (known) =>
      known.resource === resource &&
      [known.action.toLowerCase(), named(known.action)].includes(meant) &&
      (known.principal ?? arn) === asking,
  );
}

/** What is needed of the role's own policies, the streaming twins included. */
export const configuredNeeds = ({ knownRequests }: Pick<AgentRole, 'knownRequests'>): readonly NeededAccess[] =>
  knownRequests
    .filter(isNeededOfRole)
    .flatMap(({ action, resource }) =>
      named(action) === INVOKE ? [INVOKE, STREAM].map((twin) => ({ action: twin, resource })) : [{ action, resource }],
    );

function named(action: string): string {
  const name = action.toLowerCase();
  return name === STREAM ? INVOKE : name;
}
