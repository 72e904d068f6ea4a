import type { Policy } from '../iam/policy.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { isKnown } from '../workload/evidence.ts';
import type { DiagnosisContext } from './context.ts';
import type { EvidenceLine } from './diagnosis.ts';
import { decisionText, engineLine } from './evidence-line.ts';
import { answerRequest } from './policy-answer.ts';

type Layer = 'identity' | 'serviceControl';

/**
 * Requests that a layer denies under a condition that nobody can see from here: without its Deny statements they would be
 * allowed. Empty where the message names a layer, or no Deny.
 */
export function openDenies(context: DiagnosisContext, layer: Layer): readonly EvidenceLine[] {
  const { denied, role, answers, openness } = context;
  if (role === undefined || denied.message.layer !== undefined || denied.message.effect === 'implicit') return [];
  if (openness !== 'iam' && openness !== 'open') return [];
  const allowing = withoutDenies(role);
  return answers.flatMap((answer) => {
    const decision = answer[layer];
    if (answer.request.standing === 'optional' || decision?.decision !== 'unknown') return [];
    if (answerRequest(answer.request, allowing)[layer]?.decision !== 'allowed') return [];
    return [engineLine(answer.request, `a Deny may apply; it ${decisionText(decision)}`)];
  });
}

const withoutDenies = (role: AgentRole): AgentRole => ({
  ...role,
  ...(isKnown(role.identityPolicies)
    ? { identityPolicies: { known: role.identityPolicies.known.map(allowsOnly) } }
    : {}),
  ...(isKnown(role.serviceControlPolicies)
    ? { serviceControlPolicies: { known: role.serviceControlPolicies.known.map((level) => level.map(allowsOnly)) } }
    : {}),
});

const allowsOnly = (policy: Policy): Policy => ({
  ...policy,
  statements: policy.statements.filter(({ effect }) => effect === 'Allow'),
});
