import { EVERYTHING } from '../adapters/account-reader.ts';
import { roleNamesOf, unreadWorkloads } from '../adapters/role-usage.ts';
import { denialSeverity } from '../alerts/denial-severity.ts';
import { type ExplainedDenial, explainDenial } from '../alerts/explain-denial.ts';
import type { Finding } from '../alerts/incidents/observation.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { findRole } from '../diagnosis/find-role.ts';
import { roleArn } from '../workload/arn.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { type RegionReaders, readRegions, readWorkloadsOf } from './read-regions.ts';

/** The functions, their sessions and the roles of this product all begin like this. */
const OWN_NAMES = 'bedrock-warden-';

export const OWN_REQUEST = 'the denied request is one of the monitor itself';

export type Explained =
  | { readonly denial: ExplainedDenial; readonly finding: Finding }
  | { readonly ignored: string; readonly gaps: readonly string[] };

/**
 * Whether the monitor denied itself something, which is seen before anything is read: a read that is denied is the next
 * event. Anyone can name a session like this, so the role counts.
 *
 * @param functionName which Lambda also gives to the sessions of a function
 */
export const isOwnRequest = (denied: DeniedRequest, functionName: string): boolean =>
  (denied.sessionName === functionName || denied.sessionName?.startsWith(OWN_NAMES) === true) &&
  roleNameOf(denied)?.startsWith(OWN_NAMES) === true;

/** Why a call was denied, by the account as it is now. What is no workload's call is ignored. */
export async function explainRecord(denied: DeniedRequest, readers: RegionReaders): Promise<Explained> {
  const snapshots = await readEvidence(denied, readers);
  const { roles, gaps } = mergeAgentRoles(snapshots);
  const role = findRole(denied, roles);
  if (role === undefined && denied.workload?.actsAs !== 'itself' && denied.sessionName?.startsWith(OWN_NAMES))
    return { ignored: OWN_REQUEST, gaps: [] };
  // While a list of workloads is refused, nobody can say that a role is no workload's.
  if (role === undefined && denied.workload === undefined && snapshots.flatMap(unreadWorkloads).length === 0)
    return { ignored: 'no workload of Amazon Bedrock is known to act with this role', gaps };
  const denial = explainDenial(denied, role, gaps, snapshots);
  return { denial, finding: { ...findingOf(denial), denied } };
}

function findingOf(denial: ExplainedDenial): Finding {
  const { roleArn: arn, roleName, workload, causes, denied } = denial;
  const [cause] = causes;
  return {
    roleArn: arn,
    roleName,
    workload:
      workload === null
        ? null
        : { type: workload.type, arn: workload.arn, ...(workload.id !== undefined && { id: workload.id }) },
    action: denied.action,
    resource: denied.resource,
    cause: cause?.code ?? null,
    certainty: cause?.certainty ?? null,
    summary: cause?.summary ?? 'Neither the message nor the evidence says what was refused.',
    severity: denialSeverity(denial),
  };
}

/** Of a call that could not be explained: that it was denied is known all the same. */
export function unexplained(denied: DeniedRequest): Finding {
  const { workload, message } = denied;
  return {
    roleArn: denied.roleArn ?? null,
    roleName: roleNameOf(denied) ?? null,
    workload:
      workload === undefined
        ? null
        : { type: workload.type, arn: null, ...(workload.id !== undefined && { id: workload.id }) },
    action: message.action ?? null,
    resource: message.resource ?? null,
    cause: null,
    certainty: null,
    summary: 'The cause was not determined: looking into it failed every time. The log of the function says why.',
    severity: 'medium',
    denied,
  };
}

const roleNameOf = ({ roleArn: arn, roleName }: DeniedRequest): string | undefined => roleArn(arn)?.name ?? roleName;

/**
 * Whoever called a workload may have been told of what was denied to the workload: then its own roles count too. The Region of
 * the denial comes first: what is said of the account's models is said of that Region.
 */
async function readEvidence(denied: DeniedRequest, readers: RegionReaders): Promise<readonly Snapshot[]> {
  const [{ accountId }] = readers;
  const name = roleNameOf(denied);
  const foreign = roleArn(denied.roleArn)?.accountId;
  const own = name === undefined || (foreign !== undefined && foreign !== accountId) ? [] : [name];
  const { workload } = denied;
  const called =
    workload?.actsAs === 'called'
      ? (await readWorkloadsOf(readers)).flatMap((snapshot) => roleNamesOf(snapshot, workload))
      : [];
  const snapshots = await readRegions(readers, { needs: EVERYTHING, roleNames: [...new Set([...own, ...called])] });
  const isThere = ({ region }: Snapshot): boolean => region === denied.region;
  return [...snapshots.filter(isThere), ...snapshots.filter((snapshot) => !isThere(snapshot))];
}
