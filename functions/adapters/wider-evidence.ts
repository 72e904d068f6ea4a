import type { EvidencePart } from '../workload/agent-role.ts';
import type { AgentCorePart, Snapshot, UnreadPart } from '../workload/snapshot.ts';
import type { Aws } from './aws.ts';
import { collectionIds } from './collection-ids.ts';
import { namedResources } from './named-resources.ts';
import type { Unread } from './unread.ts';

type Surroundings = Pick<
  Snapshot,
  'resourcePolicies' | 'openSearchServerless' | 'organization' | 'vpcEndpointPolicies'
>;

/** The parts of a snapshot that only those ask for who may read more than the deployed functions do. */
export interface WiderEvidence {
  readAgentCore(aws: Aws, unread: Unread): Promise<AgentCorePart>;
  /** What decides beside the roles, as far as one of the needs asks for it. */
  readSurroundings(
    snapshot: Snapshot,
    needs: readonly EvidencePart[],
    aws: Aws,
    unread: Unread,
  ): Promise<Surroundings & { readonly notRequested: readonly UnreadPart[] }>;
}

/** What each part is for; every client is loaded only when its part is asked for. */
const FOR: Readonly<Record<keyof Surroundings, readonly EvidencePart[]>> = {
  resourcePolicies: ['requiredAccess'],
  openSearchServerless: ['requiredAccess'],
  vpcEndpointPolicies: ['requiredAccess'],
  organization: ['serviceControlPolicies', 'resourceControlPolicies'],
};

export const widerEvidence: WiderEvidence = {
  async readAgentCore(aws, unread) {
    return (await import('./read-agent-core.ts')).readAgentCore(aws, unread);
  },

  async readSurroundings(snapshot, needs, aws, unread) {
    const asked = (part: keyof Surroundings) => FOR[part].some((need) => needs.includes(need));
    const [resourcePolicies, openSearchServerless, organization, vpcEndpointPolicies] = await Promise.all([
      asked('resourcePolicies') ? resourcePoliciesOf(snapshot, aws, unread) : undefined,
      asked('openSearchServerless') ? vectorStoresOf(snapshot, aws, unread) : undefined,
      asked('organization') ? organizationOf(snapshot, aws, unread) : undefined,
      asked('vpcEndpointPolicies') ? endpointPoliciesOf(snapshot, aws, unread) : undefined,
    ]);
    const parts = ['resourcePolicies', 'openSearchServerless', 'organization', 'vpcEndpointPolicies'] as const;
    return {
      ...(resourcePolicies !== undefined && { resourcePolicies }),
      ...(openSearchServerless !== undefined && { openSearchServerless }),
      ...(organization !== undefined && { organization }),
      ...(vpcEndpointPolicies !== undefined && { vpcEndpointPolicies }),
      notRequested: parts.filter((part) => !asked(part)).map((part) => ({ part, error: 'NotRequested' })),
    };
  },
};

async function resourcePoliciesOf(snapshot: Snapshot, aws: Aws, unread: Unread) {
  const named = namedResources(snapshot);
  if (Object.values(named).every((arns) => arns.length === 0)) return {};
  const { readResourcePolicies } = await import('./read-resource-policies.ts');
  return readResourcePolicies(named, aws, unread);
}

/** Absent when no knowledge base stores its vectors there: nobody asks then. */
async function vectorStoresOf({ knowledgeBases = [] }: Snapshot, aws: Aws, unread: Unread) {
  const ids = collectionIds(knowledgeBases);
  if (ids.length === 0) return undefined;
  return (await import('./read-open-search-serverless.ts')).readOpenSearchServerless(ids, aws, unread);
}

async function organizationOf({ accountId }: Snapshot, aws: Aws, unread: Unread) {
  return (await import('./read-organization.ts')).readOrganization(accountId, aws, unread);
}

async function endpointPoliciesOf({ region }: Snapshot, aws: Aws, unread: Unread) {
  const { readVpcEndpointPolicies } = await import('./read-vpc-endpoint-policies.ts');
  return unread.attempt('vpcEndpointPolicies', () => readVpcEndpointPolicies(region, aws));
}
