import { listAt, textAt } from './fields.ts';
import { allNeeds, type Capability, GUIDE, requestsFor } from './needs.ts';

const PROMPT = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:prompt\/[0-9A-Za-z]+(:[0-9]{1,5})?$/;

const NOTE =
  "AWS's page on the agent's role asks for bedrock:GetPrompt to test a prompt with the agent in the console, and says nothing of bedrock:RenderPrompt, which flows made after November 22, 2024 need instead.";

/**
 * Prompts of Prompt management, by ARN, in the place of a model. An agent's own templates are text, and take nothing. What the
 * prompt calls is a gap of `resolve-model.ts`.
 */
export const promptNeeds: Capability = (_snapshot, configuration) => {
  const steps = listAt(configuration.detail, 'promptOverrideConfiguration', 'promptConfigurations');
  const named = [configuration.detail, ...steps].map((step) => textAt(step, 'foundationModel'));
  const prompts = new Set(named.filter((text) => text !== undefined && PROMPT.test(text)));
  return allNeeds(
    [...prompts].flatMap((prompt) =>
      prompt === undefined
        ? []
        : [
            {
              gaps: [],
              requests: requestsFor(configuration, {
                capability: `prompt ${prompt}`,
                kind: 'prompt',
                source: `${GUIDE}/agents-permissions.html`,
              })(['bedrock:GetPrompt', 'bedrock:RenderPrompt'], prompt, { necessity: 'optional', note: NOTE }),
            },
          ],
    ),
  );
};
