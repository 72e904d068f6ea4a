import { GUIDE, type Needs, NO_NEEDS, requestsFor } from '../needs.ts';
import type { Workload } from '../workload.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const NOTE =
  'Confluence is the one source whose secret Amazon Bedrock writes back, and only with OAuth 2.0 and a refresh token; the secret tells, the configuration does not.';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html#kb-permissions-access-confluence */
export function rewrittenSecretNeeds(
  workload: Workload,
  { authType, secretArn }: { readonly authType: unknown; readonly secretArn: unknown },
  of: string,
): Needs {
  if (authType === 'BASIC' || authType === 'PAT') return NO_NEEDS;
  return needsWith(statedValue(secretArn, SHAPES.secret, `the secret of ${of}`), (secret) => ({
    requests: requestsFor(
      { workload },
      { capability: `secret of ${of}`, kind: 'secret', source: `${GUIDE}/kb-permissions.html` },
    )(['secretsmanager:PutSecretValue'], secret, { necessity: 'optional', note: NOTE }),
    gaps: [],
  }));
}
