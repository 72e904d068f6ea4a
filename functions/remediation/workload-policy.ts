import { decide } from '../iam/decide.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy } from '../iam/policy.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import type { Workload } from '../workload/workload.ts';
import { type AccessElsewhere, accessElsewhere } from './access-elsewhere.ts';
import { type CollectionNames, unnamedCollections } from './data-access-rules.ts';
import { leastPrivilegePolicy } from './least-privilege-policy.ts';
import { isExpressible, isNeededOfRole } from './needed-grants.ts';
import type { SizedPolicy } from './policy-size.ts';
import { type TrustPolicyDocument, trustPolicy } from './trust-policy.ts';

/** Everything that one role must be given for some workloads, and what of it is not known. */
export interface WorkloadPolicy {
  readonly policies: readonly SizedPolicy[];
  readonly trustPolicy: TrustPolicyDocument;
  readonly elsewhere: AccessElsewhere;
  /** Documented, but the workloads work without. */
  readonly leftOut: readonly RequiredRequest[];
  /** Phrases that fit behind "unknown: "; with any of them, the policies are not all that is needed. */
  readonly unknown: readonly string[];
}

/** What is known of the needs of a role's workloads, or of some of them. */
export interface KnownNeeds extends Pick<AgentRole, 'arn' | 'accountId' | 'accessHeldElsewhere'> {
  readonly workloads: readonly Workload[];
  readonly requests: readonly RequiredRequest[];
  readonly unknown: readonly string[];
  readonly collectionNames: CollectionNames;
}

/** The policies for what is needed, each request decided against them before they are handed out. */
export function workloadPolicy(needs: KnownNeeds): WorkloadPolicy {
  const { policies, inexpressible } = leastPrivilegePolicy(needs.requests);
  return {
    policies,
    trustPolicy: trustPolicy(needs.workloads),
    elsewhere: accessElsewhere(needs, needs.collectionNames),
    leftOut: leftOutOf(needs.requests),
    unknown: [...new Set([...needs.unknown, ...inexpressible, ...refused(needs, policies), ...unnamed(needs)])],
  };
}

/** Each once, however many versions have it, and none that another one requires. */
function leftOutOf(requests: readonly RequiredRequest[]): readonly RequiredRequest[] {
  const nameOf = ({ action, resource }: RequiredRequest): string => `${action} ${resource}`;
  const required = new Set(requests.filter(({ necessity }) => necessity === 'required').map(nameOf));
  const optional = requests.filter((request) => request.necessity !== 'required' && !required.has(nameOf(request)));
  return [...new Map(optional.toReversed().map((request) => [nameOf(request), request])).values()].toReversed();
}

const unnamed = ({ accessHeldElsewhere, collectionNames }: KnownNeeds): readonly string[] =>
  unnamedCollections(accessHeldElsewhere, collectionNames).map(
    (resource) =>
      `the name of the collection of ${resource.slice(0, 120)} was not read, and a data access policy goes by its name`,
  );

/** The requests that the policies would not allow after all. */
function refused({ arn, requests }: KnownNeeds, policies: readonly SizedPolicy[]): readonly string[] {
  const parsed = policies.map(({ document }) => parsePolicy(document, 'generated policy', 'identity'));
  const errors = parsed.flatMap((result) => ('error' in result ? [result.error.problem] : []));
  if (errors.length > 0) return errors.map((problem) => `IAM would not store the policy: ${problem}`);
  const identity = parsed.flatMap((result) => ('policy' in result ? [result.policy] : []));
  return requests
    .filter((request) => isNeededOfRole(request) && isExpressible(request) && !isAllowed(request, arn, identity))
    .map(({ action, resource }) => `${action} on \`${resource.slice(0, 80)}\`, which no policy of the role can allow`);
}

/** Where the resource is another account's, that account has a say as well; here only the role's policies are asked. */
function isAllowed(
  { action, resource, context }: RequiredRequest,
  principal: string,
  identity: readonly Policy[],
): boolean {
  const owner = context['aws:ResourceAccount'];
  const request = { action, resource, context, principal };
  const { decision, blockedBy } = decide(owner === undefined ? request : { ...request, resourceAccount: owner }, {
    identity,
  });
  return decision === 'allowed' || (decision === 'implicitDeny' && !blockedBy.includes('identity'));
}
