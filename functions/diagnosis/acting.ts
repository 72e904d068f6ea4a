import type { AgentRole } from '../workload/agent-role.ts';
import { partitionOf } from '../workload/arn.ts';
import { buildAgentRoles } from '../workload/build-agent-roles.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import { modelRequests } from '../workload/model-requests.ts';
import { modelUse } from '../workload/model-use-of.ts';
import { otherPrincipal, roleArnOf } from '../workload/other-principal.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import type { Workload } from '../workload/workload.ts';
import { asIfCreated } from './as-if-created.ts';
import { deniedAccess } from './denied-access.ts';
import type { DeniedRequest, WorkloadHint } from './diagnosis.ts';
import { isOfCalledWorkload } from './find-role.ts';
import { soleWorkloads } from './sole-workload.ts';

/** One principal whose permissions may have been what was denied. */
export interface Acting {
  readonly denied: DeniedRequest;
  readonly role: AgentRole | undefined;
  /** Nothing but the account says that it is this one. */
  readonly guessed?: true;
}

/**
 * Whose permissions were asked: the agent role that was found; the role that a call was to give to a new workload; the only
 * workload of the account that a bare message can be about; else whoever made the call. The first is the likeliest.
 *
 * @param role the agent role of the denied principal, where it is one
 */
export function actingOf(
  asked: DeniedRequest,
  role: AgentRole | undefined,
  snapshots: readonly Snapshot[],
): readonly Acting[] {
  const denied = withVersion(asked, snapshots);
  const snapshot = snapshots.find(({ region }) => region === denied.region) ?? snapshots[0];
  if (snapshot === undefined) return [{ denied, role }];
  const created = isOfCalledWorkload(denied) || tellsOfRole(denied) ? createdWith(denied, snapshot) : undefined;
  if (created !== undefined) return [created];
  const own = role ?? (isOfCalledWorkload(denied) ? ofCalledVersion(denied, snapshots) : undefined);
  if (own !== undefined) return [{ denied, role: own }, ...queried(denied, own, snapshots)];
  const sole = isAnonymous(denied) ? soleWorkloads(denied, mergeAgentRoles(snapshots).roles) : [];
  if (sole.length > 0)
    return sole.flatMap((one) => [
      { denied: one.denied, role: one.role, ...(sole.length > 1 ? { guessed: true as const } : {}) },
      ...(sole.length > 1 ? [] : queried(one.denied, one.role, snapshots)),
    ]);
  return [{ denied, role: isOfCalledWorkload(denied) ? undefined : callerOf(denied, snapshot) }];
}

/** Texts about the role that the call hands over, whoever made the call. */
const OF_PASSED_ROLE: ReadonlySet<string> = new Set([
  'role-not-assumable',
  'role-validation-failed',
  'execution-role-credentials',
  'vector-store-refused',
  'agent-profile-refused',
  'container-image-refused',
]);
const tellsOfRole = ({ message }: DeniedRequest): boolean => OF_PASSED_ROLE.has(message.template);

/** Nobody is named: neither by the message nor by a record. */
const isAnonymous = ({ principalArn, roleArn, roleName, workload, message }: DeniedRequest): boolean =>
  principalArn === undefined &&
  roleArn === undefined &&
  roleName === undefined &&
  (workload === undefined || workload.id === undefined) &&
  message.principalArn === undefined;

/** The roles of the knowledge bases that an agent queries: Bedrock's text about a retrieval is about both. */
function queried(denied: DeniedRequest, role: AgentRole, snapshots: readonly Snapshot[]): readonly Acting[] {
  if (denied.message.template !== 'generic-knowledge-base') return [];
  const ids = role.knownRequests.flatMap(({ resource }) => /:knowledge-base\/([^/]+)$/.exec(resource)?.[1] ?? []);
  const roles = mergeAgentRoles(snapshots).roles.filter(({ arn }) => arn !== role.arn);
  return roles.flatMap((other) => {
    const own = other.workloads.find(({ type, id }) => type === 'knowledgeBase' && ids.includes(id));
    return own === undefined
      ? []
      : [{ denied: { ...denied, workload: { type: 'knowledgeBase', id: own.id, actsAs: 'itself' } }, role: other }];
  });
}

/** The version that an alias of an agent routes to; its test alias is the working draft. */
function withVersion(denied: DeniedRequest, snapshots: readonly Snapshot[]): DeniedRequest {
  const { workload } = denied;
  const { type, id, aliasId, version } = workload ?? {};
  if (workload === undefined || type !== 'agent' || aliasId === undefined || version !== undefined) return denied;
  if (aliasId === 'TSTALIASID') return { ...denied, workload: { ...workload, version: 'DRAFT' } };
  const routed = snapshots
    .flatMap(({ agents = [] }) => agents.filter(({ agent }) => agent.agentId === id))
    .flatMap(({ aliases = [] }) => aliases.filter(({ agentAliasId }) => agentAliasId === aliasId))
    .flatMap(({ routingConfiguration = [] }) => routingConfiguration.map(({ agentVersion }) => agentVersion));
  const [only, ...others] = new Set(routed);
  return only === undefined || others.length > 0 ? denied : { ...denied, workload: { ...workload, version: only } };
}

/** Versions of a workload can act with roles of their own: the alias that was called tells which. */
function ofCalledVersion({ workload }: DeniedRequest, snapshots: readonly Snapshot[]): AgentRole | undefined {
  const { id, version: called } = workload ?? {};
  const roles = mergeAgentRoles(snapshots).roles.filter(({ workloads }) =>
    workloads.some((one) => one.id === id && one.type === workload?.type && one.version === called),
  );
  return called !== undefined && roles.length === 1 ? roles[0] : undefined;
}

function createdWith(denied: DeniedRequest, snapshot: Snapshot): Acting | undefined {
  const created = asIfCreated(snapshot, denied);
  if (created === undefined) return undefined;
  const { type, id } = created;
  const role = buildAgentRoles(created.snapshot).roles.find(({ workloads }) =>
    workloads.some((one) => one.type === type && one.id === id && (one.version ?? 'DRAFT') === 'DRAFT'),
  );
  const runtime = buildAgentRoles(created.snapshot).roles.find(({ arn }) => arn === denied.requested?.roleArn);
  if ((role ?? runtime) === undefined) return undefined;
  const workload = { type: type as WorkloadHint['type'], id, actsAs: 'called' } as const;
  return { denied: { ...denied, workload }, role: role ?? runtime };
}

/** Whoever made the call; what the call of a model needs is what this call tells of the caller's needs. */
function callerOf(denied: DeniedRequest, snapshot: Snapshot): AgentRole | undefined {
  const arn = principalOf(denied, snapshot);
  const principal = arn === undefined ? undefined : otherPrincipal(snapshot, arn);
  if (principal === undefined || principal.accountId !== snapshot.accountId) return undefined;
  const reference = denied.modelId ?? denied.requested?.models?.[0];
  if (reference === undefined) return principal;
  const asWorkload: Workload = {
    type: 'agentCoreRuntime',
    arn: principal.arn,
    id: principal.name,
    name: principal.name,
    region: denied.region ?? snapshot.region,
    roleArn: principal.arn,
    servicePrincipal: 'bedrock-agentcore.amazonaws.com',
    sourceArn: principal.arn,
  };
  const action = deniedAccess(denied).action?.toLowerCase();
  const requests = modelRequests(snapshot, asWorkload, reference).requests.filter(({ heldBy }) => heldBy === 'role');
  return {
    ...principal,
    knownRequests: requests.map((request) =>
      request.action.toLowerCase() === action
        ? { ...request, necessity: 'required' }
        : { ...request, necessity: 'optional' },
    ),
    models: { known: [modelUse(snapshot, asWorkload, reference, 'the call')] },
  };
}

function principalOf({ roleArn, roleName, principalArn }: DeniedRequest, snapshot: Snapshot): string | undefined {
  if (roleArn !== undefined) return roleArn;
  const [, partition, account] = /^arn:([a-z-]+):(?:sts|iam)::(\d{12}):/.exec(principalArn ?? '') ?? [];
  if (account !== undefined && (account !== snapshot.accountId || partition !== partitionOf(snapshot)))
    return undefined;
  if (roleName !== undefined) return roleArnOf(snapshot, roleName);
  return principalArn !== undefined && /:user\//.test(principalArn) ? principalArn : undefined;
}
