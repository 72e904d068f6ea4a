import { literalPolicy } from '../../iam/literal-policy.ts';
import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import {
  charactersOf,
  MOST_ATTACHED,
  MOST_INLINE,
  MOST_MANAGED,
  MOST_TRUST_POLICY,
  MOST_TRUST_POLICY_RAISED,
} from '../policy-size.ts';
import { type PolicyEdit, withEdits } from './policy-edit.ts';

/**
 * Why AWS would not take the edits, for want of room; undefined: it would. What is too large today may get smaller.
 */
export function lackOfRoom(edits: readonly PolicyEdit[], role: AgentRole): string | undefined {
  return edits.map((edit) => lackIn(edit, edits, role)).find((lack) => lack !== undefined);
}

function lackIn({ holder, before, after }: PolicyEdit, edits: readonly PolicyEdit[], role: AgentRole) {
  if (after === undefined) return undefined;
  if (holder === 'trust') return lackOfTrust(sizeOf(after), before === undefined ? 0 : sizeOf(before));
  if (holder !== 'identity') {
    const most =
      holder === 'permissionsBoundary' ? MOST_MANAGED : MOST_OF_RESOURCE[holder.resource.split(':')[2] ?? ''];
    return tooLarge(after.name, sizeOf(after), before === undefined ? 0 : sizeOf(before), most);
  }
  const [today, then] = [role, withEdits(role, edits)].map(policiesOf);
  if (!after.name.startsWith(INLINE)) {
    // What goes, goes after the new one has come.
    const attached = (today ?? []).filter(({ name }) => !name.startsWith(INLINE)).length + 1;
    if (before === undefined && attached > MOST_ATTACHED)
      return `the role would have ${attached} managed policies, and takes ${MOST_ATTACHED} before its quota is raised`;
    return tooLarge(after.name, sizeOf(after), before === undefined ? 0 : sizeOf(before), MOST_MANAGED);
  }
  return tooLarge('all inline policies of the role together', inlineSize(then), inlineSize(today), MOST_INLINE);
}

/** One that is longer than the quota says today has a quota that was raised. */
function lackOfTrust(then: number, today: number): string | undefined {
  const isRaised = today > MOST_TRUST_POLICY;
  const lack = tooLarge('the trust policy', then, today, isRaised ? MOST_TRUST_POLICY_RAISED : MOST_TRUST_POLICY);
  return lack === undefined || isRaised
    ? lack
    : `${lack} before the quota "Role trust policy length" is raised, to ${MOST_TRUST_POLICY_RAISED} at most`;
}

const INLINE = 'inline policy ';

/** Bytes, by service. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const MOST_OF_RESOURCE: Readonly<Record<string, number>> = {
  kms: 32_768,
  s3: 20_480,
  lambda: 20_480,
  secretsmanager: 20_480,
};

function tooLarge(what: string, then: number, today: number, most: number | undefined): string | undefined {
  return most !== undefined && then > most && then > today
    ? `AWS would not store it: ${what} would have ${then} characters, and ${most} are the most`
    : undefined;
}

const policiesOf = ({ identityPolicies, readablePolicies }: AgentRole): readonly Policy[] =>
  'known' in identityPolicies ? identityPolicies.known : readablePolicies;

const inlineSize = (policies: readonly Policy[] = []): number =>
  policies.filter(({ name }) => name.startsWith(INLINE)).reduce((sum, policy) => sum + sizeOf(policy), 0);

const sizeOf = (policy: Policy): number => charactersOf(literalPolicy(policy));
