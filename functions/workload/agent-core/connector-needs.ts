import { at, listAt, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import { bedrockArn, type WorkloadNeeds } from '../needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { inWords, isAbsent } from './union.ts';

/** AWS's own connectors: web search, and managed knowledge bases. */
export function connectorNeeds(place: AgentCorePlace, connector: unknown): WorkloadNeeds {
  const id = textAt(connector, 'source', 'connectorId');
  if (id === 'web-search') return webSearchNeeds(place);
  if (id === 'bedrock-knowledge-bases') return managedKnowledgeBaseNeeds(place, connector);
  return unusable(place.label, 'a connector that this version knows', id);
}

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/web-search-api-get-started.html */
const webSearchNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  needsWith({
    requests: placeRequests(
      place,
      'gateway-target-connector-web-search-tool',
      'other',
      'web search',
    )(['bedrock-agentcore:InvokeWebSearch'], arnIn(place, 'bedrock-agentcore', 'tool/web-search.v1', 'aws')),
  });

function managedKnowledgeBaseNeeds(place: AgentCorePlace, connector: unknown): WorkloadNeeds {
  const configurations = listAt(connector, 'configurations');
  if (configurations.length === 0) return unusable(place.label, 'a knowledge base', undefined);
  return joinNeeds(configurations.map((configuration) => toolNeeds(place, configuration)));
}

function toolNeeds(place: AgentCorePlace, configuration: unknown): WorkloadNeeds {
  const values = at(configuration, 'parameterValues');
  const isAgentic = textAt(configuration, 'name') === 'AgenticRetrieveStream';
  const ids = isAgentic
    ? listAt(values, 'retrievers').map((retriever) =>
        textAt(retriever, 'configuration', 'knowledgeBase', 'knowledgeBaseId'),
      )
    : [textAt(values, 'knowledgeBaseId')];
  if (ids.length === 0) return unusable(place.label, 'a knowledge base', undefined);
  const page = 'gateway-target-connector-managed-kb';
  const retrieval = ids.map((id) =>
    id === undefined || !/^[0-9A-Za-z]{10}$/.test(id)
      ? unusable(place.label, 'the id of a knowledge base', id)
      : {
          requests: placeRequests(
            place,
            page,
            'knowledgeBase',
            `knowledge base ${id}`,
          )(['bedrock:Retrieve'], bedrockArn(place.snapshot, place.workload.region, `knowledge-base/${id}`)),
        },
  );
  const agentic = {
    requests: placeRequests(
      place,
      page,
      'knowledgeBase',
      'agentic retrieval',
    )(['bedrock:AgenticRetrieveStream'], '*', {
      note: 'The page names bedrock:Retrieve alone; the service authorization reference has this action, without resources.',
    }),
  };
  const planning = at(values, 'agenticRetrieveConfiguration');
  const model = isAbsent(planning) ? 'MANAGED' : inWords(at(planning, 'foundationModelType'));
  return joinNeeds([
    ...retrieval,
    ...(isAgentic ? [agentic] : []),
    ...(isAgentic && model !== 'MANAGED'
      ? [{ gaps: [`what ${place.label} needs to plan with a model of its own is not documented`] }]
      : []),
  ]);
}
