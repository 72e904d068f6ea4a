import {
  type BedrockAgentClient,
  GetFlowCommand,
  GetFlowVersionCommand,
  paginateListFlowAliases,
} from '@aws-sdk/client-bedrock-agent';
import type { FlowAlias, FlowDetail, FlowVersion } from '../workload/snapshot.ts';
import { asJson, everyItem } from './answer.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';

const DRAFT = 'DRAFT';

/**
 * A flow's draft and every version that an alias routes to: those are what runs, each with the role it was cut with.
 * `undefined`: it was deleted meanwhile, or is on the list of what could not be read.
 */
export async function readFlow(
  flowIdentifier: string,
  client: BedrockAgentClient,
  unread: Unread,
): Promise<FlowDetail | undefined> {
  const part = `flows.${flowIdentifier}`;
  const answer = await unread.attemptExisting(part, () => client.send(new GetFlowCommand({ flowIdentifier })));
  if (answer === null || answer === undefined) return undefined;
  const flow = asJson<FlowDetail>(answer);
  const aliases = await unread.attempt(`${part}.aliases`, async () =>
    asJson<readonly FlowAlias[]>(
      await everyItem(paginateListFlowAliases({ client }, { flowIdentifier }), (page) => page.flowAliasSummaries),
    ),
  );
  if (aliases === undefined) return flow;
  const versions = await mapConcurrently(routedVersions(aliases), 3, (flowVersion) =>
    unread.attempt(`${part}.versions.${flowVersion}`, async () =>
      asJson<FlowVersion>(await client.send(new GetFlowVersionCommand({ flowIdentifier, flowVersion }))),
    ),
  );
  return { ...flow, versions: versions.filter((version) => version !== undefined), aliases };
}

function routedVersions(aliases: readonly FlowAlias[]): readonly string[] {
  const routed = aliases.flatMap(({ routingConfiguration = [] }) =>
    routingConfiguration.flatMap(({ flowVersion }) => flowVersion ?? []),
  );
  return [...new Set(routed)].filter((version) => version !== DRAFT);
}
