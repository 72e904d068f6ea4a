import {
  type BedrockAgentCoreControlClient,
  GetAgentRuntimeCommand,
  paginateListAgentRuntimeEndpoints,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { pinnedVersions } from '../workload/agent-core/runtime-versions.ts';
import { asJson, everyItem } from './answer.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';

type Answer = Readonly<Record<string, unknown>>;

/**
 * `endpoints` of a runtime, and `versions`: what they run besides its latest version, each with the role it was made with.
 * Absent when the list was refused; a version that was is named as unread.
 */
export async function readRuntimeEndpoints(
  client: BedrockAgentCoreControlClient,
  agentRuntimeId: string,
  unread: Unread,
  runtime: Answer,
): Promise<{ readonly endpoints?: readonly Answer[]; readonly versions?: readonly Answer[] }> {
  const part = `agentCore.runtimes.${agentRuntimeId}`;
  const endpoints = await unread.attempt(`${part}.endpoints`, async () =>
    asJson<readonly Answer[]>(
      await everyItem(
        paginateListAgentRuntimeEndpoints({ client }, { agentRuntimeId }),
        (page) => page.runtimeEndpoints,
      ),
    ),
  );
  if (endpoints === undefined) return {};
  const versions = await mapConcurrently(pinnedVersions({ ...runtime, endpoints }), 3, (agentRuntimeVersion) =>
    unread.attempt(`${part}.versions.${agentRuntimeVersion}`, async () =>
      asJson<Answer>(await client.send(new GetAgentRuntimeCommand({ agentRuntimeId, agentRuntimeVersion }))),
    ),
  );
  return { endpoints, versions: versions.filter((version) => version !== undefined) };
}
