import { GUIDE, type Needs } from '../needs.ts';
import type { Workload } from '../workload.ts';
import { encryptionKeyNeeds } from './encryption-key-needs.ts';

const NOTE =
  'The page on the role lists the key for every encrypted flow, the page on encryption only for flow executions (InvokeFlow uses the caller): required here.';

/** The key that encrypts the flow. */
export const flowKeyNeeds = (workload: Workload, key: string | undefined, label: string): Needs =>
  encryptionKeyNeeds(workload, key, {
    what: label,
    source: `${GUIDE}/encryption-flows.html`,
    context: {
      'kms:EncryptionContext:aws:bedrock-flows:arn': workload.arn,
      'kms:ViaService': `bedrock.${workload.region}.amazonaws.com`,
    },
    note: NOTE,
  });
