import { type LiteralPolicy, literalPolicy } from '../../iam/literal-policy.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { Policy, PolicyKind, Statement } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';

/** One policy as it stands, and as it is proposed. */
export interface PolicyEdit {
  readonly holder: PolicyHolder;
  /** As the evidence calls it: `inline policy Models`, `trust policy`, `policy of arn:aws:s3:::bucket`. */
  readonly name: string;
  /** Absent: there is none yet. */
  readonly before?: Policy;
  /** Absent: it goes. */
  readonly after?: Policy;
}

export type PolicyHolder = 'identity' | 'trust' | 'permissionsBoundary' | { readonly resource: string };

/**
 * A policy with other statements. It is written out and read again, so that what is decided is what would be stored; undefined
 * when AWS would refuse it.
 */
export function rewritten(policy: Pick<Policy, 'name' | 'kind' | 'version' | 'id'>, statements: readonly Statement[]) {
  return readAgain(literalPolicy({ ...policy, statements }), policy.name, policy.kind);
}

export function readAgain(document: LiteralPolicy, name: string, kind: PolicyKind): Policy | undefined {
  const parsed = parsePolicy(document, name, kind);
  return 'policy' in parsed ? parsed.policy : undefined;
}

/** The evidence as it would be after the edits: a copy, in which everything else is what it was. */
export const withEdits = (role: AgentRole, edits: readonly PolicyEdit[]): AgentRole => edits.reduce(withEdit, role);

function withEdit(role: AgentRole, { holder, name, after }: PolicyEdit): AgentRole {
  if (holder === 'trust') return after === undefined ? role : { ...role, trustPolicy: { known: after } };
  if (holder === 'permissionsBoundary') return { ...role, permissionsBoundary: { known: after ?? null } };
  if (holder === 'identity') {
    const edited = (policies: readonly Policy[]): readonly Policy[] =>
      after === undefined || !policies.some((policy) => policy.name === name)
        ? [...policies.filter((policy) => policy.name !== name), ...(after === undefined ? [] : [after])]
        : policies.map((policy) => (policy.name === name ? after : policy));
    const { identityPolicies, readablePolicies } = role;
    return {
      ...role,
      identityPolicies: 'known' in identityPolicies ? { known: edited(identityPolicies.known) } : identityPolicies,
      readablePolicies: edited(readablePolicies),
    };
  }
  return { ...role, resourcePolicies: { ...role.resourcePolicies, [holder.resource]: { known: after ?? null } } };
}
