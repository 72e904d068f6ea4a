import type { WorkloadNeeds } from '../needs.ts';
import type { KnowledgeBaseEntry, Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';

/** What the role of a knowledge base needs. */
export const knowledgeBaseRoleNeeds = (_: Snapshot, __: KnowledgeBaseEntry, ___: Workload): WorkloadNeeds => ({
  requests: [],
  gaps: [`Warden does not derive the needs of a knowledge base role yet`],
  models: [],
});
