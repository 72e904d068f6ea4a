import type { StatedCause, StatedCauses } from './stated-cause.ts';

/** AWS KMS does not tell a key that is not there from one whose policy keeps the caller out. */
const keyHidden: readonly StatedCause[] = [
  {
    code: 'KMS_KEY_POLICY',
    certainty: 'likely',
    summary: 'The policy of the key does not let the caller use it.',
    who: 'administrator',
    steps: [
      'Look up the key in the CloudTrail record of the call (`resources`), and allow the action to the role in its policy.',
    ],
  },
  {
    code: 'RESOURCE_DOES_NOT_EXIST',
    certainty: 'possible',
    summary: 'The key may not exist in the Region of the call, or may have been deleted.',
    who: 'owner',
    steps: ['Look whether the key exists in this account and Region: `aws kms describe-key`.'],
  },
];

/** Refusals of what a workload reads and writes: keys, buckets, vector stores, schemas. */
export const storageRefusals: StatedCauses = {
  'iam-resource-hidden': keyHidden,
  'key-hidden': keyHidden,
  'batch-storage-refused': [
    {
      code: 'S3_ACCESS',
      certainty: 'likely',
      summary: 'The role of the job may not read its input or write its output in Amazon S3.',
      who: 'administrator',
      steps: [
        'Compare s3:GetObject, s3:PutObject and s3:ListBucket of the role with the buckets of the job, and the bucket policies.',
        "If a bucket is encrypted with a key of your own, look at the key's policy too.",
      ],
    },
  ],
  'source-s3-refused': [
    {
      code: 'S3_ACCESS',
      certainty: 'likely',
      summary:
        'Amazon S3 refused the role of the knowledge base: its own policies, the bucket policy or the key policy.',
      who: 'administrator',
      steps: [
        'Compare s3:ListBucket on the bucket and s3:GetObject on its objects, and the condition on aws:ResourceAccount, with the data source.',
        "If the bucket is encrypted with a key of your own, look at the key's policy too.",
      ],
    },
  ],
  'schema-unreadable': [
    {
      code: 'S3_ACCESS',
      certainty: 'possible',
      summary: "The agent's role may not be allowed to read the OpenAPI schema in Amazon S3.",
      who: 'administrator',
      steps: ["Allow s3:GetObject on the schema's object to the agent's role; if it can read it, validate the schema."],
    },
  ],
  'vector-store-refused': [
    {
      code: 'AOSS_DATA_ACCESS_POLICY',
      certainty: 'likely',
      summary: 'No data access policy of OpenSearch Serverless lets the role of the knowledge base use the index.',
      who: 'administrator',
      steps: ['Name the role in a data access policy of the collection, for the collection and its index.'],
    },
    {
      code: 'AOSS_IAM',
      certainty: 'possible',
      summary: 'The role may lack aoss:APIAccessAll on the collection.',
      who: 'administrator',
      steps: ['Allow aoss:APIAccessAll on the ARN of the collection.'],
    },
    {
      code: 'IAM_PROPAGATION',
      certainty: 'possible',
      summary: 'The data access policy may be too new to be in force.',
      who: 'owner',
      steps: ['Repeat the call after two minutes.'],
    },
  ],
  'vector-index-missing': [
    {
      code: 'RESOURCE_DOES_NOT_EXIST',
      certainty: 'likely',
      summary: 'The collection has no index of the name that the storage configuration gives.',
      who: 'owner',
      steps: ['Create the vector index before the knowledge base, or correct its name.'],
    },
  ],
  'code-archive-refused': [
    {
      code: 'S3_ACCESS',
      certainty: 'likely',
      summary: 'The caller, not the execution role, may not read the archive from Amazon S3.',
      who: 'administrator',
      steps: ['Allow s3:GetObject on the archive to whoever creates the runtime.'],
    },
  ],
};
