import { at, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { notRead } from '../unread.ts';
import { foreignGap, isForeign } from './across-accounts.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { secretNeeds } from './secret-needs.ts';
import { inWords } from './union.ts';
import { isIdentity } from './workload-identity.ts';

/** How a page words the access to credentials: what it asks for, and on behalf of which identity. */
export interface CredentialUse {
  readonly page: string;
  /** What is named as the ARN of the workload identity, if anything is. */
  readonly workloadIdentity: string | undefined;
  /** Does the page list the vault and the identity beside the provider, as the service authorization reference does? */
  readonly listsVault: boolean;
}

const PROVIDER =
  /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:\d{12}:token-vault\/[\w-]+\/(apikey|oauth2)credentialprovider\/([\w-]+)$/;

const KINDS = {
  apikey: {
    action: 'bedrock-agentcore:GetResourceApiKey',
    what: 'API key credential provider',
    part: 'apiKeyCredentialProviders',
    secret: 'apiKeySecretArn',
  },
  oauth2: {
    action: 'bedrock-agentcore:GetResourceOauth2Token',
    what: 'OAuth credential provider',
    part: 'oauth2CredentialProviders',
    secret: 'clientSecretArn',
  },
} as const;

/** Fetching a key or a token from AgentCore Identity, and the secret that it is kept in. */
export function credentialNeeds(
  place: AgentCorePlace,
  { page, workloadIdentity, listsVault }: CredentialUse,
  kind: keyof typeof KINDS,
  provider: string | undefined,
): WorkloadNeeds {
  const { action, what } = KINDS[kind];
  const [arn, written, name] = PROVIDER.exec(provider ?? '') ?? [];
  if (arn === undefined || name === undefined || written !== kind)
    return unusable(place.label, `the ARN of an ${what}`, provider);
  if (isForeign(place, arn)) return foreignGap(place, arn);
  const request = placeRequests(place, page, 'identity', `${what} ${name}`);
  const directory = arnIn(place, 'bedrock-agentcore', 'workload-identity-directory/default');
  const identities = isIdentity(workloadIdentity) ? [directory, workloadIdentity] : [directory];
  const vault = arn.slice(0, arn.lastIndexOf(`/${kind}credentialprovider/`));
  const beside = listsVault
    ? {}
    : {
        necessity: 'optional' as const,
        note: 'The page lists the provider alone; the service authorization reference also has its vault and the identity that asks.',
      };
  return joinNeeds([
    {
      requests: [
        ...identities.flatMap((identity) => request(['bedrock-agentcore:GetWorkloadAccessToken'], identity)),
        ...request([action], arn),
        ...[vault, ...identities].flatMap((resource) => request([action], resource, beside)),
      ],
      gaps: identityGaps(place, workloadIdentity),
    },
    keptNeeds(place, page, kind, arn, name),
  ]);
}

function identityGaps({ label }: AgentCorePlace, named: string | undefined): readonly string[] {
  if (named === undefined) return [`the workload identity of ${label} was not read`];
  return isIdentity(named) ? [] : unusable(label, 'the ARN of a workload identity', named).gaps;
}

/** The name of a secret ends in characters that only its provider tells. */
function keptNeeds(
  place: AgentCorePlace,
  page: string,
  kind: keyof typeof KINDS,
  arn: string,
  name: string,
): WorkloadNeeds {
  const { part, what, secret } = KINDS[kind];
  const provider = place.snapshot.agentCoreIdentity?.[part]?.find(
    (candidate) => textAt(candidate, 'credentialProviderArn') === arn,
  );
  if (provider === undefined)
    return needsWith({
      gaps: [notRead(place.snapshot, `agentCoreIdentity.${part}.${name}`, `the secret of ${what} ${name}`)],
    });
  return secretNeeds(place, page, inWords(at(provider, secret, 'secretArn')), `${what} ${name}`);
}
