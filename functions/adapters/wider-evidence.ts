import type { EvidencePart } from '../workload/agent-role.ts';
import type { AgentCorePart, Snapshot, UnreadPart } from '../workload/snapshot.ts';
import type { Aws } from './aws.ts';
import { collectionIds } from './collection-ids.ts';
import { credentialProviders } from './credential-providers.ts';
import { namedResources } from './named-resources.ts';
import type { Remember } from './remember.ts';
import { secretArns } from './secret-arns.ts';
import type { Unread } from './unread.ts';
import type { WantedIds } from './wanted-workloads.ts';

type Surroundings = Pick<
  Snapshot,
  | 'resourcePolicies'
  | 'openSearchServerless'
  | 'organization'
  | 'vpcEndpointPolicies'
  | 'bucketEncryption'
  | 'agentCoreIdentity'
  | 'secrets'
  | 'openDenials'
>;

/** The parts of a snapshot that only those ask for who may read more than the deployed functions do. */
export interface WiderEvidence {
  readAgentCore(aws: Aws, unread: Unread, remember: Remember, wanted: WantedIds): Promise<AgentCorePart>;
  /** What decides beside the roles, as far as one of the needs asks for it. */
  readSurroundings(
    snapshot: Snapshot,
    needs: readonly EvidencePart[],
    aws: Aws,
    unread: Unread,
    remember: Remember,
  ): Promise<Surroundings & { readonly notRequested: readonly UnreadPart[] }>;
}

type Read<Part> = (snapshot: Snapshot, aws: Aws, unread: Unread) => Promise<Part | undefined>;

interface Reading<Part> {
  /** What the part is for. */
  readonly needs: readonly EvidencePart[];
  readonly read: Read<Part>;
}

/** Every client is loaded only when its part is asked for. */
const READINGS: Readings = {
  resourcePolicies: { needs: ['requiredAccess'], read: resourcePoliciesOf },
  openSearchServerless: { needs: ['requiredAccess'], read: vectorStoresOf },
  organization: { needs: ['serviceControlPolicies', 'resourceControlPolicies'], read: organizationOf },
  vpcEndpointPolicies: { needs: ['requiredAccess'], read: endpointPoliciesOf },
  bucketEncryption: { needs: ['requiredAccess'], read: bucketEncryptionOf },
  agentCoreIdentity: { needs: ['requiredAccess'], read: credentialProvidersOf },
  secrets: { needs: ['requiredAccess'], read: secretsOf },
};

type Readings = { readonly [Part in keyof Surroundings]?: Reading<Surroundings[Part]> };

/** The same, whichever workloads are asked for. */
const OF_THE_ACCOUNT: ReadonlySet<keyof Surroundings> = new Set(['organization', 'vpcEndpointPolicies']);

export const widerEvidence: WiderEvidence = reading(READINGS);

/** What the deployment names its table of incidents. */
export const INCIDENT_TABLE = 'bedrock-warden-incidents';

/** The same, and the denials that the listener keeps in a table of the Region that is read. */
export const widerEvidenceAndDenials = (table: string): WiderEvidence =>
  reading({ ...READINGS, openDenials: { needs: ['openDenials'], read: (...of) => openDenialsOf(table, ...of) } });

function reading(readings: Readings): WiderEvidence {
  const names = Object.keys(readings) as readonly (keyof Surroundings)[];
  return {
    async readAgentCore(aws, unread, remember, wanted) {
      return (await import('./read-agent-core.ts')).readAgentCore(aws, unread, remember, wanted);
    },

    async readSurroundings(snapshot, needs, aws, unread, remember) {
      const isAsked = (part: keyof Surroundings) => readings[part]?.needs.some((need) => needs.includes(need)) === true;
      const read = async (part: keyof Surroundings, from: Snapshot): Promise<Surroundings> => {
        if (!isAsked(part)) return {};
        const value = await (OF_THE_ACCOUNT.has(part)
          ? remember(part, unread, async (own) => readings[part]?.read(from, aws, own))
          : readings[part]?.read(from, aws, unread));
        return value === undefined ? {} : { [part]: value };
      };
      // A credential provider leads to its secret.
      const identity = read('agentCoreIdentity', snapshot);
      const parts = await Promise.all([
        ...names
          .filter((part) => part !== 'secrets' && part !== 'agentCoreIdentity')
          .map((part) => read(part, snapshot)),
        identity,
        identity.then((known) => read('secrets', { ...snapshot, ...known })),
      ]);
      const notRequested = names.filter((part) => !isAsked(part));
      return {
        ...Object.assign({}, ...parts),
        notRequested: notRequested.map((part) => ({ part, error: 'NotRequested' })),
      };
    },
  };
}

async function openDenialsOf(table: string, snapshot: Snapshot, aws: Aws, unread: Unread) {
  return (await import('./read-open-denials.ts')).readOpenDenials(table, snapshot, aws, unread);
}

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

/** Absent when nothing names a bucket; so are the two parts below without a provider or a secret. */
async function bucketEncryptionOf(snapshot: Snapshot, aws: Aws, unread: Unread) {
  const { bucketArns } = namedResources(snapshot);
  if (bucketArns.length === 0) return undefined;
  return (await import('./read-bucket-encryption.ts')).readBucketEncryption(bucketArns, aws, unread);
}

async function credentialProvidersOf(snapshot: Snapshot, aws: Aws, unread: Unread) {
  const providers = credentialProviders(snapshot);
  if (providers.length === 0) return undefined;
  return (await import('./read-credential-providers.ts')).readCredentialProviders(providers, aws, unread);
}

async function secretsOf(snapshot: Snapshot, aws: Aws, unread: Unread) {
  const arns = secretArns(snapshot);
  if (arns.length === 0) return undefined;
  return (await import('./read-secrets.ts')).readSecrets(arns, aws, unread);
}
