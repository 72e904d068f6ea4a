import { partitionOf } from '../arn.ts';
import { allNeeds, GUIDE, type Needs, NO_NEEDS, requestsFor } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import type { RedshiftConfiguration } from './configuration.ts';
import { needsWith, statedValue } from './stated-value.ts';

const SOURCE = `${GUIDE}/knowledge-base-prereq-structured.html`;
const ON_DATABASES = ['glue:GetDatabases', 'glue:GetDatabase'];
const ON_TABLES = ['glue:GetTables', 'glue:GetTable', 'glue:GetPartitions', 'glue:GetPartition', 'glue:SearchTables'];
const LAKE_FORMATION = 'Lake Formation must also grant the role Describe and Select on the databases and tables.';
/** `database.table`; `*` stands for all tables of a database. */
const TABLE = /^(?:awsdatacatalog\.)?[^.*?/:\s]+\.(?:[^.*?/:\s]+|\*)$/;

/** The tables of the AWS Glue Data Catalog that the knowledge base queries. */
export function dataCatalogNeeds(
  snapshot: Snapshot,
  workload: Workload,
  { storageConfigurations }: RedshiftConfiguration,
): Needs {
  const catalogs = (storageConfigurations ?? []).filter(({ type }) => type === 'AWS_DATA_CATALOG');
  if (catalogs.length === 0) return NO_NEEDS;
  const of = `of knowledge base ${workload.id}`;
  const tables = catalogs.flatMap(({ awsDataCatalogConfiguration }) => awsDataCatalogConfiguration?.tableNames ?? []);
  const glue = `arn:${partitionOf(snapshot)}:glue:${workload.region}:${snapshot.accountId}`;
  const request = requestsFor(
    { workload },
    { capability: 'AWS Glue Data Catalog', kind: 'dataSource', source: SOURCE },
  );
  const onTables = tables.map((table) =>
    needsWith(statedValue(table, TABLE, `a table ${of}`), (known) => {
      const [database = '', name = ''] = known.replace(/^awsdatacatalog\./, '').split('.');
      return {
        requests: [
          ...request([...ON_DATABASES, ...ON_TABLES], `${glue}:database/${database}`),
          ...request(ON_TABLES, `${glue}:table/${database}/${name}`),
        ],
        gaps: [],
      };
    }),
  );
  const needs = allNeeds([
    { requests: request([...ON_DATABASES, ...ON_TABLES], `${glue}:catalog`), gaps: [] },
    ...onTables,
    { requests: request(['lakeformation:GetDataAccess'], '*', { note: LAKE_FORMATION }), gaps: [] },
  ]);
  const unnamed = tables.length === 0 ? [`the tables ${of} were not read`] : [];
  return {
    requests: [...new Map(needs.requests.map((one) => [`${one.action} ${one.resource}`, one])).values()],
    gaps: [
      ...needs.gaps,
      ...unnamed,
      `where the tables of the AWS Glue Data Catalog keep their data is not in the configuration ${of}`,
    ],
  };
}
