import { type Capability, GUIDE, NO_NEEDS, requestsFor } from './needs.ts';

/**
 * The key that encrypts the agent. Since 2025-01-22 it is the caller who needs it; AWS's page on the agent's role still
 * lists it as optional.
 */
export const keyNeeds: Capability = (_snapshot, configuration) => {
  const key = configuration.detail.customerEncryptionKeyArn;
  if (key === undefined || key === '') return NO_NEEDS;
  const request = requestsFor(configuration, {
    capability: `encryption key ${key}`,
    kind: 'other',
    source: `${GUIDE}/cmk-agent-resources.html`,
  });
  const requests = request(['kms:Decrypt', 'kms:GenerateDataKey'], key, {
    necessity: 'optional',
    context: { 'kms:EncryptionContext:aws:bedrock:arn': configuration.workload.arn },
  });
  return { requests, gaps: [] };
};
