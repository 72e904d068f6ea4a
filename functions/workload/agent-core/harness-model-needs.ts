import { at } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { credentialNeeds } from './credential-needs.ts';
import { HARNESS, harnessCredentialUse } from './harness-identity.ts';
import { modelNeeds } from './model-needs.ts';
import type { AgentCorePlace } from './place.ts';
import { inWords, isAbsent, memberNeeds } from './union.ts';

/** The model in Amazon Bedrock, or the key of another provider. */
export const harnessModelNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  memberNeeds(place.label, 'a model', at(place.resource, 'model'), {
    bedrockModelConfig: (model) => bedrockNeeds(place, inWords(at(model, 'modelId')), inWords(at(model, 'apiFormat'))),
    openAiModelConfig: (model) => keyNeeds(place, model),
    geminiModelConfig: (model) => keyNeeds(place, model),
    liteLlmModelConfig: (model) => liteLlmNeeds(place, model),
  });

const keyNeeds = (place: AgentCorePlace, model: unknown): WorkloadNeeds =>
  credentialNeeds(place, harnessCredentialUse(place), 'apikey', inWords(at(model, 'apiKeyArn')));

/** LiteLLM calls a model with an API key, or with whatever credentials it finds: on AWS, those of the role. */
function liteLlmNeeds(place: AgentCorePlace, model: unknown): WorkloadNeeds {
  const id = inWords(at(model, 'modelId'));
  const ofBedrock = id?.startsWith('bedrock/') === true ? id.slice('bedrock/'.length) : undefined;
  const hasKey = !isAbsent(at(model, 'apiKeyArn'));
  if (ofBedrock !== undefined && !hasKey) return bedrockNeeds(place, ofBedrock, undefined);
  const what = id === undefined ? 'its model' : `\`${id.slice(0, 80)}\``;
  if (!hasKey)
    return needsWith({ gaps: [`what ${place.label} needs to call ${what} without an API key is not documented`] });
  return joinNeeds([
    keyNeeds(place, model),
    ofBedrock === undefined
      ? {}
      : { gaps: [`whether ${place.label} calls ${what} with its API key or with the role is not documented`] },
  ]);
}

function bedrockNeeds(place: AgentCorePlace, model: string | undefined, format = 'converse_stream'): WorkloadNeeds {
  if (model === undefined) return unusable(place.label, 'a model', undefined);
  if (format !== 'converse_stream')
    return needsWith({
      gaps: [
        `what ${place.label} needs to call ${model.slice(0, 80)} in the format ${format.slice(0, 80)} is not documented`,
      ],
    });
  return modelNeeds(place, HARNESS, model, 'model');
}
