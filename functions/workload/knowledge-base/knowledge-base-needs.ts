import { modelUse } from '../model-use-of.ts';
import { allNeeds, GUIDE, type Needs, requestsFor, type WorkloadNeeds } from '../needs.ts';
import type { KnowledgeBaseEntry, Snapshot } from '../snapshot.ts';
import { unexplainedResources } from '../unexplained-resources.ts';
import { notRead, quoted } from '../unread.ts';
import type { Workload } from '../workload.ts';
import type { KnowledgeBaseConfiguration } from './configuration.ts';
import { dataSourceNeeds } from './data-source-needs.ts';
import { enforcedGuardrailNeeds } from './enforced-guardrail-needs.ts';
import { knowledgeBaseModels } from './knowledge-base-models.ts';
import { managedKeyNeeds } from './managed-key-needs.ts';
import { modelNeeds } from './model-needs.ts';
import { rerankingNeeds } from './reranking.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';
import { storeNeeds } from './store-needs.ts';
import { structuredNeeds } from './structured-needs.ts';
import { supplementalStorageNeeds } from './supplemental-storage-needs.ts';

/**
 * What the role of a knowledge base needs: for embedding and querying, and for ingesting its data sources.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html
 */
export function knowledgeBaseRoleNeeds(
  snapshot: Snapshot,
  entry: KnowledgeBaseEntry,
  workload: Workload,
): WorkloadNeeds {
  const models = knowledgeBaseModels(snapshot, entry);
  const needs = allNeeds([
    { requests: [], gaps: statusGaps(entry) },
    modelNeeds(snapshot, workload, models),
    enforcedGuardrailNeeds(snapshot, workload, models),
    rerankingNeeds(snapshot, workload),
    typeNeeds(snapshot, workload, entry),
    ...(entry.dataSources ?? []).map((source) => dataSourceNeeds(snapshot, workload, source)),
    { requests: [], gaps: dataSourceGaps(snapshot, entry) },
  ]);
  const { knowledgeBaseConfiguration, storageConfiguration } = entry.knowledgeBase;
  const configured = [knowledgeBaseConfiguration, storageConfiguration, entry.dataSources];
  const unexplained = unexplainedResources(configured, needs, `knowledge base ${workload.id}`);
  return {
    requests: needs.requests,
    gaps: [...needs.gaps, ...unexplained],
    models: models.flatMap(({ reference, usedBy }) =>
      reference === undefined ? [] : [modelUse(snapshot, workload, reference, usedBy)],
    ),
  };
}

const statusGaps = ({ knowledgeBase: { knowledgeBaseId, status } }: KnowledgeBaseEntry): readonly string[] =>
  status === 'DELETING' ? [`knowledge base ${knowledgeBaseId} is being deleted`] : [];

function typeNeeds(snapshot: Snapshot, workload: Workload, { knowledgeBase }: KnowledgeBaseEntry): Needs {
  const { knowledgeBaseConfiguration: configuration, storageConfiguration } = knowledgeBase;
  if (configuration?.type === undefined) {
    const what = `the configuration of knowledge base ${workload.id}`;
    return { requests: [], gaps: [notRead(snapshot, `knowledgeBases.${workload.id}`, what)] };
  }
  switch (configuration.type) {
    case 'VECTOR':
      return allNeeds([
        storeNeeds(snapshot, workload, storageConfiguration),
        supplementalStorageNeeds(snapshot, workload, configuration.vectorKnowledgeBaseConfiguration ?? {}),
      ]);
    case 'MANAGED':
      return allNeeds([
        managedKeyNeeds(workload, configuration.managedKnowledgeBaseConfiguration ?? {}),
        { requests: [], gaps: embeddingTypeGaps(workload, configuration) },
        supplementalStorageNeeds(snapshot, workload, configuration.managedKnowledgeBaseConfiguration ?? {}),
      ]);
    case 'KENDRA':
      return kendraNeeds(workload, configuration);
    case 'SQL':
      return structuredNeeds(snapshot, workload, configuration);
    default:
      return {
        requests: [],
        gaps: [`Warden does not know the type \`${configuration.type.slice(0, 80)}\` of knowledge base ${workload.id}`],
      };
  }
}

const EMBEDDING_TYPES: ReadonlySet<string> = new Set(['CUSTOM', 'MANAGED']);

const embeddingTypeGaps = (
  { id }: Workload,
  { managedKnowledgeBaseConfiguration }: KnowledgeBaseConfiguration,
): readonly string[] => {
  const type = managedKnowledgeBaseConfiguration?.embeddingModelType;
  return type === undefined || EMBEDDING_TYPES.has(type)
    ? []
    : [`Warden does not know the type of embedding model ${quoted(type)} of knowledge base ${id}`];
};

const kendraNeeds = (workload: Workload, { kendraKnowledgeBaseConfiguration }: KnowledgeBaseConfiguration): Needs => {
  const stated = kendraKnowledgeBaseConfiguration?.kendraIndexArn;
  const what = `the Amazon Kendra index of knowledge base ${workload.id}`;
  return needsWith(statedValue(stated, SHAPES.kendraIndex, what), (index) => ({
    requests: requestsFor(
      { workload },
      { capability: `Amazon Kendra index ${index}`, kind: 'vectorStore', source: `${GUIDE}/kb-permissions.html` },
    )(['kendra:Retrieve', 'kendra:DescribeIndex'], index),
    gaps: [],
  }));
};

/** An index of Amazon Kendra has its own sources, and a query engine its own tables. */
const WITHOUT_DATA_SOURCES: ReadonlySet<string | undefined> = new Set(['KENDRA', 'SQL']);

function dataSourceGaps(snapshot: Snapshot, { knowledgeBase, dataSources }: KnowledgeBaseEntry): readonly string[] {
  const { knowledgeBaseId: id, knowledgeBaseConfiguration } = knowledgeBase;
  if (dataSources !== undefined || WITHOUT_DATA_SOURCES.has(knowledgeBaseConfiguration?.type)) return [];
  const part = `knowledgeBases.${id}.dataSources`;
  return [notRead(snapshot, part, `the data sources of knowledge base ${id}`, 'were')];
}
