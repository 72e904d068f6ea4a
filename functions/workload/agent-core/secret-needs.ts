import { regionOf } from '../arn.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import { keyRequests } from '../knowledge-base/key-requests.ts';
import { keyOfSecret } from '../knowledge-base/known-key.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { accountOf, acrossAccounts, isForeign } from './across-accounts.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';

const GUIDE = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide';
const SECRET = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w!/+=.@-]+$/;

/** Reading the secret that a credential provider keeps its credentials in, and decrypting it where its key is known. */
export function secretNeeds(
  place: AgentCorePlace,
  page: string,
  secret: string | undefined,
  provider: string,
): WorkloadNeeds {
  if (secret === undefined || !SECRET.test(secret)) return unusable(provider, 'the ARN of a secret', secret);
  const capability = `secret of ${provider}`;
  const reading = placeRequests(place, page, 'secret', capability)(['secretsmanager:GetSecretValue'], secret);
  return joinNeeds([
    { requests: acrossAccounts(place, accountOf(secret), reading, `${GUIDE}/auth-and-access_examples_cross.html`) },
    secretKeyNeeds(place, secret, capability),
  ]);
}

/** The AWS managed key of Secrets Manager lets in its own account, and nobody of another. */
function secretKeyNeeds(place: AgentCorePlace, secret: string, capability: string): WorkloadNeeds {
  const { snapshot, workload } = place;
  const region = regionOf(secret) ?? workload.region;
  const key = keyOfSecret(snapshot, secret, { region, accountId: accountOf(secret) });
  if ('missing' in key) return needsWith({ gaps: key.missing });
  if (key.known === null)
    return isForeign(place, secret)
      ? needsWith({ gaps: [`the key of ${secret}, which is a secret of another account, was not read`] })
      : needsWith({});
  return needsWith({
    requests: keyRequests(workload, key.known, ['kms:Decrypt'], {
      capability: `key of the ${capability}`,
      source: `${GUIDE}/security-encryption.html`,
      context: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` },
    }),
  });
}
