import { requestsFor } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Workload } from '../workload.ts';

type Purpose = Pick<RequiredRequest, 'capability' | 'source'> &
  Partial<Pick<RequiredRequest, 'context' | 'necessity' | 'note'>>;

/** Using a KMS key takes both: a policy of the role, and the key's own policy (or what it delegates to the account). */
export function keyRequests(
  workload: Workload,
  key: string,
  actions: readonly string[],
  { capability, source, ...more }: Purpose,
): readonly RequiredRequest[] {
  const request = requestsFor({ workload }, { capability, kind: 'encryptionKey', source });
  return [
    ...request(actions, key, more),
    ...request(actions, key, { ...more, heldBy: 'keyPolicy', principal: workload.roleArn }),
  ];
}
