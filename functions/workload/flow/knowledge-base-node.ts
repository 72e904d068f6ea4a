import { at, textAt } from '../fields.ts';
import { guardrailOf } from '../guardrail-of.ts';
import { joinNeeds, unusable } from '../join-needs.ts';
import { namedModel } from '../named-model.ts';
import { bedrockArn, type WorkloadNeeds } from '../needs.ts';
import { type FlowNodeInPlace, type NodeOf, nodeRequests } from './node.ts';

/** Querying a knowledge base; with a model also an answer in words. */
export const knowledgeBaseNode: NodeOf = (node, configuration) => {
  const id = textAt(configuration, 'knowledgeBaseId');
  if (id === undefined || !/^[0-9A-Za-z]{10}$/.test(id)) return unusable(node.name, 'the id of a knowledge base', id);
  const { snapshot, workload } = node;
  const request = nodeRequests(node, `knowledge base ${id}`, 'knowledgeBase');
  const model = textAt(configuration, 'modelId');
  const guardrail = at(configuration, 'guardrailConfiguration');
  const retrieval = {
    requests: request(['bedrock:Retrieve'], bedrockArn(snapshot, workload.region, `knowledge-base/${id}`)),
  };
  const answer: readonly Partial<WorkloadNeeds>[] =
    model === undefined
      ? at(configuration, 'modelId') === undefined
        ? []
        : [unusable(node.name, 'the model that answers', undefined)]
      : [
          {
            requests: request(['bedrock:RetrieveAndGenerate'], '*', {
              necessity: 'optional',
              note: 'The page on the role lists bedrock:Retrieve for every knowledge base node; other pages ask for this one, too, where a model answers.',
            }),
          },
          namedModel(snapshot, workload, model, `knowledge base ${node.name}`),
        ];
  const filtered = model === undefined && guardrail === undefined ? [] : [guardrailOf(snapshot, workload, guardrail)];
  return joinNeeds([retrieval, ...answer, ...filtered, reranking(node, configuration)]);
};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/rerank-prereq.html */
function reranking(node: FlowNodeInPlace, configuration: unknown): Partial<WorkloadNeeds> {
  const model = textAt(
    configuration,
    'rerankingConfiguration',
    'bedrockRerankingConfiguration',
    'modelConfiguration',
    'modelArn',
  );
  const { snapshot, workload, name } = node;
  if (model === undefined)
    return at(configuration, 'rerankingConfiguration') === undefined
      ? {}
      : unusable(name, 'the model that reranks', undefined);
  const note = 'AWS asks for it on the role of the knowledge base; the page on the role of a flow does not name it.';
  const { requests, gaps, models } = namedModel(snapshot, workload, model, `reranking of ${name}`);
  return {
    requests: [
      ...nodeRequests(node, 'reranking', 'knowledgeBase')(['bedrock:Rerank'], '*', { necessity: 'optional', note }),
      ...requests.map((request) => ({ ...request, necessity: 'optional' as const, note })),
    ],
    gaps,
    models,
  };
}
