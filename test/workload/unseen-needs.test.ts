import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-least-privilege.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { base, store } from './knowledge-base-difference.ts';
import { fixture } from './knowledge-base-fixture.ts';

const ROLE = 'arn:aws:iam::111122223333:role/service-role/kb';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0c5a4a1e-93d5-4b0e-8d2f-6a1f0a7b3c21';
const OTHER_KEY = 'arn:aws:kms:us-east-1:111122223333:key/9d8c7b6a-5f4e-4d3c-8b2a-1f0e9d8c7b6a';
const RERANKER = 'arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:salesforce-a1B2c3';
const BUCKET = 'arn:aws:s3:::help-articles';
const FLOWS = { flows: [] };
const KNOWN_SECRET = { secrets: { [SECRET]: { ARN: SECRET } } };

/** The knowledge base of a fixture, whose role may do one thing. */
function judged(name: string, action: string, resource: string, parts: Partial<Snapshot>) {
  const { snapshot } = fixture(name);
  for (const { knowledgeBase } of snapshot.knowledgeBases) knowledgeBase.roleArn = ROLE;
  if (name === 'salesforce') base(snapshot).storageConfiguration = store(fixture('opensearch-serverless').snapshot);
  const iam = {
    RoleDetailList: [
      {
        RoleName: 'kb',
        RoleId: 'AROAKB000000000000001',
        Arn: ROLE,
        AssumeRolePolicyDocument: trust,
        AttachedManagedPolicies: [],
        RolePolicyList: [
          {
            PolicyName: 'one',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: { Effect: 'Allow', Action: action, Resource: resource },
            },
          },
        ],
      },
    ],
  };
  const [role] = buildAgentRoles({ ...snapshot, agents: [], bedrock: { enforcedGuardrails: [] }, iam, ...parts }).roles;
  if (role === undefined) throw new Error('The fixture has no role.');
  const outcome = rule.evaluate(role);
  return outcome.complianceType === 'INSUFFICIENT_DATA' ? outcome.missing : outcome.complianceType;
}

const trust = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:111122223333:knowledge-base/*' } },
  },
};

const unlooked = (arn: string) => [`the key of ${arn} was not read`];
const flowsUnread = { unread: [{ part: 'flows', error: 'AccessDeniedException' }] };
const FLOWS_UNREAD = ['the flows were not read (AccessDeniedException)'];

const rows: readonly [what: string, ...Parameters<typeof judged>, expected: unknown][] = [
  ['reranking, and no flow', 'salesforce', 'bedrock:Rerank', '*', FLOWS, 'NON_COMPLIANT'],
  ['reranking, and flows that were not read', 'salesforce', 'bedrock:Rerank', '*', flowsUnread, FLOWS_UNREAD],
  ['a model that reranks, and no flow', 'salesforce', 'bedrock:InvokeModel', RERANKER, FLOWS, 'NON_COMPLIANT'],
  [
    'a model that reranks, and flows that were not read',
    'salesforce',
    'bedrock:InvokeModel',
    RERANKER,
    flowsUnread,
    FLOWS_UNREAD,
  ],
  [
    'another action, and flows that were not read',
    'salesforce',
    'bedrock:InvokeAgent',
    'arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT12345/ALIAS12345',
    flowsUnread,
    'NON_COMPLIANT',
  ],
  [
    'what is needed, and flows that were not read',
    'salesforce',
    'secretsmanager:GetSecretValue',
    SECRET,
    flowsUnread,
    'COMPLIANT',
  ],
  [
    'reranking, and a flow whose definition was not read',
    'salesforce',
    'bedrock:Rerank',
    '*',
    { flows: [{ id: 'FLOW000001', aliases: [] }] },
    ['the definition of flow FLOW000001 was not read'],
  ],
  [
    'reranking, and a flow whose aliases were not read',
    'salesforce',
    'bedrock:Rerank',
    '*',
    { flows: [{ id: 'FLOW000001', definition: { nodes: [] } }] },
    ['the aliases of flow FLOW000001 were not read'],
  ],
  ['a key, and a secret at which nobody looked', 'salesforce', 'kms:Decrypt', KEY, FLOWS, unlooked(SECRET)],
  [
    'writing under a key, and a secret at which nobody looked',
    'salesforce',
    'kms:GenerateDataKey',
    KEY,
    FLOWS,
    'NON_COMPLIANT',
  ],
  ['every key, and a secret at which nobody looked', 'salesforce', 'kms:Decrypt', '*', FLOWS, 'NON_COMPLIANT'],
  [
    'a key, and a secret under the AWS managed one',
    'salesforce',
    'kms:Decrypt',
    KEY,
    { ...FLOWS, ...KNOWN_SECRET },
    'NON_COMPLIANT',
  ],
  [
    'the key of a secret',
    'salesforce',
    'kms:Decrypt',
    KEY,
    { ...FLOWS, secrets: { [SECRET]: { KmsKeyId: KEY } } },
    'COMPLIANT',
  ],
  [
    'another key than that of a secret',
    'salesforce',
    'kms:Decrypt',
    OTHER_KEY,
    { ...FLOWS, secrets: { [SECRET]: { KmsKeyId: KEY } } },
    'NON_COMPLIANT',
  ],
  ['a key, and a bucket at which nobody looked', 'opensearch-serverless', 'kms:Decrypt', KEY, FLOWS, unlooked(BUCKET)],
  [
    "a key, and a bucket under S3's own, for a store that decrypts by itself",
    'opensearch-serverless',
    'kms:Decrypt',
    KEY,
    { ...FLOWS, bucketEncryption: { [BUCKET]: { Rules: [] } } },
    'NON_COMPLIANT',
  ],
  [
    "a key, and a bucket under S3's own, for S3 Vectors",
    's3-vectors',
    'kms:Decrypt',
    KEY,
    { ...FLOWS, bucketEncryption: { [BUCKET]: { Rules: [] } } },
    ['the keys that encrypt the vector store were not read'],
  ],
];

test.each(rows)('%s', (_what, name, action, resource, parts, expected) => {
  expect(judged(name, action, resource, parts)).toEqual(expected);
});
