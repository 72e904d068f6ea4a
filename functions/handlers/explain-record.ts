import { EVERYTHING } from '../adapters/account-reader.ts';
import { roleNamesOf, unreadWorkloads } from '../adapters/role-usage.ts';
import { denialSeverity } from '../alerts/denial-severity.ts';
import type { ExplainedDenial } from '../alerts/explain-denial.ts';
import type { Finding } from '../alerts/incidents/observation.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { findRole } from '../diagnosis/find-role.ts';
import { roleArn } from '../workload/arn.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { deniedRoleName, isNamedAsOwn, OWN_REQUEST } from './own-request.ts';
import { type RegionReaders, readRegions, readWorkloadsOf } from './read-regions.ts';

export type Explained =
  | { readonly denial: ExplainedDenial; readonly finding: Finding }
  | { readonly ignored: string; readonly gaps: readonly string[] };

/** Why a call was denied, by the account as it is now. What is no workload's call is ignored. */
export async function explainRecord(denied: DeniedRequest, readers: RegionReaders): Promise<Explained> {
  // The largest part of the function loads while the account answers.
  const [snapshots, { explainDenial }] = await Promise.all([
    readEvidence(denied, readers),
    import('../alerts/explain-denial.ts'),
  ]);
  const { roles, gaps } = mergeAgentRoles(snapshots);
  const role = findRole(denied, roles);
  if (role === undefined && denied.workload?.actsAs !== 'itself' && isNamedAsOwn(denied))
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

/**
 * Whoever called a workload may have been told of what was denied to the workload: then its own roles count too. The Region of
 * the denial comes first: what is said of the account's models is said of that Region.
 */
async function readEvidence(denied: DeniedRequest, readers: RegionReaders): Promise<readonly Snapshot[]> {
  const [{ accountId }] = readers;
  const name = deniedRoleName(denied);
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
