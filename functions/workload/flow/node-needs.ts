import { at, textAt } from '../fields.ts';
import { needsWith } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { unexplainedResources } from '../unexplained-resources.ts';
import { agentNode } from './agent-node.ts';
import { lambdaNode } from './function-node.ts';
import { knowledgeBaseNode } from './knowledge-base-node.ts';
import type { FlowNodeInPlace, NodeOf, PlaceOfNode } from './node.ts';
import { promptNode } from './prompt-node.ts';
import { lexNode, retrievalNode, storageNode } from './service-nodes.ts';

/** The nodes that reach anything outside the flow, with the name of their configuration. */
const REACHING: Readonly<Record<string, { readonly member: string; readonly needs: NodeOf }>> = {
  Prompt: { member: 'prompt', needs: promptNode },
  KnowledgeBase: { member: 'knowledgeBase', needs: knowledgeBaseNode },
  Agent: { member: 'agent', needs: agentNode },
  LambdaFunction: { member: 'lambdaFunction', needs: lambdaNode },
  Lex: { member: 'lex', needs: lexNode },
  Storage: { member: 'storage', needs: storageNode },
  Retrieval: { member: 'retrieval', needs: retrievalNode },
};

const INWARD: ReadonlySet<string> = new Set([
  'Input',
  'Output',
  'Condition',
  'Iterator',
  'Collector',
  'InlineCode',
  'LoopInput',
  'LoopController',
]);

/**
 * What one node of a flow needs; the nodes inside a loop are asked for themselves.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/flows-nodes.html
 */
export function nodeNeeds(place: PlaceOfNode, node: unknown): WorkloadNeeds {
  const type = textAt(node, 'type') ?? 'without a type';
  const name = textAt(node, 'name') ?? 'without a name';
  if (INWARD.has(type)) return needsWith({});
  const kind = Object.hasOwn(REACHING, type) ? REACHING[type] : undefined;
  const inPlace: FlowNodeInPlace = { ...place, name: `node ${name.slice(0, 80)} of ${place.label}` };
  if (type === 'Loop')
    return !Array.isArray(at(node, 'configuration', 'loop', 'definition', 'nodes'))
      ? needsWith({ gaps: [`the definition of ${inPlace.name} was not read`] })
      : needsWith({});
  if (kind === undefined)
    return needsWith({
      gaps: [`${inPlace.name} is of a type that this version does not know (\`${type.slice(0, 80)}\`)`],
    });
  const configuration = at(node, 'configuration', kind.member);
  if (configuration === undefined) return needsWith({ gaps: [`the configuration of ${inPlace.name} was not read`] });
  const needs = kind.needs(inPlace, configuration);
  return { ...needs, gaps: [...needs.gaps, ...unexplainedResources(configuration, needs, inPlace.name)] };
}

/** They call no model, ask no knowledge base and apply no guardrail with the role of the flow. */
const OF_RESOURCES: ReadonlySet<string> = new Set(['Agent', 'LambdaFunction', 'Lex', 'Storage', 'Retrieval']);

/** What is not known of a node that is known to need other resources alone. */
export function resourceGaps(place: PlaceOfNode, node: unknown): readonly string[] {
  return OF_RESOURCES.has(textAt(node, 'type') ?? '') ? nodeNeeds(place, node).gaps : [];
}
