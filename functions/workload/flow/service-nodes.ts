import { partitionOf } from '../arn.ts';
import { textAt } from '../fields.ts';
import { needsWith, unusable } from '../join-needs.ts';
import { type FlowNodeInPlace, isOlderThanRoleChange, type NodeOf, nodeRequests } from './node.ts';

const FUNCTION = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const BOT_ALIAS = /^arn:aws[a-z-]*:lex:[a-z0-9-]+:\d{12}:bot-alias\/\w+\/\w+$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Until 2024-11-22 the service asked for itself; flows from before then may still be so. */
const SERVICE_NOTE =
  'A flow created before 2024-11-22 is called as bedrock.amazonaws.com; AWS asks to add the permission to its role as well.';

export const lambdaNode: NodeOf = (node, configuration) => {
  const lambda = textAt(configuration, 'lambdaArn');
  if (lambda === undefined || !FUNCTION.test(lambda))
    return unusable(node.name, 'the ARN of a Lambda function', lambda);
  const request = nodeRequests(node, `Lambda function ${lambda}`, 'function');
  const invoke = ['lambda:InvokeFunction'];
  if (isOlderThanRoleChange(node) !== true) return needsWith({ requests: request(invoke, lambda) });
  return needsWith({
    requests: [
      ...request(invoke, lambda, { note: SERVICE_NOTE }),
      ...request(invoke, lambda, {
        heldBy: 'functionPolicy',
        principal: 'bedrock.amazonaws.com',
        context: { 'aws:SourceAccount': node.snapshot.accountId, 'aws:SourceArn': node.workload.arn },
        note: SERVICE_NOTE,
      }),
    ],
  });
};

export const lexNode: NodeOf = (node, configuration) => {
  const alias = textAt(configuration, 'botAliasArn');
  if (alias === undefined || !BOT_ALIAS.test(alias))
    return unusable(node.name, 'the ARN of an Amazon Lex bot alias', alias);
  return needsWith({
    requests: nodeRequests(node, `Amazon Lex bot alias ${alias}`, 'other')(['lex:RecognizeUtterance'], alias, {
      ...(isOlderThanRoleChange(node) === true ? { note: SERVICE_NOTE } : {}),
    }),
  });
};

/** The key of the object is an input of the node: it can be any of the bucket. */
const objectsOf =
  (action: 's3:GetObject' | 's3:PutObject'): NodeOf =>
  (node, configuration) => {
    const bucket = textAt(configuration, 'serviceConfiguration', 's3', 'bucketName');
    if (bucket === undefined || !BUCKET.test(bucket)) return unusable(node.name, 'an S3 bucket', bucket);
    return needsWith({
      requests: nodeRequests(node, `S3 bucket ${bucket}`, 'storage')([action], objects(node, bucket), {
        context: { 'aws:ResourceAccount': node.snapshot.accountId },
      }),
    });
  };

const objects = ({ snapshot }: FlowNodeInPlace, bucket: string): string =>
  `arn:${partitionOf(snapshot)}:s3:::${bucket}/*`;

export const storageNode: NodeOf = objectsOf('s3:PutObject');
export const retrievalNode: NodeOf = objectsOf('s3:GetObject');
