import type { CauseCode } from './cause-code.ts';
import type { DiagnosisContext } from './context.ts';
import { isShutOut } from './trust-answer.ts';

/** Codes that are refuted when the role's own policies allow every request of the workload that they are about. */
const REQUESTS: Readonly<Partial<Record<CauseCode, RegExp>>> = {
  LAMBDA_INVOKE_PERMISSION: /^lambda:/i,
  S3_ACCESS: /^(?:s3|kms):/i,
  S3_VECTORS_PERMISSION: /^s3vectors:/i,
  AOSS_IAM: /^aoss:/i,
  COLLABORATOR_PERMISSION: /^bedrock:(?:GetAgentAlias|InvokeAgent)$/i,
  RESOURCE_ARN_MISMATCH: /^bedrock:(?:InvokeModel|GetInferenceProfile)/i,
};

/** Only a workload of one kind needs it: where its configuration asks for none, this is not what failed. */
const OF_ONE_KIND: ReadonlySet<CauseCode> = new Set(['LAMBDA_INVOKE_PERMISSION', 'S3_VECTORS_PERMISSION', 'AOSS_IAM']);

/** Whether the evidence contradicts what a text usually means. What could not be asked contradicts nothing. */
export function isRefuted(code: CauseCode, context: DiagnosisContext): boolean {
  const { denied, role, answers, elsewhere, trust, guessed } = context;
  if (role === undefined || guessed) return false;
  // An agent's functions are invoked by the service, whatever the role of the agent may do.
  if (code === 'LAMBDA_INVOKE_PERMISSION' && denied.workload?.type === 'agent') return true;
  if (code === 'TRUST_POLICY' || code === 'CONFUSED_DEPUTY_CONDITION_MISMATCH')
    return trust.length > 0 && trust.every(({ decision }) => decision.decision === 'allowed');
  const held = elsewhere.filter((one) => one.code === code);
  if (code === 'LAMBDA_RESOURCE_POLICY' || code === 'AOSS_DATA_ACCESS_POLICY') {
    // A workload whose configuration was read, and that needs nothing of the kind.
    if (held.length === 0) return 'known' in role.requiredAccess && !trust.some(isShutOut);
    return held.every(({ answer }) => answer === 'granted');
  }
  const about = REQUESTS[code];
  if (about === undefined) return false;
  const asked = answers.filter(({ request }) => about.test(request.action));
  if (asked.length === 0) return OF_ONE_KIND.has(code) && 'known' in role.requiredAccess && role.workloads.length > 0;
  return (
    asked.every(
      (answer) => (answer.shared ?? answer.identity)?.decision === 'allowed' || answer.identity?.decision === 'allowed',
    ) && held.every(({ answer }) => answer === 'granted')
  );
}
