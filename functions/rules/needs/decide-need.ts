import { decide } from '../../iam/decide.ts';
import type { Decision, Miss } from '../../iam/decision.ts';
import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { Evidence } from '../../workload/evidence.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { policyCarrier } from '../../workload/resource-policies.ts';
import { listValues } from '../findings/list-values.ts';
import { accessRequest, ownerOf, principalOf } from './need-request.ts';
import { lettingIn, onlyStatements, readPolicies } from './open-policies.ts';

export type Granter = Pick<
  AgentRole,
  'arn' | 'accountId' | 'identityPolicies' | 'readablePolicies' | 'resourcePolicies' | 'takenAt'
>;

/** Whether a need is granted; nothing lacking and nothing open: it is. */
export interface Verdict {
  /** Whose policies do not grant what they certainly must. */
  readonly lacking: readonly ('identity' | 'resource')[];
  readonly misses: readonly Miss[];
  /** Phrases that fit behind "unknown: ". */
  readonly open: readonly string[];
}

/**
 * Do the role's policies and the policy of the resource grant what a workload needs? Only what they allow counts here: what a
 * Deny, a boundary or the organization takes away is the subject of `agent-role-not-blocked-above`.
 */
export function decideNeed(role: Granter, request: RequiredRequest): Verdict {
  const carrier = policyCarrier(request.resource);
  const carried = carrier === undefined ? NO_POLICY : (role.resourcePolicies[carrier] ?? notLookedUp(carrier));
  return 'known' in carried
    ? underPolicy(role, request, carrier, carried.known)
    : underUnreadPolicy(role, request, carried.missing);
}

const NO_POLICY: Evidence<Policy | null> = { known: null };
const notLookedUp = (arn: string): Evidence<Policy | null> => ({ missing: [`the policy of ${arn} was not read`] });

function underPolicy(
  role: Granter,
  request: RequiredRequest,
  carrier: string | undefined,
  policy: Policy | null,
): Verdict {
  const answer = granted(role, request, policy === null ? undefined : onlyStatements(policy, 'Allow'));
  const { blockedBy, misses } = answer;
  if (answer.decision === 'allowed') return GRANTED;
  if (answer.decision === 'unknown') return open([dependence(request, answer), ...unread(role, request)]);
  const identity = blockedBy.includes('identity');
  const resource = blockedBy.includes('resource');
  // What is shared without a policy of its own, such as another account's Provisioned Throughput, its owner shares otherwise.
  const byOwner = resource && carrier === undefined;
  const hidden = identity ? unread(role, request) : [];
  return {
    lacking: [
      ...(identity && hidden.length === 0 ? (['identity'] as const) : []),
      ...(resource && !byOwner ? (['resource'] as const) : []),
    ],
    misses,
    open: [
      ...hidden,
      ...(byOwner && !identity ? [`whether the owner of ${request.resource} lets the role use it was not read`] : []),
    ],
  };
}

/** Within an account either policy can grant; across accounts, and to use a key, both must. */
function underUnreadPolicy(role: Granter, request: RequiredRequest, missing: readonly string[]): Verdict {
  const principal = principalOf(request, role);
  if (principal !== role.arn) return open(missing);
  const answer = granted(role, request, lettingIn(principal));
  const isForeign = ownerOf(request) !== '' && ownerOf(request) !== role.accountId;
  const service = request.action.split(':')[0];
  if (answer.decision === 'unknown') return open([dependence(request, answer), ...unread(role, request)]);
  if (answer.decision === 'allowed') return isForeign || service === 'kms' ? open(missing) : GRANTED;
  const hidden = unread(role, request);
  if (hidden.length > 0) return open(hidden);
  if (isForeign) return { lacking: ['identity'], misses: answer.misses, open: missing };
  if (service === 'bedrock') return { lacking: ['identity'], misses: answer.misses, open: [] };
  return open(missing.map((reason) => `${reason}, and ${request.action} is allowed by no policy of the role`));
}

const granted = (role: Granter, request: RequiredRequest, resource: Policy | undefined): Decision =>
  decide(accessRequest(request, role), {
    identity: readPolicies(role).map((policy) => onlyStatements(policy, 'Allow')),
    ...(resource === undefined ? {} : { resource }),
  });

/** Policies of the role that were not read may grant what the others do not. */
const unread = ({ arn, identityPolicies }: Granter, request: RequiredRequest): readonly string[] =>
  'missing' in identityPolicies && principalOf(request, { arn }) === arn ? identityPolicies.missing : [];

const dependence = ({ action }: RequiredRequest, { dependsOn }: Decision): string =>
  `whether ${action} is allowed depends on ${listValues(dependsOn)}`;

const GRANTED: Verdict = { lacking: [], misses: [], open: [] };
const open = (reasons: readonly string[]): Verdict => ({ ...GRANTED, open: reasons });
