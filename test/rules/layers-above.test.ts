import { expect, it } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { Policy, PolicyKind } from '../../functions/iam/policy.ts';
import { layersAbove } from '../../functions/rules/above/layers-above.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { ACCOUNT, AGENT_ARN, plainAccount } from './plain-account.ts';

const policy = (kind: PolicyKind, Statement: object): Policy => {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement }, kind, kind);
  if ('error' in parsed) throw new Error(parsed.error.problem);
  return parsed.policy;
};
const [plain] = buildAgentRoles(plainAccount).roles;
if (plain === undefined) throw new Error('the plain account has no role');
const DENY = { Effect: 'Deny', Action: ['s3:*', 'ecr:*', 'bedrock:*', 'kinesis:*'], Resource: '*' };
const role: AgentRole = {
  ...plain,
  serviceControlPolicies: { known: [[policy('serviceControl', DENY)]] },
  resourceControlPolicies: { known: [[policy('resourceControl', { ...DENY, Principal: '*' })]] },
};
const request = (changes: Partial<RequiredRequest>): RequiredRequest => ({
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::help/a',
  context: { 'aws:ResourceAccount': ACCOUNT },
  capability: 'a schema',
  kind: 'schema',
  necessity: 'required',
  heldBy: 'role',
  source: 'https://docs.aws.amazon.com/',
  workload: `${AGENT_ARN}#DRAFT`,
  ...changes,
});
const NO_BOUNDARY = ['identity', 'serviceControl'];
const WITH_RESOURCE_CONTROL = [...NO_BOUNDARY, 'resourceControl'];

const rows: readonly [what: string, role: AgentRole, request: RequiredRequest, layers: readonly string[]][] = [
  ['a bucket of the account', role, request({}), WITH_RESOURCE_CONTROL],
  ['a bucket of which nobody says whose it is', role, request({ context: {} }), WITH_RESOURCE_CONTROL],
  ["another account's bucket", role, request({ context: { 'aws:ResourceAccount': '111122223333' } }), NO_BOUNDARY],
  ['an action without resources', role, request({ action: 'ecr:GetAuthorizationToken', resource: '*' }), NO_BOUNDARY],
  [
    'a service without resource control',
    role,
    request({ action: 'kinesis:PutRecords', resource: `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/help` }),
    NO_BOUNDARY,
  ],
  [
    'a role of another account than its workload, whose organization was not read',
    { ...role, accountId: '111122223333', arn: role.arn.replace(ACCOUNT, '111122223333') },
    request({}),
    ['identity'],
  ],
  [
    'a boundary, and a policy of the bucket',
    {
      ...role,
      permissionsBoundary: { known: policy('permissionsBoundary', { Effect: 'Allow', Action: '*', Resource: '*' }) },
      resourcePolicies: {
        'arn:aws:s3:::help': {
          known: policy('resource', { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
        },
      },
    },
    request({}),
    ['identity', 'resource', 'permissionsBoundary', 'serviceControl', 'resourceControl'],
  ],
  [
    'nothing above was read',
    {
      ...role,
      permissionsBoundary: { missing: ['not read'] },
      serviceControlPolicies: { missing: ['not read'] },
      resourceControlPolicies: { missing: ['not read'] },
    },
    request({}),
    ['identity'],
  ],
];

it.each(rows)('%s', (_what, asking, asked, layers) => {
  expect(layersAbove(asking, asked).map(({ layer }) => layer)).toEqual(layers);
});

it('lets a bucket that lets in everyone past a boundary, and not past the organization', () => {
  const everyone = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::help/*' };
  const answers = layersAbove(
    {
      ...role,
      permissionsBoundary: {
        known: policy('permissionsBoundary', { Effect: 'Allow', Action: 'ec2:*', Resource: '*' }),
      },
      resourcePolicies: { 'arn:aws:s3:::help': { known: policy('resource', everyone) } },
    },
    request({}),
  );
  expect(answers.map(({ layer, answer }) => [layer, answer.decision])).toEqual([
    ['identity', 'allowed'],
    ['resource', 'allowed'],
    ['permissionsBoundary', 'allowed'],
    ['serviceControl', 'explicitDeny'],
    ['resourceControl', 'explicitDeny'],
  ]);
});
