import { denialFinding } from './findings/denial-finding.ts';
import { defineRule, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-role-no-open-denials',
  title: 'No denial of the role is unresolved',
  rationale:
    'Policies can be right on paper and the agent be refused all the same: by the account, the model, a resource of another account, or a policy that was not read. A denial that nobody has resolved is an agent that fails its users again and again, or one that tries what it was never meant to do.',
  remediation:
    'Do what the diagnosis of each denial says, and mark the denial as resolved when the agent works; never widen the role beyond that.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  ],
  needs: ['openDenials'],
  alsoReads: ['takenAt'],
  evaluate({ openDenials, takenAt }) {
    if (openDenials === null)
      return { complianceType: 'NOT_APPLICABLE', reason: "no listener's record of denials was given" };
    return outcomeOf(openDenials.map((denial) => denialFinding(denial, takenAt)));
  },
});
