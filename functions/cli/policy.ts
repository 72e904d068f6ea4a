import { InputError } from '../adapters/input-error.ts';
import { loadSnapshot } from '../adapters/snapshot-file.ts';
import { buildAgentRoles } from '../workload/build-agent-roles.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { collectionNames } from './collection-names.ts';
import { complain } from './complain.ts';
import { exitStatus } from './exit-status.ts';
import type { PolicyFormat } from './option-values.ts';
import { type PolicyPlan, policyPlan } from './policy-plan.ts';
import { policyTarget } from './policy-target.ts';
import { showProgress } from './progress.ts';
import { openReport } from './write-report.ts';

export interface PolicyOptions {
  readonly snapshot?: string;
  readonly region?: readonly string[];
  readonly format: PolicyFormat;
}

/** Prints what a role, or one of its workloads, needs, and returns the exit status. */
export async function policy(named: string, { snapshot, region, format }: PolicyOptions): Promise<number> {
  const write = await openReport(undefined);
  const snapshots = await snapshotsOf(snapshot, region);
  const target = policyTarget(named, snapshots.map(buildAgentRoles), collectionNames(snapshots));
  const plan = policyPlan(target);
  await write(await worded(plan, format));
  if (plan.unknown.length === 0) return exitStatus.nothingToReport;
  complain(`incomplete: ${named} needs more than what is printed. Do not use it as the whole policy.`);
  for (const reason of plan.unknown) complain(`unknown: ${reason}`);
  return exitStatus.incomplete;
}

async function snapshotsOf(
  path: string | undefined,
  regions: readonly string[] | undefined,
): Promise<readonly Snapshot[]> {
  if (path !== undefined) {
    const snapshot = await loadSnapshot(path);
    const other = regions?.find((region) => region !== snapshot.region);
    if (other !== undefined)
      throw new InputError(`the snapshot is of ${snapshot.region}`, `--region ${other}`, 'leave --region out');
    return [snapshot];
  }
  const { readAccount } = await import('../adapters/read-account.ts');
  const snapshots = [];
  for (const region of regions ?? [undefined]) {
    const done = showProgress(`Reading ${region ?? 'the account'}`);
    try {
      snapshots.push(await readAccount(region === undefined ? {} : { region }));
    } finally {
      done();
    }
  }
  return snapshots;
}

/** The library that writes YAML is loaded for YAML only. */
async function worded(plan: PolicyPlan, format: PolicyFormat): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('./policy-json.ts')).policyJson(plan);
    case 'cli':
      return (await import('./policy-shell.ts')).policyShell(plan);
    case 'terraform':
      return (await import('./policy-terraform.ts')).policyTerraform(plan);
    case 'cloudformation':
      return (await import('./policy-cloudformation.ts')).policyCloudFormation(plan);
  }
}
