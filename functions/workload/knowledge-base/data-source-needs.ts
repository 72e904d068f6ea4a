import { allNeeds, GUIDE, type Needs, NO_NEEDS } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import { notRead } from '../unread.ts';
import type { Workload } from '../workload.ts';
import { bucketNeeds } from './bucket-needs.ts';
import type { AuthenticatedSource, DataSource, DataSourceConfiguration } from './configuration.ts';
import { connectorNeeds } from './connector-needs.ts';
import { dataSourceLabel } from './data-source-label.ts';
import { ingestionNeeds } from './ingestion-needs.ts';
import { rewrittenSecretNeeds } from './rewritten-secret-needs.ts';
import { secretNeeds } from './secret-needs.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';
import { transientKeyNeeds } from './transient-key-needs.ts';

/** Reading what a data source holds, and what its ingestion takes. */
export function dataSourceNeeds(snapshot: Snapshot, workload: Workload, source: DataSource): Needs {
  const what = `data source ${dataSourceLabel(source)} of knowledge base ${workload.id}`;
  const configuration = source.dataSourceConfiguration;
  if (configuration?.type === undefined)
    return { requests: [], gaps: [notRead(snapshot, `knowledgeBases.${workload.id}`, `the configuration of ${what}`)] };
  const deleting = source.status === 'DELETING' ? [`${what} is being deleted`] : [];
  return allNeeds([
    { requests: [], gaps: deleting },
    originNeeds(snapshot, workload, configuration, configuration.type, what),
    transientKeyNeeds(workload, source, what),
    ingestionNeeds(snapshot, workload, source, what),
  ]);
}

function originNeeds(
  snapshot: Snapshot,
  workload: Workload,
  configuration: DataSourceConfiguration,
  type: string,
  what: string,
): Needs {
  const confluence = configuration.confluenceConfiguration?.sourceConfiguration;
  switch (type) {
    case 'S3':
      return s3Needs(snapshot, workload, configuration, what);
    case 'CONFLUENCE':
      return allNeeds([
        authenticatedNeeds(snapshot, workload, configuration.confluenceConfiguration, what),
        rewrittenSecretNeeds(
          snapshot,
          workload,
          { authType: confluence?.authType, secretArn: confluence?.credentialsSecretArn },
          what,
        ),
      ]);
    case 'SALESFORCE':
      return authenticatedNeeds(snapshot, workload, configuration.salesforceConfiguration, what);
    case 'SHAREPOINT':
      return authenticatedNeeds(snapshot, workload, configuration.sharePointConfiguration, what);
    case 'MANAGED_KNOWLEDGE_BASE_CONNECTOR':
      return connectorNeeds(
        snapshot,
        workload,
        configuration.managedKnowledgeBaseConnectorConfiguration?.connectorParameters,
        what,
      );
    // Web pages are public, documents of a custom source come with the caller, and the query engine reads its own tables.
    case 'WEB':
    case 'CUSTOM':
    case 'REDSHIFT_METADATA':
      return NO_NEEDS;
    default:
      return { requests: [], gaps: [`Warden does not know the type \`${type.slice(0, 80)}\` of ${what}`] };
  }
}

function s3Needs(
  snapshot: Snapshot,
  workload: Workload,
  { s3Configuration }: DataSourceConfiguration,
  what: string,
): Needs {
  const { bucketArn, bucketOwnerAccountId, inclusionPrefixes } = s3Configuration ?? {};
  const prefixes = (inclusionPrefixes ?? []).length === 0 ? [''] : (inclusionPrefixes ?? []);
  return needsWith(statedValue(bucketArn, SHAPES.bucket, `the bucket of ${what}`), (bucket) =>
    bucketNeeds(snapshot, workload, {
      kind: 'dataSource',
      capability: what,
      source: `${GUIDE}/kb-permissions.html`,
      bucket,
      ownerAccountId: bucketOwnerAccountId,
      list: {},
      objects: [{ actions: ['s3:GetObject'] }],
      prefixes,
      keyActions: ['kms:Decrypt'],
    }),
  );
}

const authenticatedNeeds = (
  snapshot: Snapshot,
  workload: Workload,
  source: AuthenticatedSource | undefined,
  what: string,
): Needs => secretNeeds(snapshot, workload, source?.sourceConfiguration?.credentialsSecretArn, what);
