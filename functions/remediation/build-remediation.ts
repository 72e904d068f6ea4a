import type { Policy } from '../iam/policy.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { Change, GrantedRequest } from '../workload/change.ts';
import { isKnown } from '../workload/evidence.ts';
import { isConfigured } from './configured-need.ts';
import { grantPolicy } from './grant-policy.ts';
import { grantableRequest } from './grantable-request.ts';
import { policySnippets } from './policy-snippets.ts';
import { answer, prove } from './proof.ts';
import type { Remediation } from './remediation.ts';

/**
 * What to do about a change: words where no policy helps; else the smallest policy, with the proof that it allows what was
 * denied. Without a proof there is no policy, and the steps say why.
 */
export function buildRemediation(change: Change, role: AgentRole | undefined): Remediation {
  if (change.kind === 'steps') {
    const { who, steps, cli } = change;
    return { who, steps, ...(cli === undefined ? {} : { cli }) };
  }
  const who = role === undefined ? 'an administrator of the account' : `an administrator of account ${role.accountId}`;
  const answers = change.requests.map(grantableRequest);
  const refusal = answers.flatMap((one) => ('refusal' in one ? [one.refusal] : []))[0];
  if (refusal !== undefined) return withoutPolicy(who, change.requests, role, `No policy is proposed: ${refusal}.`);
  const requests = answers.flatMap((one) => ('request' in one ? [one.request] : []));
  if (role === undefined) return withoutPolicy(who, requests, role, `${NO_PROOF} nothing is known of the role.`);
  if (!isKnown(role.identityPolicies)) {
    const reasons = role.identityPolicies.missing.join('; ');
    return withoutPolicy(who, requests, role, `${NO_PROOF} its identity-based policies are not known: ${reasons}.`);
  }
  return proven(who, requests, role, role.identityPolicies.known);
}

const NO_PROOF = 'There is no proof for this, and so no policy to paste:';

const NOT_CONFIGURED =
  'No policy is proposed: no workload of the role, as it was read, is configured to need it. The call may come from code that changed, from another Region or id than meant, or from somebody who holds the credentials of the role.';
const UNDERIVED =
  'Look whether the workload is meant to make this call: not all of its needs are derived, so only the denial says that it does.';

function proven(
  who: string,
  requests: readonly GrantedRequest[],
  role: AgentRole,
  identity: readonly Policy[],
): Remediation {
  const denied = requests.filter((request) => answer(request, role, identity).decision !== 'allowed');
  if (denied.length === 0) return { who, steps: ['Repeat the call: the policies of the role allow it now.'] };
  const stray = denied.filter((request) => !isConfigured(request, role));
  // Whoever holds the role's credentials can have anything denied: a denial alone asks for nothing.
  if (stray.length > 0 && isKnown(role.requiredAccess)) return withoutPolicy(who, stray, role, NOT_CONFIGURED);
  const policy = grantPolicy(denied);
  const proof = prove(policy, denied, role, identity);
  if (proof.after !== 'allowed' || !proof.minimal) {
    const blocked = proof.stillBlockedBy.length > 0 ? `, blocked by ${proof.stillBlockedBy.join(', ')}` : '';
    const why = `with a policy for it, the answer would be ${proof.after}${blocked}.`;
    return { ...withoutPolicy(who, denied, role, `${NO_PROOF} ${why}`), proof };
  }
  return {
    who,
    steps: [
      ...(stray.length === 0 ? [] : [UNDERIVED]),
      `Attach the policy to the role ${role.name} as an inline policy, or add its statements to the template that makes the role.`,
      'Repeat the call; a change takes up to a minute to arrive everywhere.',
      ...unproven(role),
    ],
    policy,
    ...policySnippets(policy, role.name),
    proof,
  };
}

/** The layers that the proof could not include. */
function unproven(role: AgentRole): readonly string[] {
  const unread = [
    ...(isKnown(role.permissionsBoundary) ? [] : ['the permissions boundary']),
    ...(isKnown(role.serviceControlPolicies) ? [] : ['service control policies']),
  ];
  return unread.length === 0
    ? []
    : [`If it is still denied, look at ${unread.join(' and ')}: not read, and so not part of the proof.`];
}

function withoutPolicy(
  who: string,
  requests: readonly GrantedRequest[],
  role: AgentRole | undefined,
  reason: string,
): Remediation {
  const names = [...new Set(requests.map(({ action, resource }) => `${action} on ${resource}`))];
  const whose = role === undefined ? 'the role that was denied' : `the role ${role.name}`;
  return {
    who,
    steps: [`Look whether ${whose} is meant to be allowed ${names.join(', ')}; if so, allow exactly that.`, reason],
  };
}
