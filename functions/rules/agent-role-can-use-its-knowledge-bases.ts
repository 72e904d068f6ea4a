import { locate } from './findings/locate.ts';
import { judgeNeeds } from './needs/judge-needs.ts';
import { grantlessForms } from './needs/knowledge-base-forms.ts';
import { readPolicies } from './needs/open-policies.ts';
import { defineRule, type Finding, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-role-can-use-its-knowledge-bases',
  title: "The role's own policies allow every attached knowledge base, in forms that grant something",
  rationale:
    "An agent queries a knowledge base with its role, by `bedrock:Retrieve` on the knowledge base's ARN. Other forms look right and grant nothing: `bedrock:RetrieveAndGenerate` takes no resource, so that it does nothing on the ARN of a knowledge base; `bedrock:QueryKnowledgeBase` was a name of the preview; the ARN of the agent is no knowledge base. IAM stores them all without a word.",
  remediation:
    'Allow `bedrock:Retrieve` on the ARN of each knowledge base; for one in Pinecone or Redis Enterprise Cloud also `bedrock:AssociateThirdPartyKnowledgeBase`, limited to its secret.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-prereq-permissions-general.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html',
  ],
  needs: [],
  alsoReads: ['identityPolicies', 'requiredAccess', 'takenAt'],
  evaluate(role) {
    const { needed, findings, open } = judgeNeeds(role, (kind) => kind === 'knowledgeBase');
    const { knowledgeBases } = role.needGaps;
    if (needed === 0 && knowledgeBases.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role query no knowledge base' };
    const forms = findings.length === 0 ? [] : grantlessForms(readPolicies(role), role);
    return outcomeOf(
      findings.map((finding) => withForms(finding, forms)),
      [...open, ...knowledgeBases],
    );
  },
});

/** What was meant to allow it, and does not, comes with the finding: whoever wrote it believes the access to be there. */
function withForms(finding: Finding, forms: ReturnType<typeof grantlessForms>): Finding {
  const [form, ...more] = forms;
  if (form === undefined || finding.id !== 'not-allowed') return finding;
  const others = more.length === 0 ? '' : ` ${more.length} more grant nothing either.`;
  return {
    ...finding,
    id: 'granted-in-no-form',
    message: `${finding.message} What looks like it is no grant, ${locate(form.location)}: ${form.message}.${others}`,
    location: form.location,
  };
}
