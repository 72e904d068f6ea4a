import { parsePolicy } from '../../iam/parse-policy.ts';
import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { Tightening } from '../../workload/change.ts';
import { isAwsManaged } from '../../workload/managed-policy.ts';
import { isNeededOfRole } from '../needed-grants.ts';
import { shortHash } from '../policy-snippets.ts';
import { answer } from '../proof/answer.ts';
import { gainsOf } from '../proof/gains.ts';
import { lossesOf } from '../proof/losses.ts';
import { type PolicyEdit, rewritten, withEdits } from '../proof/policy-edit.ts';
import { withoutParts } from '../proof/smaller-edits.ts';
import { whatRemains } from '../proof/what-remains.ts';
import type { Proof, Remediation } from '../remediation.ts';
import { wordedEdits } from '../wording/worded-edits.ts';
import { administratorOf, NO_PROOF } from './vetted-requests.ts';

/** The policy with the narrower statements in the place of the wide one, proven to keep all that the workloads need. */
export function tighteningRemediation(change: Tightening, role: AgentRole, step: string): Remediation {
  const edits = 'known' in role.identityPolicies ? editsFor(change, role.identityPolicies.known) : undefined;
  const who = administratorOf(role);
  if (edits === undefined)
    return { who, steps: [step, `${NO_PROOF} the identity-based policies of the role are not all known.`] };
  const proof = proofOf(edits, role);
  return proof.gained === undefined && proof.lost === undefined
    ? wordedEdits({ edits, requests: [], proof, steps: [step] }, role)
    : { who, steps: [step, `${NO_PROOF} ${whatRemains(proof)}.`], proof };
}

/** AWS's own policies are detached; what is needed of them stands in a policy of the role's own. */
function editsFor(
  { location, statements }: Tightening,
  policies: readonly Policy[],
): readonly PolicyEdit[] | undefined {
  const before = policies.find(({ name }) => name === location.policy);
  if (before === undefined) return undefined;
  const parsed = parsePolicy({ Version: before.version, Statement: statements }, before.name, 'identity');
  if (statements.length > 0 && 'error' in parsed) return undefined;
  const kept = 'policy' in parsed ? parsed.policy.statements : [];
  const gone: PolicyEdit = { holder: 'identity', name: before.name, before };
  if (!isAwsManaged(before)) {
    const rest = before.statements.toSpliced(location.statement, 1, ...kept);
    if (rest.length === 0) return [gone];
    const after = rewritten(before, rest);
    return after === undefined ? undefined : [{ ...gone, after }];
  }
  if (kept.length === 0) return [gone];
  const name = `inline policy warden-${shortHash(JSON.stringify(statements))}`;
  const after = rewritten({ name, kind: 'identity', version: '2012-10-17' }, kept);
  return after === undefined ? undefined : [{ holder: 'identity', name, after }, gone];
}

/** What is needed and allowed today has to stay allowed; without a part that is kept, it would not. */
function proofOf(edits: readonly PolicyEdit[], role: AgentRole): Proof {
  const needed = role.knownRequests.filter(
    (request) => isNeededOfRole(request) && answer(request, role).decision === 'allowed',
  );
  const copy = withEdits(role, edits);
  const lost = lossesOf(edits, role);
  const gained = gainsOf(edits, [], role);
  const blocked = needed.map((request) => answer(request, copy)).filter(({ decision }) => decision !== 'allowed');
  return {
    before: 'allowed',
    after: blocked[0]?.decision ?? 'allowed',
    minimal: withoutParts(edits).every((smaller) => lossesOf(smaller, role).length > 0),
    stillBlockedBy: [...new Set(blocked.flatMap(({ blockedBy }) => blockedBy))],
    ...(gained.length === 0 ? {} : { gained }),
    ...(lost.length === 0 ? {} : { lost }),
  };
}
