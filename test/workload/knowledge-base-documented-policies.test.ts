import { expect, test } from 'vitest';
import { surplusGrants } from '../../functions/iam/allow-surplus.ts';
import { arnFields } from '../../functions/iam/arn.ts';
import { decide } from '../../functions/iam/decide.ts';
import type { Decision } from '../../functions/iam/decision.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { Policy } from '../../functions/iam/policy.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { documentedNames, fixture, needsOf } from './knowledge-base-fixture.ts';

const EXAMPLE = "AWS's statement lists models as examples; this one is not configured";
const embedding = {
  'bedrock:InvokeModel on arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v1': EXAMPLE,
};
const PREFIX = 'AWS shows the whole bucket; the data source includes one prefix';
const EMPTY_ACCOUNT = 'AWS prints the ARN without its account, which matches no resource';
const inRegions = (...regions: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    regions.map((region) => [
      `bedrock:InvokeDataAutomationAsync on arn:aws:bedrock:${region}:111122223333:data-automation-profile/us.data-automation-v1`,
      EMPTY_ACCOUNT,
    ]),
  );
const INDEX = 'arn:aws:es:us-east-1:111122223333:domain/help-search/articles';
const CONTENTS = "AWS's other page (kb-osm-permissions-slr-rbp) has it; requests name what is in the index";
const NOVA = 'foundation-model/amazon.nova-lite-v1:0';
const ENRICHMENT = 'AWS shows no statement for the model that enriches chunks';
const OWN_STATEMENTS = "AWS limits it to the role's own statements, by a key that no configuration tells";

interface Difference {
  /** What the documented policy grants and the configuration does not need. */
  readonly narrower?: Readonly<Record<string, string>>;
  /** What the configuration needs and the documented policy does not grant. */
  readonly wider?: Readonly<Record<string, string>>;
  /** What depends on a condition of the documented policy. */
  readonly open?: Readonly<Record<string, string>>;
}

const ownStatements = Object.fromEntries(
  ['GetStatementResult', 'DescribeStatement', 'CancelStatement'].map((name) => [
    `redshift-data:${name} on *`,
    OWN_STATEMENTS,
  ]),
);

const differences: Readonly<Record<string, Difference>> = {
  'opensearch-serverless': { narrower: embedding },
  'opensearch-managed-cluster': {
    narrower: embedding,
    wider: {
      [`es:ESHttpHead on ${INDEX}`]: CONTENTS,
      [`es:ESHttpGet on ${INDEX}/*`]: CONTENTS,
      [`es:ESHttpPost on ${INDEX}/*`]: CONTENTS,
      [`es:ESHttpPut on ${INDEX}/*`]: CONTENTS,
      [`es:ESHttpDelete on ${INDEX}/*`]: CONTENTS,
    },
  },
  rds: { narrower: { ...embedding, 's3:GetObject on arn:aws:s3:::help-articles/*': PREFIX } },
  'neptune-analytics': {
    narrower: embedding,
    wider: {
      'bedrock:InvokeModel on arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0':
        ENRICHMENT,
      'bedrock:GetInferenceProfile on arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0':
        ENRICHMENT,
      [`bedrock:InvokeModel on arn:aws:bedrock:us-east-1::${NOVA}`]: ENRICHMENT,
      [`bedrock:InvokeModel on arn:aws:bedrock:us-east-2::${NOVA}`]: ENRICHMENT,
      [`bedrock:InvokeModel on arn:aws:bedrock:us-west-2::${NOVA}`]: ENRICHMENT,
    },
  },
  's3-vectors': { narrower: embedding },
  kendra: {
    narrower: {
      'kendra:Retrieve on arn:aws:kendra:us-east-1:111122223333:index/*':
        'AWS offers a wildcard; one index is configured',
      'kendra:DescribeIndex on arn:aws:kendra:us-east-1:111122223333:index/*':
        'AWS offers a wildcard; one index is configured',
    },
  },
  pinecone: { narrower: embedding },
  confluence: { narrower: embedding },
  'confluence-basic': {
    narrower: {
      ...embedding,
      'secretsmanager:PutSecretValue on arn:aws:secretsmanager:us-east-1:111122223333:secret:confluence-a1B2c3':
        'AWS shows it for every Confluence source, and needs it with OAuth 2.0 only',
      'kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/0c5a4a1e-93d5-4b0e-8d2f-6a1f0a7b3c21':
        'AWS shows it for every secret; this one is under the AWS managed key',
    },
  },
  sharepoint: { narrower: embedding },
  'data-automation': {
    narrower: {
      ...embedding,
      'bedrock:InvokeDataAutomationAsync on arn:aws:bedrock:us-east-1::data-automation-profile/*': EMPTY_ACCOUNT,
      'bedrock:GetDataAutomationStatus on arn:aws:bedrock:us-east-1::data-automation-invocation/*': EMPTY_ACCOUNT,
    },
    wider: {
      ...inRegions('us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'),
      'bedrock:GetDataAutomationStatus on arn:aws:bedrock:us-east-1:111122223333:data-automation-invocation/*':
        EMPTY_ACCOUNT,
    },
  },
  'multimodal-embedding': {
    narrower: {
      'bedrock:InvokeModel on arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-*-multimodal-embeddings-*':
        'AWS shows every version of the model; one is configured',
      'bedrock:InvokeModel on arn:aws:bedrock:us-east-1::async-invoke/*': EMPTY_ACCOUNT,
      'bedrock:GetAsyncInvoke on arn:aws:bedrock:us-east-1::async-invoke/*': EMPTY_ACCOUNT,
      's3:PutObject on arn:aws:s3:::help-media/*': 'AWS shows the whole bucket; the storage is one prefix',
      's3:GetObject on arn:aws:s3:::help-media/*': 'AWS shows the whole bucket; the storage is one prefix',
      's3:DeleteObject on arn:aws:s3:::help-media/*': 'AWS shows the whole bucket; the storage is one prefix',
    },
    wider: {
      'bedrock:InvokeModel on arn:aws:bedrock:us-east-1:111122223333:async-invoke/*': EMPTY_ACCOUNT,
      'bedrock:GetAsyncInvoke on arn:aws:bedrock:us-east-1:111122223333:async-invoke/*': EMPTY_ACCOUNT,
    },
  },
  'cross-account-bucket': {
    narrower: { ...embedding, 's3:GetObject on arn:aws:s3:::partner-articles/*': PREFIX },
  },
  'reranking-for-a-flow': { narrower: embedding },
  'sql-provisioned-iam': { open: ownStatements },
  'sql-provisioned-username': { open: ownStatements },
  'sql-serverless-data-catalog': {
    narrower: {
      's3:ListBucket on arn:aws:s3:::lake-data': 'where the tables keep their data is not in the configuration: a gap',
      's3:GetObject on arn:aws:s3:::lake-data/*': 'where the tables keep their data is not in the configuration: a gap',
    },
    open: ownStatements,
  },
  'managed-sharepoint': {
    narrower: {
      ...embedding,
      'bedrock:ListFoundationModels on *': 'a managed knowledge base with the managed model calls no model itself',
      'bedrock:ListCustomModels on *': 'a managed knowledge base with the managed model calls no model itself',
      'bedrock:InvokeModel on arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0':
        'a managed knowledge base with the managed model calls no model itself',
    },
  },
};

const ROLE = 'arn:aws:iam::111122223333:role/service-role/AmazonBedrockExecutionRoleForKnowledgeBase';

/** The key policy that the console writes, with what AWS's pages add to it where the key is of another account. */
function keyPolicy(owner: string): Policy {
  const Statement = [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${owner}:root` }, Action: 'kms:*', Resource: '*' },
    ...(owner === '111122223333'
      ? []
      : [{ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'kms:Decrypt', Resource: '*' }]),
  ];
  const parsed = parsePolicy({ Version: '2012-10-17', Statement }, 'the key policy', 'resource');
  if ('error' in parsed) throw new Error(parsed.error.problem);
  return parsed.policy;
}

/** A key is asked for as AWS KMS decides: by its owner's key policy, about this role. */
function decided({ action, resource, context }: RequiredRequest, documented: Policy): Decision {
  const owner = arnFields(resource)[4] ?? '';
  return action.startsWith('kms:')
    ? decide(
        { action, resource, context, principal: ROLE, resourceAccount: owner },
        { identity: [documented], resource: keyPolicy(owner) },
      )
    : decide({ action, resource, context }, { identity: [documented] });
}

const keys = (reasons: Readonly<Record<string, string>> = {}): readonly string[] => Object.keys(reasons).toSorted();

test.each(documentedNames)('where the needs differ from the policy that AWS documents: %s', (name) => {
  const { requests } = needsOf(fixture(name).snapshot);
  const parsed = parsePolicy(fixture(`documented-policies/${name}`).policy, 'documented', 'identity');
  if ('error' in parsed) throw new Error(parsed.error.problem);
  const ofRole = requests.filter(({ heldBy }) => heldBy === 'role');
  const answers = ofRole
    .filter(({ necessity }) => necessity === 'required')
    .map((request) => ({ pair: `${request.action} on ${request.resource}`, ...decided(request, parsed.policy) }));
  const pairs = (having: (answer: Decision) => boolean): readonly string[] =>
    [...new Set(answers.filter(having).map(({ pair }) => pair))].toSorted();
  expect({
    narrower: surplusGrants(parsed.policy, ofRole)
      .map(({ action, resource }) => `${action} on ${resource}`)
      .toSorted(),
    wider: pairs(({ decision }) => decision === 'implicitDeny' || decision === 'explicitDeny'),
    open: pairs(({ decision }) => decision === 'unknown'),
  }).toEqual({
    narrower: keys(differences[name]?.narrower),
    wider: keys(differences[name]?.wider),
    open: keys(differences[name]?.open),
  });
});

test('every documented policy is compared', () => {
  expect(documentedNames.toSorted()).toEqual(Object.keys(differences).toSorted());
});

const ANOTHER = { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' };

test('a key is decided by its policy and the role together', () => {
  const { requests } = needsOf(fixture('cross-account-bucket').snapshot);
  const parsed = parsePolicy(fixture('documented-policies/cross-account-bucket').policy, 'documented', 'identity');
  const nothing = parsePolicy({ Version: '2012-10-17', Statement: ANOTHER }, 'nothing', 'identity');
  if ('error' in parsed || 'error' in nothing) throw new Error('The policies do not parse.');
  const [decrypt] = requests.filter(({ action, heldBy }) => action === 'kms:Decrypt' && heldBy === 'role');
  if (decrypt === undefined) throw new Error('The fixture has no key.');
  expect([parsed.policy, nothing.policy].map((policy) => decided(decrypt, policy).blockedBy)).toEqual([
    [],
    ['identity'],
  ]);
});
