import { arnFields } from '../../iam/arn.ts';
import { GUIDE, type Needs, NO_NEEDS, requestsFor } from '../needs.ts';
import type { Workload } from '../workload.ts';

const ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** The key that encrypts the flow, with which both the role and the key policy must allow to work. */
export function flowKeyNeeds(workload: Workload, key: string | undefined): Needs {
  if (key === undefined || key === '') return NO_NEEDS;
  const request = requestsFor(
    { workload },
    { capability: `encryption key ${key}`, kind: 'encryptionKey', source: `${GUIDE}/encryption-flows.html` },
  );
  const context = {
    'kms:EncryptionContext:aws:bedrock-flows:arn': workload.arn,
    'kms:ViaService': `bedrock.${workload.region}.amazonaws.com`,
    ...keyAccount(key),
  };
  const note =
    'The page on the role lists the key for every encrypted flow, the page on encryption only for flow executions (InvokeFlow uses the caller): required here.';
  return {
    requests: [
      ...request(ACTIONS, key, { context, note }),
      ...request(ACTIONS, key, { context, note, heldBy: 'keyPolicy', principal: workload.roleArn }),
    ],
    gaps: [],
  };
}

/** AWS's statement pins the account that owns the key. */
export const keyAccount = (key: string): Readonly<Record<string, string>> => {
  const account = arnFields(key)[4];
  return account === undefined || account === '' ? {} : { 'aws:ResourceAccount': account };
};
