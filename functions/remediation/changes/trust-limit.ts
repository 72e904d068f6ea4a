import { type LiteralPolicyStatement, literalPolicy } from '../../iam/literal-policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { TrustLimit } from '../../workload/change.ts';
import { narrowingProof, narrows } from '../proof/narrowing-proof.ts';
import { type PolicyEdit, readAgain } from '../proof/policy-edit.ts';
import { whatRemains } from '../proof/what-remains.ts';
import type { Remediation } from '../remediation.ts';
import { wordedEdits } from '../wording/worded-edits.ts';
import { admissionOf } from './admission.ts';
import { administratorOf, NO_PROOF } from './vetted-requests.ts';

/** The statement of the trust policy with the sources that are meant, proven to let every workload in that it lets in today. */
export function trustLimitRemediation(change: TrustLimit, role: AgentRole | undefined): Remediation {
  const step = `Limit statement ${change.location.statement} of the trust policy as the diff shows.`;
  const without = (reason: string): Remediation => ({
    who: administratorOf(role),
    steps: [step, `${NO_PROOF} ${reason}.`],
  });
  if (role === undefined) return without('nothing is known of the role');
  const edit = editFor(change, role);
  if (edit === undefined) return without('the trust policy is not known, or has no such statement');
  const admissions = role.workloads.map((workload) => admissionOf(workload, role));
  const proof = narrowingProof([edit], role, admissions);
  return narrows(proof)
    ? wordedEdits({ edits: [edit], requests: [], proof, steps: [step] }, role)
    : { ...without(whatRemains(proof)), proof };
}

function editFor({ location, service, condition }: TrustLimit, { trustPolicy }: AgentRole): PolicyEdit | undefined {
  if ('missing' in trustPolicy) return undefined;
  const before = trustPolicy.known;
  const document = literalPolicy(before);
  const statement = document.Statement[location.statement];
  if (statement === undefined) return undefined;
  const limited: LiteralPolicyStatement = {
    ...statement,
    ...(service === undefined ? {} : { Principal: { Service: service } }),
    Condition: merged(statement.Condition ?? {}, condition),
  };
  const after = readAgain(
    { ...document, Statement: document.Statement.with(location.statement, limited) },
    before.name,
    before.kind,
  );
  return after === undefined ? undefined : { holder: 'trust', name: before.name, before, after };
}

type Conditions = NonNullable<LiteralPolicyStatement['Condition']>;

/** What is asked about the source now replaces what was; every other condition stays. */
function merged(today: Conditions, limit: TrustLimit['condition']): Conditions {
  const replaced = new Set(Object.values(limit).flatMap((keys) => Object.keys(keys).map((key) => key.toLowerCase())));
  const kept = Object.entries(today).flatMap(([operator, keys]) => {
    const others = Object.entries(keys).filter(([key]) => !replaced.has(key.toLowerCase()));
    return others.length === 0 ? [] : [[operator, Object.fromEntries(others)] as const];
  });
  const operators = new Map<string, Conditions[string]>(kept);
  for (const [operator, keys] of Object.entries(limit))
    operators.set(operator, { ...operators.get(operator), ...keys });
  return Object.fromEntries(operators);
}
