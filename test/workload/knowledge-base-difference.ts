import { fixture, inLines, needsOf } from './knowledge-base-fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: a change may make anything of a snapshot; that is what it is for
export type Draft = any;

/** The documented case with one thing changed: what it adds to the gaps, and which needs it takes away or adds. */
export function difference(name: string, change: (draft: Draft) => void) {
  const { snapshot } = fixture(name);
  const before = inLines(needsOf(snapshot));
  change(snapshot);
  const after = inLines(needsOf(snapshot));
  return {
    gaps: after.gaps.filter((gap) => !before.gaps.includes(gap)),
    fewer: before.needs.filter((need) => !after.needs.includes(need)).map(actionAndResource),
    more: after.needs.filter((need) => !before.needs.includes(need)).map(actionAndResource),
  };
}

const actionAndResource = (line: string): string => line.split(' ').slice(0, 2).join(' ');

export const base = (draft: Draft): Draft => draft.knowledgeBases[0].knowledgeBase;
export const vector = (draft: Draft): Draft => base(draft).knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration;
export const store = (draft: Draft): Draft => base(draft).storageConfiguration;
export const source = (draft: Draft): Draft => draft.knowledgeBases[0].dataSources[0];
export const origin = (draft: Draft): Draft => source(draft).dataSourceConfiguration;
export const connector = (draft: Draft): Draft =>
  origin(draft).managedKnowledgeBaseConnectorConfiguration.connectorParameters;
export const redshift = (draft: Draft): Draft =>
  base(draft).knowledgeBaseConfiguration.sqlKnowledgeBaseConfiguration.redshiftConfiguration;

export interface Difference {
  readonly gaps?: readonly string[];
  readonly fewer?: readonly string[];
  readonly more?: readonly string[];
}

export type Row = readonly [what: string, name: string, change: (draft: Draft) => void, expected: Difference];
