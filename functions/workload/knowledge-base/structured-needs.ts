import { allNeeds, GUIDE, type Needs, requestsFor } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import type { KnowledgeBaseConfiguration, RedshiftConfiguration } from './configuration.ts';
import { dataCatalogNeeds } from './data-catalog-needs.ts';
import { queryEngineNeeds, quoted } from './query-engine-needs.ts';

const SOURCE = `${GUIDE}/knowledge-base-prereq-structured.html`;
const OWN_STATEMENTS =
  "AWS's statement limits it to the role's own statements (`redshift-data:statement-owner-iam-userid` must be the `aws:userid` that asks).";

/** Generating SQL and running it in Amazon Redshift. */
export function structuredNeeds(
  snapshot: Snapshot,
  workload: Workload,
  { sqlKnowledgeBaseConfiguration }: KnowledgeBaseConfiguration,
): Needs {
  const { type, redshiftConfiguration } = sqlKnowledgeBaseConfiguration ?? {};
  const of = `of knowledge base ${workload.id}`;
  if (redshiftConfiguration === undefined || (type !== undefined && type !== 'REDSHIFT'))
    return { requests: [], gaps: [`Warden does not know the SQL database ${quoted(type)} ${of}`] };
  const request = requestsFor(
    { workload },
    { capability: 'SQL generation and queries', kind: 'structuredStore', source: SOURCE },
  );
  const statements = ['GetStatementResult', 'DescribeStatement', 'CancelStatement'];
  const contexts = ['GetSqlRecommendations', ...['Put', 'Get', 'Delete'].map((verb) => `${verb}SqlGenerationContext`)];
  return allNeeds([
    {
      requests: [
        ...request(
          statements.map((name) => `redshift-data:${name}`),
          '*',
          { note: OWN_STATEMENTS },
        ),
        ...request(
          contexts.map((name) => `sqlworkbench:${name}`),
          '*',
        ),
        ...request(['bedrock:GenerateQuery'], '*'),
      ],
      gaps: [],
    },
    { requests: [], gaps: storageGaps(redshiftConfiguration, of) },
    queryEngineNeeds(snapshot, workload, redshiftConfiguration, of),
    dataCatalogNeeds(snapshot, workload, redshiftConfiguration),
  ]);
}

const STORAGES: ReadonlySet<string | undefined> = new Set(['REDSHIFT', 'AWS_DATA_CATALOG']);

function storageGaps({ storageConfigurations = [] }: RedshiftConfiguration, of: string): readonly string[] {
  if (storageConfigurations.length === 0) return [`the Redshift database ${of} is not in the configuration`];
  return storageConfigurations
    .filter(({ type }) => !STORAGES.has(type))
    .map(({ type }) => `Warden does not know the storage ${quoted(type)} of the query engine ${of}`);
}
