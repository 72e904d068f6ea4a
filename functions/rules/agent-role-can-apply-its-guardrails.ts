import { judgeNeeds } from './needs/judge-needs.ts';
import { defineRule, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-role-can-apply-its-guardrails',
  title: "The role's own policies allow every guardrail that is applied to its calls, with its profiles and keys",
  rationale:
    'A guardrail is applied with the role of the workload: its own, and each that the account enforces on every call, whether the workload names it or not. A guardrail that routes to other Regions also needs its profile in each of them, and one with a key of its own needs the key. While one is missing, the call is denied with a message that speaks of `bedrock:ApplyGuardrail`, or of nothing at all.',
  remediation:
    'Allow `bedrock:ApplyGuardrail` on the ARN of the guardrail (without a version) and of its profile in every Region that it reaches, and `kms:Decrypt` on its key, in the role and in the key policy. Never put `bedrock:GuardrailIdentifier` in a condition on this role: some of its calls carry no guardrail.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/guardrail-profiles-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-kms.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-resource-based-policies.html',
  ],
  needs: [],
  alsoReads: ['identityPolicies', 'requiredAccess', 'takenAt'],
  evaluate(role) {
    const { needed, findings, open } = judgeNeeds(role, (kind) => kind === 'guardrail');
    const { guardrails } = role.needGaps;
    if (needed === 0 && guardrails.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'no guardrail is applied to what the role calls' };
    return outcomeOf(findings, [...open, ...guardrails]);
  },
});
