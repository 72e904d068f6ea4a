import { arnFields } from '../../iam/arn.ts';
import { partitionOf } from '../arn.ts';
import { textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import { bucketKeyNeeds } from '../knowledge-base/bucket-key-needs.ts';
import { askedOfService, SERVICE_NOTE } from './asked-of-service.ts';
import { FLOW_ROLE, isOlderThanRoleChange, type NodeOf, nodeRequests } from './node.ts';

const BOT_ALIAS = /^arn:aws[a-z-]*:lex:[a-z0-9-]+:\d{12}:bot-alias\/\w+\/\w+$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const lexNode: NodeOf = (node, configuration) => {
  const alias = textAt(configuration, 'botAliasArn');
  if (alias === undefined || !BOT_ALIAS.test(alias))
    return unusable(node.name, 'the ARN of an Amazon Lex bot alias', alias);
  const request = nodeRequests(node, `Amazon Lex bot alias ${alias}`, 'other');
  const held = { heldBy: 'resourcePolicy', note: BOT_POLICY } as const;
  return needsWith({
    requests: [
      ...request(RECOGNIZE, alias, isOlderThanRoleChange(node) === true ? { note: SERVICE_NOTE } : {}),
      ...(arnFields(alias)[4] === node.snapshot.accountId
        ? []
        : request(RECOGNIZE, alias, { ...held, principal: node.workload.roleArn })),
      ...askedOfService(node, (more) => request(RECOGNIZE, alias, { ...more, ...held, necessity: 'optional' })),
    ],
  });
};

const RECOGNIZE = ['lex:RecognizeUtterance'];
const BOT_POLICY =
  'A bot alias lets in others by a policy of its own (Amazon Lex, resource-based policies); the page on the role of a flow shows none. A flow from before 2024-11-22 is called as bedrock.amazonaws.com.';

interface ObjectUse {
  readonly action: 's3:GetObject' | 's3:PutObject';
  readonly keyActions: readonly string[];
}

/** The key of the object is an input of the node: it can be any of the bucket. */
const objectsOf =
  ({ action, keyActions }: ObjectUse): NodeOf =>
  (node, configuration) => {
    const name = textAt(configuration, 'serviceConfiguration', 's3', 'bucketName');
    if (name === undefined || !BUCKET.test(name)) return unusable(node.name, 'an S3 bucket', name);
    const { snapshot, workload } = node;
    const bucket = `arn:${partitionOf(snapshot)}:s3:::${name}`;
    const use = { capability: `S3 bucket ${name}`, source: FLOW_ROLE };
    return joinNeeds([
      {
        requests: nodeRequests(node, use.capability, 'storage')([action], `${bucket}/*`, {
          context: { 'aws:ResourceAccount': snapshot.accountId },
        }),
      },
      bucketKeyNeeds(snapshot, workload, { ...use, bucket, keyActions, note: NO_KEY_SHOWN }, snapshot.accountId),
    ]);
  };

const NO_KEY_SHOWN =
  "AWS's page on the role of a flow does not speak of the bucket's key; Amazon S3 asks for it of whoever reads or writes an object under it.";

// Amazon S3 decrypts, too, when it puts the parts of an upload together.
export const storageNode: NodeOf = objectsOf({
  action: 's3:PutObject',
  keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'],
});
export const retrievalNode: NodeOf = objectsOf({ action: 's3:GetObject', keyActions: ['kms:Decrypt'] });
