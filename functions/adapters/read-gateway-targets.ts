import {
  type BedrockAgentCoreControlClient,
  GetGatewayTargetCommand,
  paginateListGatewayTargets,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { asJson, everyItem } from './answer.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';

/** `targets` of a gateway, of which its role calls each. Absent when the list was refused; one that was is named as unread. */
export async function readGatewayTargets(
  client: BedrockAgentCoreControlClient,
  gatewayIdentifier: string,
  unread: Unread,
): Promise<{ readonly targets?: readonly unknown[] }> {
  const part = `agentCore.gateways.${gatewayIdentifier}.targets`;
  const summaries = await unread.attempt(part, () =>
    everyItem(paginateListGatewayTargets({ client }, { gatewayIdentifier }), (page) => page.items),
  );
  if (summaries === undefined) return {};
  const targets = await mapConcurrently(summaries, 3, ({ targetId }) =>
    unread.attemptExisting(`${part}.${targetId}`, async () =>
      asJson<unknown>(await client.send(new GetGatewayTargetCommand({ gatewayIdentifier, targetId }))),
    ),
  );
  return { targets: targets.filter((target) => target !== undefined && target !== null) };
}
