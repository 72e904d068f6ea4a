import { GUIDE, type Needs, NO_NEEDS } from '../needs.ts';
import type { Workload } from '../workload.ts';
import type { DataSource } from './configuration.ts';
import { keyRequests } from './key-requests.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const SOURCE = `${GUIDE}/encryption-kb.html`;
const BY_DATA_AUTOMATION = ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey', 'kms:CreateGrant'];

/** The key that encrypts what ingestion keeps for a while, and what Bedrock Data Automation does with it. */
export function transientKeyNeeds(workload: Workload, source: DataSource, what: string): Needs {
  const stated = source.serverSideEncryptionConfiguration?.kmsKeyArn;
  if (stated === undefined || stated === '') return NO_NEEDS;
  return needsWith(statedValue(stated, SHAPES.key, `the key of ${what}`), (key) => ({
    requests: [
      ...keyRequests(workload, key, ['kms:GenerateDataKey', 'kms:Decrypt'], {
        capability: `transient data of ${what}`,
        source: SOURCE,
      }),
      ...(source.vectorIngestionConfiguration?.parsingConfiguration?.parsingStrategy === 'BEDROCK_DATA_AUTOMATION'
        ? keyRequests(workload, key, BY_DATA_AUTOMATION, {
            capability: `Bedrock Data Automation for ${what}`,
            source: SOURCE,
            context: {
              'aws:ResourceAccount': key.split(':')[4] ?? '',
              'kms:ViaService': `bedrock.${workload.region}.amazonaws.com`,
            },
          })
        : []),
    ],
    gaps: [],
  }));
}
