import { buildAgentRoles } from '../workload/build-agent-roles.ts';
import { collectionNames } from './collection-names.ts';
import { complain } from './complain.ts';
import { exitStatus } from './exit-status.ts';
import type { PolicyFormat } from './option-values.ts';
import { type PolicyPlan, policyPlan } from './policy-plan.ts';
import { policyTarget } from './policy-target.ts';
import { readSnapshots } from './read-snapshots.ts';
import { openReport } from './write-report.ts';

export interface PolicyOptions {
  readonly snapshot?: string;
  readonly region?: readonly string[];
  readonly format: PolicyFormat;
}

/** Prints what a role, or one of its workloads, needs, and returns the exit status. */
export async function policy(named: string, { snapshot, region, format }: PolicyOptions): Promise<number> {
  const write = await openReport(undefined);
  const snapshots = await readSnapshots(snapshot, region);
  const target = policyTarget(
    named,
    snapshots.map((each) => buildAgentRoles(each)),
    collectionNames(snapshots),
  );
  const plan = policyPlan(target);
  await write(await worded(plan, format));
  if (plan.unknown.length === 0) return exitStatus.nothingToReport;
  complain(`incomplete: ${named} needs more than what is printed. Do not use it as the whole policy.`);
  for (const reason of plan.unknown) complain(`unknown: ${reason}`);
  return exitStatus.incomplete;
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
