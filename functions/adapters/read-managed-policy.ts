import { GetPolicyCommand, GetPolicyVersionCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { ManagedPolicyDetail } from '../workload/snapshot.ts';
import { asJson } from './answer.ts';

/**
 * A version of a managed policy never changes, so one that was read is kept as long as the process lives. A policy that is
 * deleted and made again has the same ARN and starts with `v1` again, but another id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const versions = new Map<string, Promise<string | undefined>>();

/** A managed policy with the text of its default version only: no other version takes part in a decision. */
export async function readManagedPolicy(PolicyArn: string, iam: IAMClient): Promise<ManagedPolicyDetail> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const policy = asJson<ManagedPolicyDetail>({ ...Policy, Arn: Policy?.Arn ?? PolicyArn });
  const VersionId = policy.DefaultVersionId;
  if (VersionId === undefined) return policy;
  const Document = await readVersion({ PolicyArn, VersionId }, Policy?.PolicyId, iam);
  return {
    ...policy,
    PolicyVersionList: [{ VersionId, IsDefaultVersion: true, ...(Document !== undefined && { Document }) }],
  };
}

function readVersion(
  version: { readonly PolicyArn: string; readonly VersionId: string },
  policyId: string | undefined,
  iam: IAMClient,
): Promise<string | undefined> {
  const key = `${policyId} ${version.PolicyArn} ${version.VersionId}`;
  const known = versions.get(key);
  if (known !== undefined) return known;
  const reading = iam.send(new GetPolicyVersionCommand(version)).then(({ PolicyVersion }) => PolicyVersion?.Document);
  versions.set(key, reading);
  reading.catch(() => versions.delete(key));
  return reading;
}
