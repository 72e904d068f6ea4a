import type { Caller, WorkloadHint } from './diagnosis.ts';

/** Operations that run a workload. */
const RUNS =
  /^(?:Invoke(?:Agent|InlineAgent|Flow|AgentRuntime\w*|Gateway|Mcp|Harness)|StartFlowExecution|Retrieve|RetrieveAndGenerate(?:Stream)?|AgenticRetrieve\w*)$/;

/** Operations that make, change, start or read workloads and what they are made of. */
const MANAGES =
  /^(?:Create|Update|Delete|Prepare|Associate|Disassociate|Put|Start|Stop|Get|List|Tag|Untag|Validate|Ingest|Synchronize)[A-Z]/;

/** Services whose operations on workloads are told apart; elsewhere `CreateGrant` or `GetObject` tell nothing of the caller. */
const BEDROCK = /^bedrock(?:-[a-z]+)*\.amazonaws\.com$/;

/** Who made a call. The name of a session is a hint: whoever may assume a role may choose it. */
export function callerOf({
  workload,
  eventSource,
  eventName,
  principalArn,
  invokedBy,
}: {
  readonly workload: WorkloadHint | undefined;
  readonly eventSource: string | undefined;
  readonly eventName: string | undefined;
  readonly principalArn: string | undefined;
  readonly invokedBy: string | undefined;
}): Caller | undefined {
  if (principalArn === undefined && invokedBy !== undefined) return 'service';
  if (workload?.actsAs === 'itself') return 'workload';
  if (eventName === undefined || (eventSource !== undefined && !BEDROCK.test(eventSource))) return undefined;
  if (RUNS.test(eventName)) return 'invoker';
  return MANAGES.test(eventName) ? 'manager' : undefined;
}
