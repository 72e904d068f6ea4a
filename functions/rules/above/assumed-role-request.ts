import { arnFields } from '../../iam/arn.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { workloadKey } from '../../workload/workload-key.ts';

/**
 * That the service may assume the role for each of its workloads: a need as well, which only a resource control policy can take
 * away from above. Those that AWS publishes as samples against confused deputies do it by `aws:SourceOrgID`.
 * https://github.com/aws-samples/resource-control-policy-examples
 */
export const assumedRoleRequests = ({
  arn,
  workloads,
}: Pick<AgentRole, 'arn' | 'workloads'>): readonly RequiredRequest[] =>
  workloads.map((workload) => ({
    action: 'sts:AssumeRole',
    resource: arn,
    context: { 'aws:SourceAccount': arnFields(workload.sourceArn)[4] ?? '', 'aws:SourceArn': workload.sourceArn },
    capability: workload.arn,
    kind: 'identity',
    necessity: 'required',
    heldBy: 'resourcePolicy',
    principal: workload.servicePrincipal,
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html',
    workload: workloadKey(workload),
  }));
