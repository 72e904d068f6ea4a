import { modelRequests } from '../model-requests.ts';
import { allNeeds, bedrockArn, GUIDE, type Needs, NO_NEEDS, requestsFor } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import type { KnowledgeBaseModel } from './knowledge-base-models.ts';

const SOURCE = `${GUIDE}/kb-permissions.html`;
const LISTING = 'AWS lists it on the page of this role; nothing of the configuration follows from it.';

/** Calling the models of a knowledge base. */
export function modelNeeds(snapshot: Snapshot, workload: Workload, models: readonly KnowledgeBaseModel[]): Needs {
  const named = new Set(models.flatMap(({ reference }) => reference ?? []));
  const unnamed = models.filter(({ reference }) => reference === undefined);
  const request = requestsFor({ workload }, { capability: 'list of models', kind: 'model', source: SOURCE });
  const listing = request(['bedrock:ListFoundationModels', 'bedrock:ListCustomModels'], '*', {
    necessity: 'optional',
    note: LISTING,
  });
  return allNeeds([
    ...[...named].map((reference) => modelRequests(snapshot, workload, reference)),
    ...[...new Set(models.flatMap(({ reference, usedBy }) => (usedBy === 'embedding' ? (reference ?? []) : [])))].map(
      (reference) => asynchronousNeeds(snapshot, workload, reference),
    ),
    { requests: named.size === 0 ? [] : listing, gaps: unnamed.map(({ usedBy }) => unnamedGap(usedBy, workload)) },
  ]);
}

const unnamedGap = (usedBy: string, { id }: Workload): string =>
  `the model for ${usedBy} is not in the configuration of knowledge base ${id}`;

/** Amazon Nova Multimodal Embeddings embeds long audio and video in jobs of its own. */
function asynchronousNeeds(snapshot: Snapshot, workload: Workload, reference: string): Needs {
  if (!/amazon\.nova-[a-z0-9-]*multimodal-embeddings-/.test(reference)) return NO_NEEDS;
  const request = requestsFor(
    { workload },
    { capability: 'asynchronous embedding', kind: 'dataSource', source: `${SOURCE}#kb-permissions-multimodal` },
  );
  return {
    requests: request(
      ['bedrock:InvokeModel', 'bedrock:GetAsyncInvoke'],
      bedrockArn(snapshot, workload.region, 'async-invoke/*'),
      { context: { 'aws:ResourceAccount': snapshot.accountId }, note: EMPTY_ACCOUNT },
    ),
    gaps: [],
  };
}

const EMPTY_ACCOUNT =
  "AWS's page prints this ARN without an account; the Service Authorization Reference has the account in it, which this reading takes.";
