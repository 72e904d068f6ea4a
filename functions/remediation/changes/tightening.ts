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
export function tighteningRemediation(change: Tightening, role: AgentRole): Remediation {
  const candidates = 'known' in role.identityPolicies ? candidatesFor(change, role.identityPolicies.known) : [];
  const who = administratorOf(role);
  const tried = candidates.map((one) => ({ ...one, proof: narrowingProof(one.edits, role) }));
  const [first] = tried;
  if (first === undefined)
    return {
      who,
      steps: [tighteningStep(change), `${NO_PROOF} the identity-based policies of the role are not all known.`],
    };
  const { edits, way, proof } = tried.find((one) => narrows(one.proof)) ?? first;
  const step = tighteningStep(change, way);
  if (!narrows(proof)) return { who, steps: [step, `${NO_PROOF} ${whatRemains(proof)}.`], proof };
  return wordedEdits({ edits, requests: [], proof, steps: proof.minimal ? [step] : [step, MORE] }, role);
}

/** What is to be done, in words. */
export function tighteningStep({ location, statements }: Tightening, way: Way = 'inline'): string {
  const { policy, statement } = location;
  if (statements.length === 0)
    return `Remove statement ${statement} of the ${policy}: no workload of the role needs anything of it.`;
  return policy.startsWith('AWS managed policy ')
    ? `Put the ${way} policy of the diff in the place of the ${policy}, which nobody but AWS can change: what is left is what the workloads need.`
    : `Replace statement ${statement} of the ${policy} as the diff shows: what is left is what the workloads need.`;
}

const MORE =
  'Not every part of what is left is needed: what another statement grants as well, or what is only tolerated, may go too, one at a time.';

/** All inline policies of a role share one limit; a managed policy has one of its own. */
const WAYS = ['inline', 'managed'] as const;
type Way = (typeof WAYS)[number];

/** AWS's own policies are detached; what is needed of them stands in a policy of the role's own. */
function candidatesFor(
  { location, statements }: Tightening,
  policies: readonly Policy[],
): readonly { readonly edits: readonly PolicyEdit[]; readonly way: Way }[] {
  const before = policies.find(({ name }) => name === location.policy);
  if (before === undefined) return [];
  const parsed = parsePolicy({ Version: before.version, Statement: statements }, before.name, 'identity');
  if (statements.length > 0 && 'error' in parsed) return [];
  const kept = 'policy' in parsed ? parsed.policy.statements : [];
  const gone: PolicyEdit = { holder: 'identity', name: before.name, before };
  if (!isAwsManaged(before)) {
    const rest = before.statements.toSpliced(location.statement, 1, ...kept);
    if (rest.length === 0) return [{ edits: [gone], way: 'inline' }];
    const after = rewritten(before, rest);
    return after === undefined ? [] : [{ edits: [{ ...gone, after }], way: 'inline' }];
  }
  if (kept.length === 0) return [{ edits: [gone], way: 'inline' }];
  return WAYS.flatMap((way) => {
    const name = `${way} policy warden-${shortHash(JSON.stringify(statements))}`;
    const after = rewritten({ name, kind: 'identity', version: '2012-10-17' }, kept);
    return after === undefined ? [] : [{ edits: [{ holder: 'identity', name, after }, gone], way }];
  });
}
