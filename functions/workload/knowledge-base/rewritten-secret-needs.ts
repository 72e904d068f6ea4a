import { GUIDE, type Needs, NO_NEEDS, requestsFor } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import { acrossAccounts } from './secret-needs.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const NOTE =
  'Confluence is the one source whose secret Amazon Bedrock writes back, and only with OAuth 2.0 and a refresh token; the secret tells, the configuration does not.';

const OPTIONAL = { necessity: 'optional', note: NOTE } as const;
const WRITE = ['secretsmanager:PutSecretValue'];

/** https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html#kb-permissions-access-confluence */
export function rewrittenSecretNeeds(
  snapshot: Snapshot,
  workload: Workload,
  { authType, secretArn }: { readonly authType: unknown; readonly secretArn: unknown },
  of: string,
): Needs {
  if (authType === 'BASIC' || authType === 'PAT') return NO_NEEDS;
  return needsWith(statedValue(secretArn, SHAPES.secret, `the secret of ${of}`), (secret) => ({
    requests: [
      ...requestsFor(
        { workload },
        { capability: `secret of ${of}`, kind: 'secret', source: `${GUIDE}/kb-permissions.html` },
      )(WRITE, secret, OPTIONAL),
      ...acrossAccounts(snapshot, workload, secret, { actions: WRITE, capability: `secret of ${of}`, ...OPTIONAL }),
    ],
    gaps: [],
  }));
}
