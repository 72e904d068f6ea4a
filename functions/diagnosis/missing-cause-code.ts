import type { AgentRole } from '../workload/agent-role.ts';
import type { CauseCode } from './cause-code.ts';

/** Permissions that have a cause of their own when identity-based policies do not grant them. */
const BY_ACTION: Readonly<Record<string, CauseCode>> = {
  'iam:passrole': 'PASSROLE_MISSING',
  'bedrock:applyguardrail': 'GUARDRAIL_PERMISSION',
  'bedrock:getagentalias': 'COLLABORATOR_PERMISSION',
  'bedrock:associateagentcollaborator': 'COLLABORATOR_PERMISSION',
  'lambda:invokefunction': 'LAMBDA_INVOKE_PERMISSION',
};
const BY_SERVICE: Readonly<Record<string, CauseCode>> = {
  s3: 'S3_ACCESS',
  s3vectors: 'S3_VECTORS_PERMISSION',
  aoss: 'AOSS_IAM',
  secretsmanager: 'SECRETS_MANAGER',
};

/** The code of a permission that is missing or misses its resource; the general one when it has none of its own. */
export function missingCauseCode(action: string, general: CauseCode, role?: AgentRole): CauseCode {
  // Whoever calls an agent needs the same action; an agent that calls another does so as its supervisor.
  if (action.toLowerCase() === 'bedrock:invokeagent' && role?.workloads.some(({ type }) => type === 'agent') === true)
    return 'COLLABORATOR_PERMISSION';
  const name = action.toLowerCase();
  const service = name.slice(0, name.indexOf(':'));
  if (Object.hasOwn(BY_ACTION, name)) return BY_ACTION[name] ?? general;
  return Object.hasOwn(BY_SERVICE, service) ? (BY_SERVICE[service] ?? general) : general;
}
