import type { WorkloadHint } from '../diagnosis/diagnosis.ts';
import { roleArn } from '../workload/arn.ts';
import { listWorkloads } from '../workload/list-workloads.ts';
import type { AgentEntry, Snapshot } from '../workload/snapshot.ts';

/** The names of this account's roles that a workload of the snapshot acts with. */
export function usedRoleNames(snapshot: Snapshot): readonly string[] {
  const names = listWorkloads(snapshot).workloads.flatMap((workload) => {
    const role = roleArn(workload.roleArn);
    return role?.accountId === snapshot.accountId ? [role.name] : [];
  });
  return [...new Set(names)];
}

/** The names of the roles that one workload acts with; every version of an agent may have its own. */
export function roleNamesOf(snapshot: Snapshot, { type, id }: Pick<WorkloadHint, 'type' | 'id'>): readonly string[] {
  const own = listWorkloads(snapshot).workloads.filter((workload) => workload.type === type && workload.id === id);
  return [...new Set(own.flatMap((workload) => roleArn(workload.roleArn)?.name ?? []))];
}

/** The agents of which the draft or a version acts with one of the roles. */
export function agentsActingAs(
  roleNames: readonly string[],
  agents: readonly AgentEntry[] | undefined,
): readonly AgentEntry[] {
  const usesOne = (arn: string | undefined) => roleNames.includes(roleArn(arn)?.name ?? '');
  return (agents ?? []).filter(({ agent, versions = [] }) =>
    [agent, ...versions.map(({ agentVersion }) => agentVersion)].some(({ agentResourceRoleArn }) =>
      usesOne(agentResourceRoleArn),
    ),
  );
}

/** Paths of `unread` behind which a workload, and with it a role's use, can hide. */
const HIDES_A_WORKLOAD = /^((agents|flows)(\.[^.]+(\.aliases|\.versions(\.[^.]+)?)?)?|knowledgeBases(\.[^.]+)?)$/;

/** The same, of workloads that only a role can hide behind which trusts AgentCore. */
const HIDES_AN_AGENT_CORE_WORKLOAD = /^agentCore(\.[^.]+(\.[^.]+(\.(endpoints|versions)(\.[^.]+)?)?)?)?$/;

/** What failed of the lists of agents, knowledge bases and flows, worded. */
export const unreadWorkloads = (snapshot: Pick<Snapshot, 'unread'>): readonly string[] =>
  unreadLike(HIDES_A_WORKLOAD, snapshot);

/** What failed of the lists of AgentCore's resources, worded. */
export const unreadAgentCore = (snapshot: Pick<Snapshot, 'unread'>): readonly string[] =>
  unreadLike(HIDES_AN_AGENT_CORE_WORKLOAD, snapshot);

function unreadLike(pattern: RegExp, { unread = [] }: Pick<Snapshot, 'unread'>): readonly string[] {
  return unread.filter(({ part }) => pattern.test(part)).map(({ part, error }) => `${part} was not read (${error})`);
}

/** Not asked for, never asked for, or asked for and answered that it is not there: none of it comes by asking again. */
const ANSWERED =
  /^(NotSupported|NotRequested|ResourceNotFound(Exception)?|NotFoundException|NoSuchEntity(Exception)?|NoSuchBucket|ValidationException)$/;

const REFUSED = /^AccessDenied(Exception)?$/;

/** Whether AWS refused something or failed: another try, or a permission, may bring it. */
export function readFailed({ unread = [], accountId }: Pick<Snapshot, 'unread' | 'accountId'>): boolean {
  return unread.some(
    ({ part, error }) => !ANSWERED.test(error) && !(REFUSED.test(error) && isForeign(part, accountId)),
  );
}

/**
 * What belongs to another account is shown only if that account shares it, and the organization to few of its members: no
 * retry and no permission of ours brings it.
 */
function isForeign(part: string, accountId: string): boolean {
  if (/^organization(\.|$)/.test(part)) return true;
  const [owner] = /(?<=arn:[^:]*:[^:]*:[^:]*:)\d{12}(?=:)/.exec(part) ?? [];
  return owner !== undefined && owner !== accountId;
}
