import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import type { Workload } from '../../workload/workload.ts';

/**
 * What a service asks for when it is to act for a workload.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const admissionOf = (
  { servicePrincipal, sourceArn }: Workload,
  { arn }: Pick<AgentRole, 'arn'>,
): PrincipalRequest => ({
  action: 'sts:AssumeRole',
  resource: arn,
  principal: servicePrincipal,
  context: { 'aws:SourceAccount': sourceArn.split(':')[4] ?? '', 'aws:SourceArn': sourceArn },
});
