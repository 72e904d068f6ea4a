import type { KnowledgeBaseEntry, Snapshot } from '../snapshot.ts';
import { dataSourceLabel } from './data-source-label.ts';
import { rerankers } from './reranking.ts';

export interface KnowledgeBaseModel {
  /** Undefined: the configuration says that there is a model, not which. */
  readonly reference: string | undefined;
  readonly usedBy: string;
}

/** Every model that the role of a knowledge base calls: for embedding, parsing, enriching, and reranking for a flow. */
export function knowledgeBaseModels(snapshot: Snapshot, entry: KnowledgeBaseEntry): readonly KnowledgeBaseModel[] {
  const { knowledgeBase, dataSources } = entry;
  return [
    ...embeddingModel(knowledgeBase.knowledgeBaseConfiguration ?? {}),
    ...(dataSources ?? []).flatMap((source) => {
      const { parsingConfiguration, contextEnrichmentConfiguration } = source.vectorIngestionConfiguration ?? {};
      const of = `of data source ${dataSourceLabel(source)}`;
      return [
        ...(parsingConfiguration?.parsingStrategy === 'BEDROCK_FOUNDATION_MODEL'
          ? [model(parsingConfiguration.bedrockFoundationModelConfiguration?.modelArn, `parsing ${of}`)]
          : []),
        ...(contextEnrichmentConfiguration === undefined
          ? []
          : [
              model(
                contextEnrichmentConfiguration.bedrockFoundationModelConfiguration?.modelArn,
                `context enrichment ${of}`,
              ),
            ]),
      ];
    }),
    ...rerankers(snapshot, knowledgeBase.knowledgeBaseId),
  ];
}

const model = (reference: unknown, usedBy: string): KnowledgeBaseModel => ({
  reference: typeof reference === 'string' && reference !== '' ? reference : undefined,
  usedBy,
});

type Configuration = NonNullable<KnowledgeBaseEntry['knowledgeBase']['knowledgeBaseConfiguration']>;

/** A managed knowledge base embeds with the service's own model unless it is given one. */
function embeddingModel(configuration: Configuration): readonly KnowledgeBaseModel[] {
  const { type, vectorKnowledgeBaseConfiguration, managedKnowledgeBaseConfiguration } = configuration;
  if (type === 'VECTOR') return [model(vectorKnowledgeBaseConfiguration?.embeddingModelArn, 'embedding')];
  const { embeddingModelType, embeddingModelArn } = managedKnowledgeBaseConfiguration ?? {};
  const isOwn =
    embeddingModelType === 'CUSTOM' || (embeddingModelType === undefined && embeddingModelArn !== undefined);
  return type === 'MANAGED' && isOwn ? [model(embeddingModelArn, 'embedding')] : [];
}
