import { judgeNeeds } from './needs/judge-needs.ts';
import { underivedModels } from './needs/underived-models.ts';
import { defineRule, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-role-can-invoke-its-models',
  title: "The role's own policies allow every model that its workloads are configured to use",
  rationale:
    'An agent calls its model with its role. A profile needs its own ARN and the model in every Region it routes to, a `global.` profile also the model without Region; prompt steps, aliases, knowledge bases and the nodes of flows name further models. One that is missing denies every conversation, or only some. Whether a Deny, the permissions boundary or the organization takes it away again is the subject of `agent-role-not-blocked-above`.',
  remediation:
    'Allow `bedrock:InvokeModel` (for a profile also `bedrock:InvokeModelWithResponseStream`, `bedrock:GetInferenceProfile` and `bedrock:GetFoundationModel`) on exactly the ARNs that the finding lists.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html',
  ],
  needs: ['models'],
  alsoReads: ['identityPolicies', 'requiredAccess', 'takenAt'],
  evaluate(role) {
    const open = [...underivedModels(role.models), ...role.needGaps.models];
    if (role.models.length === 0 && open.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role name no model' };
    const judged = judgeNeeds(role, (kind) => kind === 'model');
    return outcomeOf(judged.findings, [...new Set([...judged.open, ...open])]);
  },
});
