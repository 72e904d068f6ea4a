import { partitionOf } from '../arn.ts';
import { allNeeds, GUIDE, type Needs, requestsFor } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import type { RedshiftAuthentication, RedshiftConfiguration } from './configuration.ts';
import { secretNeeds } from './secret-needs.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const SOURCE = `${GUIDE}/knowledge-base-prereq-structured.html`;
const GRANTS = "The database itself must also let the role's database user read the tables (GRANT SELECT).";
const DATA_CATALOG_DATABASE =
  "AWS's page shows this ARN for data in Amazon Redshift; for the AWS Glue Data Catalog it grants usage on the database awsdatacatalog, which this reading takes.";

/** Running a statement in the cluster or workgroup, and signing in to it. */
export function queryEngineNeeds(
  snapshot: Snapshot,
  workload: Workload,
  redshift: RedshiftConfiguration,
  of: string,
): Needs {
  const { type, provisionedConfiguration, serverlessConfiguration } = redshift.queryEngineConfiguration ?? {};
  if (type === 'PROVISIONED') {
    const { clusterIdentifier, authConfiguration } = provisionedConfiguration ?? {};
    return needsWith(statedValue(clusterIdentifier, SHAPES.redshiftName, `the Redshift cluster ${of}`), (cluster) =>
      allNeeds([
        executeNeeds(workload, `${redshiftArn(snapshot, workload)}:cluster:${cluster}`),
        clusterSignInNeeds(snapshot, workload, redshift, authConfiguration ?? {}, cluster),
      ]),
    );
  }
  if (type === 'SERVERLESS') {
    const { workgroupArn, authConfiguration } = serverlessConfiguration ?? {};
    return needsWith(statedValue(workgroupArn, SHAPES.workgroup, `the Redshift workgroup ${of}`), (workgroup) =>
      allNeeds([
        executeNeeds(workload, workgroup),
        workgroupSignInNeeds(snapshot, workload, authConfiguration ?? {}, workgroup),
      ]),
    );
  }
  return { requests: [], gaps: [`Warden does not know the query engine ${quoted(type)} ${of}`] };
}

const executeNeeds = (workload: Workload, engine: string): Needs => ({
  requests: engineRequest(workload, engine)(['redshift-data:ExecuteStatement'], engine, { note: GRANTS }),
  gaps: [],
});

function clusterSignInNeeds(
  snapshot: Snapshot,
  workload: Workload,
  redshift: RedshiftConfiguration,
  { type, databaseUser, usernamePasswordSecretArn }: RedshiftAuthentication,
  cluster: string,
): Needs {
  const of = `of knowledge base ${workload.id}`;
  const arn = redshiftArn(snapshot, workload);
  const request = engineRequest(workload, `${arn}:cluster:${cluster}`);
  const named = databases(redshift);
  const unnamed = { requests: [], gaps: [`the Redshift database ${of} is not in the configuration`] };
  const onDatabases = (action: string): Needs =>
    allNeeds([
      ...(named.length === 0 ? [unnamed] : []),
      ...named.map(({ name, note }) =>
        needsWith(statedValue(name, SHAPES.redshiftName, `the Redshift database ${of}`), (database) => ({
          requests: request([action], `${arn}:dbname:${cluster}/${database}`, note),
          gaps: [],
        })),
      ),
    ]);
  switch (type) {
    case 'IAM':
      return onDatabases('redshift:GetClusterCredentialsWithIAM');
    case 'USERNAME':
      return allNeeds([
        needsWith(statedValue(databaseUser, SHAPES.redshiftName, `the database user ${of}`), (user) => ({
          requests: request(['redshift:GetClusterCredentials'], `${arn}:dbuser:${cluster}/${user}`),
          gaps: [],
        })),
        onDatabases('redshift:GetClusterCredentials'),
      ]);
    case 'USERNAME_PASSWORD':
      return secretNeeds(snapshot, workload, usernamePasswordSecretArn, `the query engine ${of}`);
    default:
      return unknownSignIn(type, of);
  }
}

function workgroupSignInNeeds(
  snapshot: Snapshot,
  workload: Workload,
  { type, usernamePasswordSecretArn }: RedshiftAuthentication,
  workgroup: string,
): Needs {
  const of = `of knowledge base ${workload.id}`;
  if (type === 'USERNAME_PASSWORD')
    return secretNeeds(snapshot, workload, usernamePasswordSecretArn, `the query engine ${of}`);
  if (type !== 'IAM') return unknownSignIn(type, of);
  return {
    requests: engineRequest(workload, workgroup)(['redshift-serverless:GetCredentials'], workgroup),
    gaps: [],
  };
}

const unknownSignIn = (type: string | undefined, of: string): Needs => ({
  requests: [],
  gaps: [`Warden does not know how the query engine ${of} signs in (${quoted(type)})`],
});

interface Database {
  readonly name: string | undefined;
  readonly note: Pick<RequiredRequest, 'note'>;
}

const databases = ({ storageConfigurations }: RedshiftConfiguration): readonly Database[] =>
  (storageConfigurations ?? []).map(({ type, redshiftConfiguration }) =>
    type === 'AWS_DATA_CATALOG'
      ? { name: 'awsdatacatalog', note: { note: DATA_CATALOG_DATABASE } }
      : { name: redshiftConfiguration?.databaseName, note: {} },
  );

const engineRequest = (workload: Workload, engine: string) =>
  requestsFor({ workload }, { capability: `query engine ${engine}`, kind: 'structuredStore', source: SOURCE });

const redshiftArn = (snapshot: Snapshot, { region }: Workload): string =>
  `arn:${partitionOf(snapshot)}:redshift:${region}:${snapshot.accountId}`;

export const quoted = (type: string | undefined): string =>
  type === undefined ? '(none)' : `\`${type.slice(0, 80)}\``;
