import { at, textAt } from '../fields.ts';
import { guardrailOf } from '../guardrail-of.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import { namedModel } from '../named-model.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { notRead } from '../unread.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';

/** An evaluator that a configuration names. Those that AWS brings judge with its own models. */
export function evaluatorNeeds(place: AgentCorePlace, reference: unknown): Partial<WorkloadNeeds> {
  const { snapshot, label } = place;
  const id = textAt(reference, 'evaluatorId');
  if (id === undefined) return unusable(label, 'the id of an evaluator', undefined);
  if (id.startsWith('Builtin.')) return {};
  const evaluator = snapshot.agentCore?.evaluators?.find((candidate) => textAt(candidate, 'evaluatorId') === id);
  if (evaluator === undefined)
    return { gaps: [notRead(snapshot, `agentCore.evaluators.${id}`, `the evaluator ${id.slice(0, 80)} of ${label}`)] };
  return joinNeeds([judgeNeeds(place, id, at(evaluator, 'evaluatorConfig')), keyNeeds(place, id, evaluator)]);
}

function judgeNeeds(place: AgentCorePlace, id: string, configuration: unknown): WorkloadNeeds {
  const code = at(configuration, 'codeBased', 'lambdaConfig');
  if (code !== undefined)
    return lambdaNeeds(place, 'code-based-evaluators', textAt(code, 'lambdaArn'), [
      'lambda:InvokeFunction',
      'lambda:GetFunction',
    ]);
  const judge = at(configuration, 'llmAsAJudge', 'modelConfig') ?? at(configuration, 'derived', 'modelConfig');
  const model = textAt(judge, 'bedrockEvaluatorModelConfig', 'modelId');
  if (model !== undefined)
    return joinNeeds([
      namedModel(place.snapshot, place.workload, model, `evaluator ${id}`),
      guardrailOf(place.snapshot, place.workload),
    ]);
  const other = textAt(judge, 'responsesEvaluatorModelConfig', 'modelId');
  if (other !== undefined)
    return needsWith({
      gaps: [`what evaluator ${id} needs to judge with ${other.slice(0, 80)} on bedrock-mantle is not documented`],
    });
  return needsWith({ gaps: [`evaluator ${id} of ${place.label} is of a type that this version does not know`] });
}

/**
 * Online evaluation decrypts the instructions as the service, not with the role.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/evaluations-encryption.html
 */
function keyNeeds(place: AgentCorePlace, id: string, evaluator: unknown): Partial<WorkloadNeeds> {
  const key = textAt(evaluator, 'kmsKeyArn');
  if (key === undefined) return {};
  return {
    requests: placeRequests(
      place,
      'evaluations-encryption',
      'encryptionKey',
      `encryption key ${key}`,
    )(['kms:Decrypt'], key, {
      heldBy: 'keyPolicy',
      principal: 'bedrock-agentcore.amazonaws.com',
      context: {
        'aws:SourceAccount': place.snapshot.accountId,
        'aws:SourceArn': textAt(evaluator, 'evaluatorArn') ?? arnIn(place, 'bedrock-agentcore', `evaluator/${id}`),
      },
    }),
  };
}
