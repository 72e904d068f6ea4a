import type { AgentCoreIdentityPart } from '../workload/snapshot.ts';
import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { withEpochTimes } from './json-object.ts';
import { knownPart, refuseUnread } from './snapshot-parts.ts';

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetApiKeyCredentialProvider.html */
export const agentCoreIdentity: Operations = {
  GetApiKeyCredentialProvider: (input, account) => providerOf('apiKeyCredentialProviders', input, account),
  GetOauth2CredentialProvider: (input, account) => providerOf('oauth2CredentialProviders', input, account),
};

function providerOf(part: keyof AgentCoreIdentityPart, { name }: Input, { snapshot }: Account): object {
  const path = ['agentCoreIdentity', part];
  refuseUnread(snapshot, ...path, String(name));
  const providers = knownPart(snapshot.agentCoreIdentity?.[part], snapshot, ...path);
  const provider = providers.find((candidate) => candidate.name === name);
  if (provider === undefined)
    throw new AwsError('ResourceNotFoundException', 404, `Credential provider ${name} does not exist.`);
  return withEpochTimes(provider, /^(createdTime|lastUpdatedTime)$/);
}
