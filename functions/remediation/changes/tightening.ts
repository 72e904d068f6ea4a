import { parsePolicy } from '../../iam/parse-policy.ts';
import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { Tightening } from '../../workload/change.ts';
import { isAwsManaged } from '../../workload/managed-policy.ts';
import { shortHash } from '../policy-snippets.ts';
import { narrowingProof, narrows } from '../proof/narrowing-proof.ts';
import { type PolicyEdit, rewritten } from '../proof/policy-edit.ts';
import { whatRemains } from '../proof/what-remains.ts';
import type { Remediation } from '../remediation.ts';
import { wordedEdits } from '../wording/worded-edits.ts';
import { administratorOf, NO_PROOF } from './vetted-requests.ts';

/** The policy with the narrower statements in the place of the wide one, proven to keep all that the workloads need. */
export function tighteningRemediation(change: Tightening, role: AgentRole, step: string): Remediation {
  const edits = 'known' in role.identityPolicies ? editsFor(change, role.identityPolicies.known) : undefined;
  const who = administratorOf(role);
  if (edits === undefined)
    return { who, steps: [step, `${NO_PROOF} the identity-based policies of the role are not all known.`] };
  const proof = narrowingProof(edits, role);
  const steps = proof.minimal ? [step] : [step, MORE];
  return narrows(proof)
    ? wordedEdits({ edits, requests: [], proof, steps }, role)
    : { who, steps: [step, `${NO_PROOF} ${whatRemains(proof)}.`], proof };
}

const MORE =
  'Not every part of what is left is needed: what another statement grants as well, or what is only tolerated, may go too, one at a time.';

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
