import type { AgentConfiguration } from './agent-configurations.ts';
import { textAt } from './fields.ts';
import { isKeyArn } from './key-use-requests.ts';
import { type Capability, GUIDE, NO_NEEDS, requestsFor } from './needs.ts';
import { quoted } from './unread.ts';

const USE = ['kms:Decrypt', 'kms:GenerateDataKey'];
const GRANT = ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'];

/**
 * The key that encrypts an agent. For agents created after January 22, 2025 it is the caller who needs it, and the key policy
 * no more than its caller; for older ones the key policy lets in the role and the service.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-agents.html
 */
export const keyNeeds: Capability = (_snapshot, configuration) => {
  const key = textAt(configuration.detail, 'customerEncryptionKeyArn');
  if (key === undefined) return NO_NEEDS;
  const { workload } = configuration;
  if (!isKeyArn(key))
    return { requests: [], gaps: [`${quoted(key)} is no ARN of a KMS key (encryption key of agent ${workload.id})`] };
  const age = ageOf(configuration);
  const request = requestsFor(configuration, {
    capability: `encryption key ${key}`,
    kind: 'encryptionKey',
    source: `${GUIDE}/${age === 'old' ? 'encryption-agents' : 'cmk-agent-resources'}.html`,
  });
  const ofAgent = { 'kms:EncryptionContext:aws:bedrock:arn': workload.arn };
  const onRole = request(USE, key, { necessity: 'optional', context: ofAgent, note: ROLE_NOTES[age] });
  if (age === 'new') return { requests: onRole, gaps: [] };
  const necessity = age === 'old' ? 'required' : 'optional';
  const held = { necessity, heldBy: 'keyPolicy', ...(age === 'old' ? {} : { note: ROLE_NOTES[age] }) } as const;
  return {
    requests: [
      ...onRole,
      ...request(USE, key, { ...held, principal: workload.roleArn, context: ofAgent }),
      ...request(USE, key, { ...held, principal: workload.servicePrincipal, context: ofAgent }),
      ...request(GRANT, key, {
        ...held,
        principal: workload.servicePrincipal,
        context: { 'kms:GrantIsForAWSResource': 'true' },
      }),
    ],
    gaps: [],
  };
};

type Age = 'old' | 'new' | 'unknown';

/** A version keeps its agent's age: its own date is the day it was cut. */
function ageOf({ detail, draft }: AgentConfiguration): Age {
  const created = textAt(draft ?? detail, 'createdAt');
  if (created === undefined || !/^\d{4}-\d{2}-\d{2}/.test(created)) return 'unknown';
  return created.slice(0, 10) < '2025-01-22' ? 'old' : 'new';
}

const ROLE_NOTES: Readonly<Record<Age, string>> = {
  new: "AWS's page on agents' keys asks for it of the caller of the agent's API, since the agent was created after January 22, 2025; its page on the agent's role still lists decrypting as optional. This is the second.",
  old: "AWS's page on agents created before January 22, 2025 asks for it of the key policy and of the caller; its page on the agent's role lists decrypting as optional. This is the second.",
  unknown:
    "When the agent was created is not known: for agents from before January 22, 2025 the key policy has to let in the role and the service, for newer ones it is the caller who needs the key; AWS's page on the agent's role lists decrypting as optional for both.",
};
