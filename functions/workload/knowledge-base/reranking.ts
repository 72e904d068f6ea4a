import { definitionNodes } from '../flow/definition-nodes.ts';
import { unseenVersions } from '../flow/flow-workloads.ts';
import { GUIDE, type Needs, NO_NEEDS, requestsFor } from '../needs.ts';
import type { FlowDetail, Snapshot } from '../snapshot.ts';
import { notRead, unreadBelow } from '../unread.ts';
import type { Workload } from '../workload.ts';
import { jsonField } from './json-field.ts';
import type { KnowledgeBaseModel } from './knowledge-base-models.ts';

type Flows = NonNullable<Snapshot['flows']>;

/** By the flows themselves, which nothing changes: every knowledge base of a snapshot asks the same. */
const rerankersOf = new WeakMap<Flows, ReadonlyMap<unknown, readonly KnowledgeBaseModel[]>>();

/** The models of reranking. It is asked for in a request; the nodes of flows are requests that can be seen. */
export function rerankers({ flows }: Snapshot, knowledgeBaseId: string): readonly KnowledgeBaseModel[] {
  if (flows === undefined) return [];
  const found = rerankersOf.get(flows) ?? rerankersIn(flows);
  rerankersOf.set(flows, found);
  return found.get(knowledgeBaseId) ?? [];
}

function rerankersIn(flows: Flows): ReadonlyMap<unknown, readonly KnowledgeBaseModel[]> {
  const reranking = flows.flatMap((flow) =>
    definitionsOf(flow)
      .flatMap(definitionNodes)
      .flatMap((node) => {
        const retrieval = jsonField(node, 'configuration', 'knowledgeBase');
        const asked = jsonField(retrieval, 'rerankingConfiguration');
        if (asked === undefined) return [];
        const arn = jsonField(asked, 'bedrockRerankingConfiguration', 'modelConfiguration', 'modelArn');
        const reference = typeof arn === 'string' && arn !== '' ? arn : undefined;
        return [
          {
            id: jsonField(retrieval, 'knowledgeBaseId'),
            model: { reference, usedBy: `reranking for flow ${flow.id}` },
          },
        ];
      }),
  );
  const byId = Map.groupBy(reranking, ({ id }) => id);
  return new Map([...byId].map(([id, ofBase]) => [id, ofBase.map(({ model }) => model)]));
}

const definitionsOf = ({ definition, versions }: FlowDetail): readonly unknown[] => [
  definition,
  ...(versions ?? []).map((version) => version.definition),
];

/** https://docs.aws.amazon.com/bedrock/latest/userguide/rerank-prereq.html */
export function rerankingNeeds(snapshot: Snapshot, workload: Workload): Needs {
  if (rerankers(snapshot, workload.id).length === 0) return NO_NEEDS;
  const purpose = { capability: 'reranking', kind: 'knowledgeBase', source: `${GUIDE}/rerank-prereq.html` } as const;
  return { requests: requestsFor({ workload }, purpose)(['bedrock:Rerank'], '*'), gaps: [] };
}

/** Flows, and versions of them, that were not read and may ask for reranking. Phrases that fit behind "unknown: ". */
export function unseenRerankers(snapshot: Snapshot): readonly string[] {
  const { flows } = snapshot;
  if (flows === undefined) return [notRead(snapshot, 'flows', 'the flows', 'were')];
  return [
    ...unreadBelow(snapshot, 'flows').map(({ part, error }) => `${part} was not read (${error})`),
    ...flows.flatMap((flow) => [
      ...(flow.definition?.nodes === undefined
        ? [notRead(snapshot, `flows.${flow.id}.definition`, `the definition of flow ${flow.id}`)]
        : []),
      ...unseenVersions(snapshot, flow),
    ]),
  ];
}
