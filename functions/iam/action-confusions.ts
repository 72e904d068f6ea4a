/** Names of SDK clients, endpoints and command groups that people write where the IAM prefix belongs. */
export const CLIENT_NAMES: Readonly<Record<string, string>> = {
  agentcore: 'bedrock-agentcore',
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-agentcore-control': 'bedrock-agentcore',
  'bedrock-data-automation': 'bedrock',
  'bedrock-data-automation-runtime': 'bedrock',
  'bedrock-runtime': 'bedrock',
  bedrockagent: 'bedrock',
  bedrockagentcore: 'bedrock-agentcore',
  bedrockagentruntime: 'bedrock',
  bedrockruntime: 'bedrock',
  'cloudwatch-logs': 'logs',
  cloudwatchlogs: 'logs',
  dynamodbstreams: 'dynamodb',
  eventbridge: 'events',
  'lex-runtime': 'lex',
  'lexv2-models': 'lex',
  'lexv2-runtime': 'lex',
  'marketplace-catalog': 'aws-marketplace',
  opensearchserverless: 'aoss',
  s3control: 's3',
  sfn: 'states',
  stepfunctions: 'states',
};

type Instead = readonly [action: string, why: string];

const authorizedBy = (operation: string, action: string): readonly [string, Instead] => [
  `${action.slice(0, action.indexOf(':'))}:${operation}`.toLowerCase(),
  [action, `the ${operation} operation is authorized by it`],
];

/** API operations that have no action of their own name. */
const OPERATIONS: readonly (readonly [action: string, operations: readonly string[]])[] = [
  ['bedrock:InvokeModel', ['Converse', 'InvokeModelWithBidirectionalStream', 'StartAsyncInvoke']],
  ['bedrock:InvokeModelWithResponseStream', ['ConverseStream']],
  ['lambda:InvokeFunction', ['Invoke', 'InvokeWithResponseStream']],
  ['s3:DeleteObject', ['DeleteObjects']],
  ['s3:GetAccelerateConfiguration', ['GetBucketAccelerateConfiguration']],
  ['s3:GetAnalyticsConfiguration', ['GetBucketAnalyticsConfiguration', 'ListBucketAnalyticsConfigurations']],
  ['s3:GetBucketNotification', ['GetBucketNotificationConfiguration']],
  ['s3:GetBucketObjectLockConfiguration', ['GetObjectLockConfiguration']],
  ['s3:GetBucketPublicAccessBlock', ['GetPublicAccessBlock']],
  ['s3:GetEncryptionConfiguration', ['GetBucketEncryption']],
  ['s3:GetInventoryConfiguration', ['GetBucketInventoryConfiguration', 'ListBucketInventoryConfigurations']],
  ['s3:GetLifecycleConfiguration', ['GetBucketLifecycle', 'GetBucketLifecycleConfiguration']],
  ['s3:GetMetricsConfiguration', ['GetBucketMetricsConfiguration', 'ListBucketMetricsConfigurations']],
  ['s3:GetObject', ['HeadObject', 'SelectObjectContent']],
  ['s3:GetReplicationConfiguration', ['GetBucketReplication']],
  ['s3:ListAllMyBuckets', ['ListBuckets']],
  ['s3:ListBucket', ['HeadBucket', 'ListObjects', 'ListObjectsV2']],
  ['s3:ListBucketMultipartUploads', ['ListMultipartUploads']],
  ['s3:ListBucketVersions', ['ListObjectVersions']],
  ['s3:ListMultipartUploadParts', ['ListParts']],
  ['s3:PutAccelerateConfiguration', ['PutBucketAccelerateConfiguration']],
  ['s3:PutAnalyticsConfiguration', ['PutBucketAnalyticsConfiguration', 'DeleteBucketAnalyticsConfiguration']],
  ['s3:PutBucketCORS', ['DeleteBucketCors']],
  ['s3:PutBucketNotification', ['PutBucketNotificationConfiguration']],
  ['s3:PutBucketObjectLockConfiguration', ['PutObjectLockConfiguration']],
  ['s3:PutBucketPublicAccessBlock', ['PutPublicAccessBlock', 'DeletePublicAccessBlock']],
  ['s3:PutBucketTagging', ['DeleteBucketTagging']],
  ['s3:PutEncryptionConfiguration', ['PutBucketEncryption', 'DeleteBucketEncryption']],
  ['s3:PutInventoryConfiguration', ['PutBucketInventoryConfiguration', 'DeleteBucketInventoryConfiguration']],
  ['s3:PutLifecycleConfiguration', ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle']],
  ['s3:PutMetricsConfiguration', ['PutBucketMetricsConfiguration', 'DeleteBucketMetricsConfiguration']],
  ['s3:PutObject', ['CompleteMultipartUpload', 'CopyObject', 'CreateMultipartUpload', 'UploadPart', 'UploadPartCopy']],
  ['s3:PutReplicationConfiguration', ['PutBucketReplication', 'DeleteBucketReplication']],
];

const OTHERS: Readonly<Record<string, Instead>> = {
  'bedrock:invokeagentwithresponsestream': ['bedrock:InvokeAgent', 'its answer is always a stream'],
  'bedrock:invokeinferenceprofile': ['bedrock:InvokeModel', 'an inference profile is invoked with it'],
  'bedrock:invokeknowledgebase': ['bedrock:Retrieve', 'a knowledge base is queried with it'],
  'bedrock:listmodels': ['bedrock:ListFoundationModels', 'the action has this name'],
  'bedrock:queryknowledgebase': ['bedrock:Retrieve', 'it was the name during the preview, until the end of 2023'],
  'bedrock:retrieveandgeneratestream': ['bedrock:RetrieveAndGenerate', 'the streaming operation is authorized by it'],
  'bedrock:useinferenceprofile': ['bedrock:InvokeModel', 'an inference profile is invoked with it'],
  'bedrock-agentcore:creatememoryevent': ['bedrock-agentcore:CreateEvent', 'an event of a memory is written with it'],
  'bedrock-agentcore:invokeagent': ['bedrock-agentcore:InvokeAgentRuntime', 'an agent in AgentCore is invoked with it'],
  'bedrock-agentcore:invokeagentruntimewithresponsestream': [
    'bedrock-agentcore:InvokeAgentRuntime',
    'it also authorizes an answer that is a stream',
  ],
  'bedrock-agentcore:invokeruntime': [
    'bedrock-agentcore:InvokeAgentRuntime',
    'an agent in AgentCore is invoked with it',
  ],
  'dynamodb:batchexecutestatement': ['dynamodb:PartiQL*', 'a statement needs PartiQLSelect, Insert, Update or Delete'],
  'dynamodb:batchputitem': ['dynamodb:BatchWriteItem', 'items are put in batches with it'],
  'dynamodb:executestatement': ['dynamodb:PartiQL*', 'a statement needs PartiQLSelect, Insert, Update or Delete'],
  'dynamodb:executetransaction': ['dynamodb:PartiQL*', 'a statement needs PartiQLSelect, Insert, Update or Delete'],
  'dynamodb:transactgetitems': ['dynamodb:GetItem', 'a transaction needs the actions of its parts'],
  'dynamodb:transactwriteitems': [
    'dynamodb:PutItem',
    'a transaction needs the actions of its parts, also UpdateItem, DeleteItem and ConditionCheckItem',
  ],
  'kms:reencrypt': ['kms:ReEncrypt*', 'it needs ReEncryptFrom on the one key and ReEncryptTo on the other'],
  'logs:describelogevents': ['logs:GetLogEvents', 'log events are read with it'],
  's3:listallbuckets': ['s3:ListAllMyBuckets', 'the ListBuckets operation is authorized by it'],
  'secretsmanager:getsecret': ['secretsmanager:GetSecretValue', 'a secret is read with it'],
};

const INSTEAD: ReadonlyMap<string, Instead> = new Map([
  ...OPERATIONS.flatMap(([action, operations]) => operations.map((operation) => authorizedBy(operation, action))),
  ...Object.entries(OTHERS),
]);

/** The names that stand for no action, in lower case, and what to write instead of each. */
export const confusedActions: ReadonlyMap<string, string> = new Map(
  [...INSTEAD].map(([name, [action]]) => [name, action]),
);

/** What to write instead of an action that does not exist, and why; undefined when the name is no known confusion. */
export const insteadOf = (action: string): Instead | undefined => INSTEAD.get(action.toLowerCase());
