import { at, textAt } from '../fields.ts';
import { guardrailOf } from '../guardrail-of.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import { namedModel } from '../named-model.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { credentialNeeds } from './credential-needs.ts';
import { HARNESS, harnessIdentity } from './harness-identity.ts';
import type { AgentCorePlace } from './place.ts';

/** The model in Amazon Bedrock, or the key of another provider. */
export function harnessModelNeeds(place: AgentCorePlace): WorkloadNeeds {
  const model = at(place.resource, 'model');
  const bedrock = at(model, 'bedrockModelConfig');
  if (bedrock !== undefined) return bedrockNeeds(place, textAt(bedrock, 'modelId'), textAt(bedrock, 'apiFormat'));
  const lite = at(model, 'liteLlmModelConfig');
  const liteModel = textAt(lite, 'modelId') ?? '';
  if (liteModel.startsWith('bedrock/')) return bedrockNeeds(place, liteModel.slice('bedrock/'.length), undefined);
  const other = lite ?? at(model, 'openAiModelConfig') ?? at(model, 'geminiModelConfig');
  if (other === undefined) return unusable(place.label, 'a model', undefined);
  const key = textAt(other, 'apiKeyArn');
  if (key === undefined && other === lite) return needsWith({});
  const use = { page: HARNESS, workloadIdentity: harnessIdentity(place), listsVault: true };
  return credentialNeeds(place, use, 'apikey', key);
}

function bedrockNeeds(place: AgentCorePlace, model: string | undefined, format = 'converse_stream'): WorkloadNeeds {
  if (model === undefined) return unusable(place.label, 'a model', undefined);
  if (format !== 'converse_stream')
    return needsWith({
      gaps: [
        `what ${place.label} needs to call ${model.slice(0, 80)} in the format ${format.slice(0, 80)} is not documented`,
      ],
    });
  return joinNeeds([
    namedModel(place.snapshot, place.workload, model, 'model'),
    guardrailOf(place.snapshot, place.workload),
  ]);
}
