import { arnFields } from '../../iam/arn.ts';
import { allNeeds, GUIDE, type Needs, requestsFor } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import { keyRequests } from './key-requests.ts';
import { keyOfSecret } from './known-key.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const SOURCE = `${GUIDE}/kb-permissions.html`;
const READ = ['secretsmanager:GetSecretValue'];

/** Reading a secret that the configuration names, and decrypting it where its key is known. */
export function secretNeeds(snapshot: Snapshot, workload: Workload, secretArn: unknown, of: string): Needs {
  return needsWith(statedValue(secretArn, SHAPES.secret, `the secret of ${of}`), (secret) => {
    const capability = `secret of ${of}`;
    const request = requestsFor({ workload }, { capability, kind: 'secret', source: SOURCE });
    return allNeeds([
      { requests: request(READ, secret), gaps: [] },
      { requests: acrossAccounts(snapshot, workload, secret, { actions: READ, capability }), gaps: [] },
      secretKeyNeeds(snapshot, workload, secret, capability),
    ]);
  });
}

interface SecretUse extends Pick<RequiredRequest, 'capability'>, Partial<Pick<RequiredRequest, 'necessity' | 'note'>> {
  readonly actions: readonly string[];
}

const CROSS = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html';

/** A secret of another account must let the role in by its own policy as well. */
export function acrossAccounts(
  snapshot: Snapshot,
  workload: Workload,
  secret: string,
  { actions, capability, ...more }: SecretUse,
): readonly RequiredRequest[] {
  const [, , , , owner] = arnFields(secret);
  if (owner === snapshot.accountId) return [];
  const request = requestsFor({ workload }, { capability, kind: 'secret', source: CROSS });
  return request(actions, secret, { ...more, heldBy: 'resourcePolicy', principal: workload.roleArn });
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html */
function secretKeyNeeds(snapshot: Snapshot, workload: Workload, secret: string, capability: string): Needs {
  const [, , , region = workload.region, accountId = snapshot.accountId] = arnFields(secret);
  const key = keyOfSecret(snapshot, secret, { region, accountId });
  if ('missing' in key) return { requests: [], gaps: key.missing };
  if (key.known === null) return { requests: [], gaps: [] };
  const context = { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` };
  const source = SOURCE;
  return {
    requests: keyRequests(workload, key.known, ['kms:Decrypt'], {
      capability: `key of the ${capability}`,
      source,
      context,
    }),
    gaps: [],
  };
}
