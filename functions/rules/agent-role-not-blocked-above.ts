import type { AgentRole } from '../workload/agent-role.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { policyCarrier } from '../workload/resource-policies.ts';
import { assumedRoleRequests } from './above/assumed-role-request.ts';
import { type Blocked, blockedFindings } from './above/blocked-findings.ts';
import { layersAbove } from './above/layers-above.ts';
import { mayRestrict } from './above/restrictions.ts';
import { listValues } from './findings/list-values.ts';
import { neededRequests } from './needs/need-request.ts';
import { underivedModels } from './needs/underived-models.ts';
import { defineRule, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-role-not-blocked-above',
  title: 'No Deny, permissions boundary, service control policy or resource control policy takes away what it needs',
  rationale:
    'What the policies of the role allow can be taken away: by a Deny in them or in the policy of the resource, by a permissions boundary that does not allow it too, by a service control policy above the account, or a resource control policy above what it uses. One Region that the organization closes is enough to deny a profile that routes there, now and then. No Allow helps against any of them: widening the role only adds risk.',
  remediation:
    'Change the policy that the finding names, and no other: narrow the Deny, add the need to the permissions boundary, or ask those who administer the organization.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
    'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html',
  ],
  needs: [],
  alsoReads: [
    'identityPolicies',
    'permissionsBoundary',
    'serviceControlPolicies',
    'resourceControlPolicies',
    'requiredAccess',
    'models',
    'takenAt',
  ],
  evaluate(role) {
    const needed = neededRequests(role, () => true);
    const asked = [...needed, ...assumedRoleRequests(role)].flatMap((request) =>
      layersAbove(role, request).map(({ layer, answer }) => ({ request, layer, answer })),
    );
    const blocked: readonly Blocked[] = asked.filter(({ answer }) => answer.decision.endsWith('Deny'));
    const open = asked
      .filter(({ answer }) => answer.decision === 'unknown')
      .map(({ request, answer }) => `whether ${request.action} is denied depends on ${listValues(answer.dependsOn)}`);
    return outcomeOf(blockedFindings(role, blocked), [
      ...new Set([...open, ...unreadLayers(role, needed), ...(mayRestrict(role) ? underived(role) : [])]),
    ]);
  },
});

type Judged = Pick<
  AgentRole,
  | 'accountId'
  | 'identityPolicies'
  | 'permissionsBoundary'
  | 'serviceControlPolicies'
  | 'resourceControlPolicies'
  | 'resourcePolicies'
>;

function unreadLayers(role: Judged, needed: readonly RequiredRequest[]): readonly string[] {
  const carriers = new Set(needed.flatMap(({ resource }) => policyCarrier(resource) ?? []));
  const { identityPolicies, permissionsBoundary, serviceControlPolicies, resourceControlPolicies } = role;
  return [
    identityPolicies,
    permissionsBoundary,
    serviceControlPolicies,
    resourceControlPolicies,
    ...[...carriers]
      .filter((arn) => !/^arn:[^:]*:bedrock:/.test(arn))
      .flatMap((arn) => role.resourcePolicies[arn] ?? []),
  ].flatMap((evidence) => ('missing' in evidence ? evidence.missing : []));
}

/** Needs that are not known may be blocked, where anything is. */
const underived = ({ needGaps, models }: Pick<AgentRole, 'needGaps' | 'models'>): readonly string[] => [
  ...('known' in models ? underivedModels(models.known) : models.missing),
  ...needGaps.models,
  ...needGaps.knowledgeBases,
  ...needGaps.guardrails,
  ...needGaps.resources,
];
