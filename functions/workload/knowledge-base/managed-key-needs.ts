import { GUIDE, type Needs, NO_NEEDS } from '../needs.ts';
import type { Workload } from '../workload.ts';
import type { KnowledgeBaseConfiguration } from './configuration.ts';
import { keyRequests } from './key-requests.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const PAGES_DISAGREE =
  'encryption-kb says that the service role needs no permission on the key of a managed knowledge base (its creator makes a grant); kb-managed-prereqs asks for one. It is not required here, and no surplus.';

type ManagedConfiguration = NonNullable<KnowledgeBaseConfiguration['managedKnowledgeBaseConfiguration']>;

export function managedKeyNeeds(
  workload: Workload,
  { serverSideEncryptionConfiguration }: ManagedConfiguration,
): Needs {
  const stated = serverSideEncryptionConfiguration?.kmsKeyArn;
  if (stated === undefined || stated === '') return NO_NEEDS;
  return needsWith(statedValue(stated, SHAPES.key, `the key of knowledge base ${workload.id}`), (key) => ({
    requests: keyRequests(workload, key, ['kms:GenerateDataKey', 'kms:Decrypt'], {
      capability: `stored data of knowledge base ${workload.id}`,
      source: `${GUIDE}/encryption-kb.html`,
      necessity: 'optional',
      note: PAGES_DISAGREE,
    }),
    gaps: [],
  }));
}
