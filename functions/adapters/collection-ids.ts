import type { KnowledgeBaseEntry } from '../workload/snapshot.ts';
import { valuesIn } from './values-in.ts';

const COLLECTION = /^arn:aws[a-z-]*:aoss:[^:]+:\d{12}:collection\/([a-z0-9]{3,40})$/;

/** The ids of the OpenSearch Serverless collections that knowledge bases store their vectors in. */
export function collectionIds(knowledgeBases: readonly KnowledgeBaseEntry[]): readonly string[] {
  const stores = valuesIn(knowledgeBases.map(({ knowledgeBase }) => knowledgeBase.storageConfiguration));
  return [...new Set(stores.flatMap(({ value }) => COLLECTION.exec(value)?.[1] ?? []))];
}
