import { type Needs, requestsFor } from './needs.ts';
import { quoted } from './unread.ts';
import type { Workload } from './workload.ts';

/** The ARN of a key itself: what a policy is asked about, however a configuration names the key. */
export const isKeyArn = (value: string): boolean =>
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/.test(value);

/**
 * Decrypting with a key: the role's own policies must allow it, and so must the key policy (the role itself, or its account).
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 *
 * @param context what the service sends: `kms:ViaService`, `kms:EncryptionContext:…`
 */
export function keyUseRequests(
  workload: Workload,
  purpose: Parameters<typeof requestsFor>[1],
  key: string,
  context: Readonly<Record<string, string>>,
): Needs {
  if (!isKeyArn(key)) return { requests: [], gaps: [`${quoted(key)} is no ARN of a KMS key (${purpose.capability})`] };
  const request = requestsFor({ workload }, purpose);
  return {
    requests: [
      ...request(['kms:Decrypt'], key, { context }),
      ...request(['kms:Decrypt'], key, { context, heldBy: 'keyPolicy', principal: workload.roleArn }),
    ],
    gaps: [],
  };
}
