import { type BedrockAgentClient, GetPromptCommand } from '@aws-sdk/client-bedrock-agent';
import type { FlowDetail, PromptDetail } from '../workload/snapshot.ts';
import { asJson } from './answer.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';
import { valuesIn } from './values-in.ts';

const PROMPT = /^(arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:prompt\/([0-9A-Za-z]{10}))(?::(\d{1,5}|DRAFT))?$/;

/** The prompts of Prompt management that flows name, each version once: the model is the prompt's, not the flow's. */
export async function readPrompts(
  flows: readonly FlowDetail[],
  client: BedrockAgentClient,
  unread: Unread,
): Promise<readonly PromptDetail[]> {
  const named = new Set(valuesIn(flows).flatMap(({ key, value }) => (key === 'promptArn' ? value : [])));
  const read = await mapConcurrently([...named], 3, async (promptArn) => {
    const [, promptIdentifier, id, version] = PROMPT.exec(promptArn) ?? [];
    if (promptIdentifier === undefined) return undefined;
    const promptVersion = version === 'DRAFT' ? undefined : version;
    const command = new GetPromptCommand({ promptIdentifier, ...(promptVersion !== undefined && { promptVersion }) });
    return unread.attempt(`prompts.${id}`, async () => asJson<PromptDetail>(await client.send(command)));
  });
  return read.filter((prompt) => prompt !== undefined);
}
