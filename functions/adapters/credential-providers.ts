import type { AgentCoreIdentityPart, Snapshot } from '../workload/snapshot.ts';
import { valuesIn } from './values-in.ts';

const PROVIDER =
  /arn:aws[a-z-]*:bedrock-agentcore:([a-z0-9-]+):(\d{12}):token-vault\/[\w-]+\/(apikey|oauth2)credentialprovider\/([\w-]+)/g;

const PARTS = { apikey: 'apiKeyCredentialProviders', oauth2: 'oauth2CredentialProviders' } as const;

export interface CredentialProvider {
  readonly part: keyof AgentCoreIdentityPart;
  readonly name: string;
}

/** The credential providers of this account and Region that AgentCore resources name, some of them inside a header's text. */
export function credentialProviders({
  agentCore = {},
  accountId,
  region,
}: Pick<Snapshot, 'agentCore' | 'accountId' | 'region'>): readonly CredentialProvider[] {
  const found = valuesIn(agentCore).flatMap(({ value }) =>
    [...value.matchAll(PROVIDER)].flatMap(([, ofRegion, ofAccount, kind, name = '']) =>
      ofRegion === region && ofAccount === accountId ? [{ part: PARTS[kind as keyof typeof PARTS], name }] : [],
    ),
  );
  return [...new Map(found.map((provider) => [`${provider.part} ${provider.name}`, provider])).values()];
}
