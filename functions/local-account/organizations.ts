import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { takePage } from './paging.ts';
import { knownPart } from './snapshot-parts.ts';

type Part = 'serviceControlPolicies' | 'resourceControlPolicies';

const PARTS: Readonly<Record<string, Part>> = {
  SERVICE_CONTROL_POLICY: 'serviceControlPolicies',
  RESOURCE_CONTROL_POLICY: 'resourceControlPolicies',
};

const ROOT = 'r-loca';
const MANAGEMENT_ACCOUNT = '999999999999';

/**
 * An organization made of the levels of policies that the snapshot has: a root, organizational units, the account.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
 */
export const organizations: Operations = {
  DescribeOrganization(_, account) {
    if (targetsOf(account).length === 0)
      throw new AwsError('AWSOrganizationsNotInUseException', 400, 'Your account is not a member of an organization.');
    return { Organization: { Id: 'o-localaccount', FeatureSet: 'ALL', MasterAccountId: MANAGEMENT_ACCOUNT } };
  },

  ListRoots(input, account) {
    const PolicyTypes = Object.entries(PARTS)
      .filter(([, part]) => (account.snapshot.organization?.[part] ?? [undefined]).length > 0)
      .map(([Type]) => ({ Type, Status: 'ENABLED' }));
    return page('Roots', [{ Id: ROOT, Name: 'Root', PolicyTypes }], input, account);
  },

  ListParents(input, account) {
    const targets = targetsOf(account);
    const parent = targets[targets.indexOf(String(input.ChildId)) - 1];
    if (parent === undefined)
      throw new AwsError('ChildNotFoundException', 400, 'You specified a child that does not exist.');
    const Type = parent === ROOT ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    return page('Parents', [{ Id: parent, Type }], input, account);
  },

  ListPoliciesForTarget(input, account) {
    const part = PARTS[String(input.Filter)];
    const level = targetsOf(account).indexOf(String(input.TargetId));
    if (part === undefined || level < 0)
      throw new AwsError('TargetNotFoundException', 400, 'You specified a target that does not exist.');
    const summaries = documentsAt(part, level, account).map((document) => ({
      Id: policyId(part, document, account),
      Type: input.Filter,
    }));
    return page('Policies', summaries, input, account);
  },

  DescribePolicy(input, account) {
    const Id = String(input.PolicyId);
    const [, kind, index] = /^p-(service|resource)control(\d+)$/.exec(Id) ?? [];
    const part = kind === 'service' ? 'serviceControlPolicies' : 'resourceControlPolicies';
    const document = kind === undefined ? undefined : distinctDocuments(part, account)[Number(index)];
    if (document === undefined)
      throw new AwsError('PolicyNotFoundException', 400, 'You specified a policy that does not exist.');
    return { Policy: { PolicySummary: { Id }, Content: document } };
  },
};

/** Two documents of the same text are one policy that is attached twice. */
function distinctDocuments(part: Part, { snapshot }: Account): readonly string[] {
  const levels = knownPart(snapshot.organization?.[part], snapshot, 'organization', part);
  return [...new Set(levels.flat().map(textOf))];
}

function policyId(part: Part, document: unknown, account: Account): string {
  const index = distinctDocuments(part, account).indexOf(textOf(document));
  return `p-${part === 'serviceControlPolicies' ? 'service' : 'resource'}control${index}`;
}

function textOf(document: unknown): string {
  return typeof document === 'string' ? document : (JSON.stringify(document) ?? '');
}

/** Root, units, account: no fewer than two, and as many as there are levels; none when nothing is known to be above. */
function targetsOf({ snapshot }: Account): readonly string[] {
  const { serviceControlPolicies, resourceControlPolicies } = knownPart(
    snapshot.organization,
    snapshot,
    'organization',
  );
  if (serviceControlPolicies?.length === 0 && resourceControlPolicies?.length === 0) return [];
  const depth = Math.max(serviceControlPolicies?.length ?? 0, resourceControlPolicies?.length ?? 0);
  const units = Array.from({ length: Math.max(depth - 2, 0) }, (_, index) => `ou-loca-unit${index}000`);
  return [ROOT, ...units, snapshot.accountId];
}

/** A snapshot that has fewer levels has the last of them at all that follow: what two equal levels allow, one does. */
function documentsAt(part: Part, level: number, { snapshot }: Account): readonly unknown[] {
  const levels = knownPart(snapshot.organization?.[part], snapshot, 'organization', part);
  return levels[level] ?? levels.at(-1) ?? [];
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html: a page may be empty and not the last. */
function page(name: string, all: readonly object[], { NextToken, MaxResults }: Input, account: Account): object {
  const { items, next } = takePage(all, {
    token: NextToken,
    limit: MaxResults,
    most: Math.min(20, account.pageSize),
    emptyPage: account.emptyPages ? 'first' : 'never',
    invalidToken: 'InvalidInputException',
  });
  return { [name]: items, ...(next !== undefined && { NextToken: next }) };
}
