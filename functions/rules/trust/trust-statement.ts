import type { AgentRole } from '../../workload/agent-role.ts';
import type { Workload } from '../../workload/workload.ts';

type WorkloadsOf = Pick<AgentRole, 'accountId' | 'workloads'>;

/** The statement that lets a service assume the role for its workloads of that service, and for nothing else. */
export const trustStatement = (role: WorkloadsOf, service: Workload['servicePrincipal']): string =>
  JSON.stringify({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: sourceCondition(role, [service]),
  });

/** The condition alone, to paste into a statement; for services without a workload, the account. */
export const trustCondition = (role: WorkloadsOf, ...services: readonly string[]): string =>
  `"Condition": ${JSON.stringify(sourceCondition(role, services))}`;

export function sourceCondition({ accountId, workloads }: WorkloadsOf, services: readonly string[]) {
  const arns = new Set(
    workloads.filter(({ servicePrincipal }) => services.includes(servicePrincipal)).map(({ sourceArn }) => sourceArn),
  );
  const [first, ...others] = [...arns].filter((arn) => arn.split(':')[4] === accountId);
  return {
    StringEquals: { 'aws:SourceAccount': accountId },
    ...(first === undefined ? {} : { ArnLike: { 'aws:SourceArn': others.length === 0 ? first : [first, ...others] } }),
  };
}
