import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  OrganizationsClient,
  paginateListParents,
  paginateListPoliciesForTarget,
  paginateListRoots,
} from '@aws-sdk/client-organizations';
import type { OrganizationPart } from '../workload/snapshot.ts';
import { everyItem, firstItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';

type Documents = readonly (readonly unknown[])[];
type Kind = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** AWS nests organizational units five deep; a chain that is longer is no chain. */
const MOST_LEVELS = 10;

const NONE: OrganizationPart = { serviceControlPolicies: [], resourceControlPolicies: [] };

/**
 * The policies above the account, root first. AWS shows them to the management account and to delegated administrators
 * only; to any other member the part is unread. They bind neither the management account nor an account without an
 * organization. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export async function readOrganization(
  accountId: string,
  aws: Aws,
  unread: Unread,
): Promise<OrganizationPart | undefined> {
  const client = new OrganizationsClient(clientConfiguration(aws));
  const above = await unread.attempt('organization', () => readAbove(accountId, client));
  if (above === undefined || above === 'nothing') return above && NONE;

  const documents = new Map<string, Promise<unknown>>();
  const read = async (part: keyof OrganizationPart, kind: Kind) => {
    if (!above.enabled.includes(kind)) return { [part]: [] };
    const levels = await unread.attempt(`organization.${part}`, () =>
      readLevels(above.targets, kind, client, (policyId) => {
        const known = documents.get(policyId) ?? readDocument(policyId, client);
        documents.set(policyId, known);
        return known;
      }),
    );
    return levels === undefined ? {} : { [part]: levels };
  };
  const [services, resources] = await Promise.all([
    read('serviceControlPolicies', 'SERVICE_CONTROL_POLICY'),
    read('resourceControlPolicies', 'RESOURCE_CONTROL_POLICY'),
  ]);
  return { ...services, ...resources };
}

interface Above {
  /** Root, units, account. */
  readonly targets: readonly string[];
  /** A type that the root has not enabled has no effect, whatever is attached. */
  readonly enabled: readonly string[];
}

async function readAbove(accountId: string, client: OrganizationsClient): Promise<Above | 'nothing'> {
  try {
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    if (Organization?.MasterAccountId === accountId) return 'nothing';
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'AWSOrganizationsNotInUseException') return 'nothing';
    throw thrown;
  }
  const targets = await readTargets([accountId], client);
  const roots = await everyItem(paginateListRoots({ client }, {}), (page) => page.Roots);
  const root = roots.find(({ Id }) => Id === targets[0]);
  const enabled = (root?.PolicyTypes ?? []).filter(({ Status }) => Status === 'ENABLED');
  return { targets, enabled: enabled.flatMap(({ Type }) => Type ?? []) };
}

async function readTargets(
  below: readonly [string, ...string[]],
  client: OrganizationsClient,
): Promise<readonly string[]> {
  const [ChildId] = below;
  const parent = await firstItem(paginateListParents({ client }, { ChildId }), (page) => page.Parents);
  if (parent?.Id === undefined || below.length > MOST_LEVELS) throw unexpected(`${ChildId} has no parent up to a root`);
  const targets = [parent.Id, ...below] as const;
  return parent.Type === 'ROOT' ? targets : readTargets(targets, client);
}

async function readLevels(
  targets: readonly string[],
  kind: Kind,
  client: OrganizationsClient,
  documentOf: (policyId: string) => Promise<unknown>,
): Promise<Documents> {
  return mapConcurrently(targets, 2, async (TargetId) => {
    const pages = paginateListPoliciesForTarget({ client }, { TargetId, Filter: kind });
    const attached = await everyItem(pages, (page) => page.Policies);
    return mapConcurrently(attached, 2, ({ Id = '' }) => documentOf(Id));
  });
}

async function readDocument(PolicyId: string, client: OrganizationsClient): Promise<unknown> {
  const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
  if (Policy?.Content === undefined) throw unexpected(`the policy ${PolicyId} has no content`);
  return Policy.Content;
}

/** What AWS's answers leave out is a part that was not read, as if it had been refused. */
function unexpected(message: string): Error {
  return Object.assign(new Error(message), { name: 'IncompleteAnswer', code: 'IncompleteAnswer' });
}
