import { textAt } from '../fields.ts';
import type { CredentialUse } from './credential-needs.ts';
import { type AgentCorePlace, arnIn } from './place.ts';

/** The page on the role of a harness. */
export const HARNESS = 'harness-security';

/** The id of the runtime that a harness runs in. */
export function harnessRuntime({ resource }: AgentCorePlace): string | undefined {
  const id = textAt(resource, 'environment', 'agentCoreRuntimeEnvironment', 'agentRuntimeId');
  return id !== undefined && /^[\w-]+$/.test(id) ? id : undefined;
}

/** The workload identity of a runtime has the runtime's id for a name. */
export function harnessIdentity(place: AgentCorePlace): string | undefined {
  const id = harnessRuntime(place);
  return id === undefined
    ? undefined
    : arnIn(place, 'bedrock-agentcore', `workload-identity-directory/default/workload-identity/${id}`);
}

/** How a harness gets at credentials. */
export const harnessCredentialUse = (place: AgentCorePlace): CredentialUse => ({
  page: HARNESS,
  workloadIdentity: harnessIdentity(place),
  listsVault: true,
});
