import type { AgentRole } from '../workload/agent-role.ts';
import { isAssumedByService } from './assumed-by-service.ts';
import { deniedAccess } from './denied-access.ts';
import type { DeniedRequest } from './diagnosis.ts';

/** Texts by which a caller learns that the workload, not the caller, was refused. */
const OF_WORKLOAD: ReadonlySet<string> = new Set([
  'generic-bedrock',
  'generic-knowledge-base',
  'lambda-refused',
  'agent-not-prepared',
  'schema-unreadable',
  'collaborator-refused',
  'vector-store-refused',
  'source-s3-refused',
  'role-not-assumable',
  'role-validation-failed',
  'execution-role-credentials',
  'container-image-refused',
]);

/** Whether the caller was told of a denial of the workload that was called. */
export const isOfCalledWorkload = ({ workload, message }: DeniedRequest): boolean =>
  workload?.actsAs === 'called' && OF_WORKLOAD.has(message.template);

/**
 * The agent role whose permissions were denied. By its ARN; by its name, which is unique in an account; by the workload
 * that acts with it, when only one role does. Undefined when it is another principal's denial, or ambiguous.
 */
export function findRole(denied: DeniedRequest, roles: readonly AgentRole[]): AgentRole | undefined {
  const { workload, roleArn, roleName, message } = denied;
  // A service has no permissions that could be lacking: it is the role that did not let it in.
  if (isAssumedByService({ denied, access: deniedAccess(denied) }) && message.template !== 'role-validation-failed')
    return roles.find(({ arn }) => arn === (message.resource ?? denied.requested?.roleArn));
  if (isOfCalledWorkload(denied)) return ofWorkload(denied, roles);
  if (roleArn !== undefined) return roles.find(({ arn }) => arn === roleArn);
  if (roleName !== undefined) {
    const account = [denied.principalArn?.split(':')[4], denied.accountId].find((id) => /^\d{12}$/.test(id ?? ''));
    const partition = denied.principalArn?.split(':')[1];
    const named = roles.filter(
      (role) =>
        role.name === roleName &&
        (account === undefined || role.accountId === account) &&
        (partition === undefined || role.partition === partition),
    );
    return only(named);
  }
  return workload?.actsAs === 'itself' ? ofWorkload(denied, roles) : undefined;
}

function ofWorkload({ workload }: DeniedRequest, roles: readonly AgentRole[]): AgentRole | undefined {
  if (workload?.id === undefined) return undefined;
  return only(
    roles.filter((role) => role.workloads.some(({ id, type }) => id === workload.id && type === workload.type)),
  );
}

const only = (roles: readonly AgentRole[]): AgentRole | undefined => (roles.length === 1 ? roles[0] : undefined);
