import { at } from '../fields.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { credentialNeeds } from './credential-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { knownValue } from './setting-needs.ts';
import { inWords } from './union.ts';
import { namedIdentity } from './workload-identity.ts';

const PAGE = 'gateway-outbound-auth';

/**
 * With what a call to a target is authorised. With the role, the call itself is what it needs; a caller's credentials and a
 * token that is passed on are not the role's.
 */
const WITHOUT_CREDENTIALS = ['GATEWAY_IAM_ROLE', 'CALLER_IAM_CREDENTIALS', 'JWT_PASSTHROUGH'];

const PROVIDERS = {
  OAUTH: { kind: 'oauth2', member: 'oauthCredentialProvider' },
  API_KEY: { kind: 'apikey', member: 'apiKeyCredentialProvider' },
} as const;

/** What one entry of `credentialProviderConfigurations` needs. */
export function targetCredentialNeeds(place: AgentCorePlace, provider: unknown): Partial<WorkloadNeeds> {
  const type = at(provider, 'credentialProviderType');
  if (type !== 'OAUTH' && type !== 'API_KEY')
    return knownValue(place.label, 'a type of credential provider', type, WITHOUT_CREDENTIALS);
  const { kind, member } = PROVIDERS[type];
  const use = { page: PAGE, workloadIdentity: namedIdentity(place), listsVault: false };
  return credentialNeeds(place, use, kind, inWords(at(provider, 'credentialProvider', member, 'providerArn')));
}

/** What a gateway is asked for that signs calls with its role. */
export const ownGatewayNeeds = (place: AgentCorePlace): Partial<WorkloadNeeds> => ({
  requests: placeRequests(
    place,
    PAGE,
    'gateway',
    'calls signed with the role of the gateway',
  )(['bedrock-agentcore:InvokeGateway'], place.workload.arn, {
    note: 'The page on outbound authorization asks for it where the role signs the call; the page on the role does not speak of it. This is the first.',
  }),
});
