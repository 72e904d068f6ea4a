import type { EvidencePart } from '../workload/agent-role.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { buildAccountReader, EVERYTHING } from './account-reader.ts';
import type { Aws } from './aws.ts';
import { readIdentity } from './read-identity.ts';
import { INCIDENT_TABLE, widerEvidenceAndDenials } from './wider-evidence.ts';

export interface ReadAccountOptions extends Aws {
  /** Everything when absent. */
  readonly needs?: readonly EvidencePart[];
  /** Every role when absent. */
  readonly roleNames?: readonly string[];
}

/**
 * The live account that the environment's credentials belong to, read once, in one Region, without changing anything.
 * What was refused is named in `unread`.
 *
 * @throws InputError when there are no usable credentials or no Region
 */
export async function readAccount({
  needs = EVERYTHING,
  roleNames,
  ...aws
}: ReadAccountOptions = {}): Promise<Snapshot> {
  const { accountId, partition, region } = await readIdentity(aws);
  const settings = { accountId, partition, region, aws, now: Date.now, wider: widerEvidenceAndDenials(INCIDENT_TABLE) };
  const reader = buildAccountReader(settings);
  return reader.read({ needs, ...(roleNames !== undefined && { roleNames }) });
}
