import { at, textAt } from '../fields.ts';
import { joinNeeds, unusable } from '../join-needs.ts';
import { isKeyArn } from '../key-use-requests.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { notRead } from '../unread.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import { modelNeeds } from './model-needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { inWords, memberNeeds } from './union.ts';

/** An evaluator that a configuration names. Those that AWS brings judge with its own models. */
export const evaluatorNeeds = (place: AgentCorePlace, reference: unknown): WorkloadNeeds =>
  memberNeeds(place.label, 'an evaluator', reference, { evaluatorId: (id) => namedNeeds(place, inWords(id)) });

function namedNeeds(place: AgentCorePlace, id: string | undefined): Partial<WorkloadNeeds> {
  const { snapshot, label } = place;
  if (id === undefined) return unusable(label, 'the id of an evaluator', undefined);
  if (id.startsWith('Builtin.')) return {};
  const evaluator = snapshot.agentCore?.evaluators?.find((candidate) => textAt(candidate, 'evaluatorId') === id);
  if (evaluator === undefined)
    return { gaps: [notRead(snapshot, `agentCore.evaluators.${id}`, `the evaluator ${id.slice(0, 80)} of ${label}`)] };
  const inEvaluator = { ...place, label: `evaluator ${id.slice(0, 80)} of ${label}` };
  return joinNeeds([
    judgeNeeds(inEvaluator, id, at(evaluator, 'evaluatorConfig')),
    keyNeeds(inEvaluator, id, evaluator),
  ]);
}

function judgeNeeds(place: AgentCorePlace, id: string, configuration: unknown): WorkloadNeeds {
  const judge = (config: unknown) => judgeModelNeeds(place, id, at(config, 'modelConfig'));
  return memberNeeds(place.label, 'a judge', configuration, {
    llmAsAJudge: judge,
    derived: judge,
    codeBased: (code) =>
      memberNeeds(place.label, 'its code', code, {
        lambdaConfig: (lambda) =>
          lambdaNeeds(place, 'code-based-evaluators', inWords(at(lambda, 'lambdaArn')), [
            'lambda:InvokeFunction',
            'lambda:GetFunction',
          ]),
      }),
  });
}

const judgeModelNeeds = (place: AgentCorePlace, id: string, model: unknown): WorkloadNeeds =>
  memberNeeds(place.label, 'a model', model, {
    bedrockEvaluatorModelConfig: (config) => {
      const modelId = inWords(at(config, 'modelId'));
      return modelId === undefined
        ? unusable(place.label, 'a model', undefined)
        : modelNeeds(place, 'evaluations-prerequisites', modelId, `evaluator ${id}`);
    },
    responsesEvaluatorModelConfig: (config) => ({
      gaps: [
        `what evaluator ${id} needs to judge with ${(inWords(at(config, 'modelId')) ?? 'its model').slice(0, 80)} on bedrock-mantle is not documented`,
      ],
    }),
  });

/**
 * Online evaluation decrypts the instructions as the service, not with the role.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/evaluations-encryption.html
 */
function keyNeeds(place: AgentCorePlace, id: string, evaluator: unknown): Partial<WorkloadNeeds> {
  const key = inWords(at(evaluator, 'kmsKeyArn'));
  if (key === undefined) return {};
  if (!isKeyArn(key)) return unusable(place.label, 'the ARN of a KMS key', key);
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
