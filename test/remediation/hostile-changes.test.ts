import fc from 'fast-check';
import { expect, it } from 'vitest';
import { serviceAuthorization } from '../../functions/iam/service-authorization.ts';
import { isEverything } from '../../functions/iam/wildcard.ts';
import { buildRemediation } from '../../functions/remediation/build-remediation.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import type { Change, PrincipalRequest } from '../../functions/workload/change.ts';
import { ACCOUNT, agentRole, allow, identity, MODEL, policy, ROLE, request } from '../diagnosis/agent-role-fixture.ts';

const KB = `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/KB00000001`;
const INDEX = `arn:aws:aoss:us-east-1:${ACCOUNT}:index/col0000000001/docs`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/00000000-0000-0000-0000-000000000001`;

const denial = { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' };
const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const roles: readonly AgentRole[] = [
  agentRole(identity()),
  agentRole({ ...identity(policy('inline policy Own', [allow('*', '*'), denial])) }),
  agentRole({ requiredAccess: { missing: ['not derived'] }, knownRequests: [] }),
  agentRole({
    ...identity(policy('inline policy Own', allow('bedrock:InvokeModel', `${MODEL}x`))),
    permissionsBoundary: { known: policy('permissions boundary Limits', allow('s3:*', '*'), 'permissionsBoundary') },
    trustPolicy: { known: policy('trust policy', trust, 'trust') },
    resourcePolicies: { [KEY]: { known: null } },
    knowledgeBaseRequests: [request({ action: 's3:GetObject', resource: 'arn:aws:s3:::docs/*' })],
  }),
];

const resource = fc.oneof(
  fc.constantFrom(MODEL, KB, INDEX, KEY, ROLE, '*', 'arn:aws:s3:::docs/a.pdf', `${MODEL}*`, `${KB}"],"Action":["*`, ''),
  fc.string({ unit: 'binary' }),
);
const action = fc.oneof(
  fc.constantFrom(
    'bedrock:InvokeModel',
    'bedrock:Converse',
    'bedrock:*',
    '*',
    'iam:PassRole',
    'sts:AssumeRole',
    'kms:Decrypt',
  ),
  fc.constantFrom('aoss:APIAccessAll', 's3:GetObject', 'bedrock:RetrieveAndGenerate', 'aws-marketplace:Subscribe'),
  fc.string({ unit: 'binary' }),
);
const asked: fc.Arbitrary<PrincipalRequest> = fc.record(
  {
    action,
    resource,
    context: fc.dictionary(fc.constantFrom('aws:SourceArn', 'aws:ResourceAccount', 'x', '__proto__'), fc.string()),
    principal: fc.constantFrom('bedrock.amazonaws.com', '*', ROLE, 'arn:aws:iam::000000000000:root'),
  },
  { requiredKeys: ['action', 'resource', 'context'] },
);
const location = fc.record({
  policy: fc.constantFrom('inline policy Own', 'inline policy x', 'AWS managed policy AdministratorAccess'),
  statement: fc.nat({ max: 2 }),
});
const requests = fc.array(asked, { minLength: 1, maxLength: 3 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('grant' as const, 'boundary' as const, 'dataAccess' as const, 'resourceGrant' as const),
    requests,
  }),
  fc.record({ kind: fc.constant('correct' as const), requests, location, written: fc.string() }),
  fc.record({ kind: fc.constant('exempt' as const), requests, location }),
  fc.record({ kind: fc.constant('trust' as const), workloads: fc.array(fc.constantFrom(ROLE, 'x'), { maxLength: 1 }) }),
);

it('whatever is denied, no policy gives more than one concrete thing', () => {
  fc.assert(
    fc.property(change, fc.constantFrom(...roles), (what, role) => {
      const { policy: document, proof, steps } = buildRemediation(what, role);
      expect(steps.length).toBeGreaterThan(0);
      if (document === undefined) return;
      expect(proof?.after).toBe('allowed');
      for (const { Effect, Action = [], Resource = [], Principal, Sid } of document.Statement) {
        if (Effect !== 'Allow' || Sid?.startsWith('Allow') !== true || Principal !== undefined) continue;
        for (const name of Action) {
          const types = serviceAuthorization.resourceTypesOf(name);
          expect(types).toBeDefined();
          expect(name).not.toMatch(/^(iam|sts|aws-marketplace):/i);
          expect(Resource.some(isEverything)).toBe(types?.length === 0);
        }
      }
    }),
    { numRuns: 400 },
  );
});

it.each([
  [
    'a vector store',
    {
      action: 'aoss:APIAccessAll',
      resource: INDEX.replace('index/col0000000001/docs', 'collection/col0000000001'),
      context: {},
    },
  ],
  ['a data source', { action: 's3:GetObject', resource: 'arn:aws:s3:::docs/a.pdf', context: {} }],
])('what is behind a knowledge base is not for the role of an agent: %s', (_name, one) => {
  const role = agentRole({
    ...identity(),
    requiredAccess: { missing: ['not derived'] },
    knowledgeBaseRequests: [request({ action: 's3:GetObject', resource: 'arn:aws:s3:::docs/*' })],
  });
  const { policy: document, steps } = buildRemediation({ kind: 'grant', requests: [one] }, role);
  expect(document).toBeUndefined();
  expect(steps.at(-1)).toMatch(/^No policy is proposed: what is behind a knowledge base/);
});
