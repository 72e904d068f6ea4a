import {
  BedrockAgentCoreControlClient,
  GetApiKeyCredentialProviderCommand,
  GetOauth2CredentialProviderCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { AgentCoreIdentityPart } from '../workload/snapshot.ts';
import { asJson } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import type { CredentialProvider } from './credential-providers.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { paced } from './pace.ts';
import type { Unread } from './unread.ts';

const AT_ONCE = 3;

/** Where each provider keeps its secret; the answers hold no secret themselves. */
export async function readCredentialProviders(
  providers: readonly CredentialProvider[],
  aws: Aws,
  unread: Unread,
): Promise<AgentCoreIdentityPart> {
  const client = paced(new BedrockAgentCoreControlClient(clientConfiguration(aws)), aws.pace);
  const get = {
    apiKeyCredentialProviders: (name: string) => client.send(new GetApiKeyCredentialProviderCommand({ name })),
    oauth2CredentialProviders: (name: string) => client.send(new GetOauth2CredentialProviderCommand({ name })),
  };
  const read = async (wanted: keyof AgentCoreIdentityPart) => {
    const names = providers.flatMap(({ part, name }) => (part === wanted ? [name] : []));
    const answers = await mapConcurrently(names, AT_ONCE, (name) =>
      unread.attempt(`agentCoreIdentity.${wanted}.${name}`, async () =>
        asJson<Readonly<Record<string, unknown>>>(await get[wanted](name)),
      ),
    );
    return answers.filter((answer) => answer !== undefined);
  };
  const [apiKeyCredentialProviders, oauth2CredentialProviders] = await Promise.all([
    read('apiKeyCredentialProviders'),
    read('oauth2CredentialProviders'),
  ]);
  return { apiKeyCredentialProviders, oauth2CredentialProviders };
}
