import { describe, expect, it, test } from 'vitest';
import { parseCloudTrailRecord } from '../../functions/diagnosis/cloudtrail-record.ts';
import { diagnose } from '../../functions/diagnosis/diagnose.ts';
import type { Policy } from '../../functions/iam/policy.ts';
import { buildRemediation } from '../../functions/remediation/build-remediation.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import type { Evidence } from '../../functions/workload/evidence.ts';
import { ACCOUNT, agentRole, allow, identity, policy, ROLE, request } from './agent-role-fixture.ts';

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000000`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/SupportAgentRole/BedrockAgents-AGENT00001-x`;
const decrypt = request({ action: 'kms:Decrypt', resource: KEY, kind: 'encryptionKey' });
const ACCOUNT_ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

const statement = (Principal: unknown, rest: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'kms:*',
  Resource: '*',
  ...rest,
});
const key = (...statements: readonly object[]): Evidence<Policy> => ({
  known: policy(`policy of ${KEY}`, statements, 'resource'),
});
const KEYS = {
  'was not read': { missing: ['not read'] },
  'leaves it to the account': key(statement(ACCOUNT_ROOT)),
  'leaves other actions to the account': key(statement(ACCOUNT_ROOT, { Action: 'kms:Describe*' })),
  'leaves it to the account, but not for this role': key(
    statement(ACCOUNT_ROOT, { Condition: { ArnNotEquals: { 'aws:PrincipalArn': ROLE } } }),
  ),
  'leaves it to the account by a tag': key(
    statement(ACCOUNT_ROOT, { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'support' } } }),
  ),
  'names another role alone': key(statement({ AWS: `arn:aws:iam::${ACCOUNT}:role/KeyAdmin` })),
  'names the role': key(statement({ AWS: ROLE })),
  'denies it': key(statement(ACCOUNT_ROOT), statement('*', { Effect: 'Deny', Action: 'kms:Decrypt' })),
} satisfies Readonly<Record<string, Evidence<Policy>>>;

const OWN = {
  nothing: [],
  it: [policy('inline policy Key', allow('kms:Decrypt', KEY))],
  'it on another key': [policy('inline policy Key', allow('kms:Decrypt', KEY.replace('0a1b', 'ffff')))],
} satisfies Readonly<Record<string, readonly Policy[]>>;

const SAYS = {
  nothing: '',
  identity: ' because no identity-based policy allows the kms:Decrypt action',
  resource: ' because no resource-based policy allows the kms:Decrypt action',
} as const;

function roleWith(keyPolicy: Evidence<Policy>, own: readonly Policy[]): AgentRole {
  return agentRole({
    ...identity(policy('inline policy Model', allow('bedrock:InvokeModel', '*')), ...own),
    knownRequests: [request(), decrypt],
    requiredAccess: { known: [request(), decrypt] },
    resourcePolicies: { [KEY]: keyPolicy },
  });
}

/** Each cause with what is offered to paste: a change of the role's policies, of the key's, or words alone. */
function causesOf(says: keyof typeof SAYS, keyPolicy: Evidence<Policy>, own: readonly Policy[]): readonly string[] {
  const parsed = parseCloudTrailRecord({
    errorCode: 'AccessDenied',
    errorMessage: `User: ${SESSION} is not authorized to perform: kms:Decrypt on resource: ${KEY}${SAYS[says]}`,
  });
  if (!('denied' in parsed)) throw new Error('the message is no denial');
  const role = roleWith(keyPolicy, own);
  return diagnose(parsed.denied, role).causes.map(({ code, certainty, change }) => {
    const { cli = '' } = buildRemediation(change, role);
    return `${code} ${certainty}: ${/^aws (\S+)/.exec(cli)?.[1] ?? 'words'}`;
  });
}

describe('an identity-based policy counts only where the policy of the key leaves it to the account', () => {
  const MISSING = 'IDENTITY_POLICY_MISSING_ACTION';
  const rows: readonly [
    says: keyof typeof SAYS,
    keyPolicy: keyof typeof KEYS,
    own: keyof typeof OWN,
    causes: readonly string[],
  ][] = [
    ['nothing', 'was not read', 'nothing', [`${MISSING} likely: words`, 'KMS_KEY_POLICY possible: words']],
    ['nothing', 'was not read', 'it', ['KMS_KEY_POLICY possible: words']],
    [
      'nothing',
      'was not read',
      'it on another key',
      ['RESOURCE_ARN_MISMATCH likely: words', 'KMS_KEY_POLICY possible: words'],
    ],
    ['nothing', 'leaves it to the account', 'nothing', [`${MISSING} proven: iam`, 'KMS_KEY_POLICY possible: words']],
    ['nothing', 'leaves it to the account', 'it', []],
    [
      'nothing',
      'leaves it to the account',
      'it on another key',
      ['RESOURCE_ARN_MISMATCH proven: iam', 'KMS_KEY_POLICY possible: words'],
    ],
    ['nothing', 'leaves other actions to the account', 'nothing', ['KMS_KEY_POLICY proven: kms']],
    ['nothing', 'leaves other actions to the account', 'it', ['KMS_KEY_POLICY proven: kms']],
    ['nothing', 'leaves it to the account, but not for this role', 'nothing', ['KMS_KEY_POLICY proven: kms']],
    ['nothing', 'leaves it to the account, but not for this role', 'it', ['KMS_KEY_POLICY proven: kms']],
    [
      'nothing',
      'leaves it to the account by a tag',
      'nothing',
      [`${MISSING} likely: words`, 'KMS_KEY_POLICY possible: words'],
    ],
    ['nothing', 'leaves it to the account by a tag', 'it', ['KMS_KEY_POLICY possible: words']],
    ['nothing', 'names another role alone', 'nothing', ['KMS_KEY_POLICY proven: kms']],
    ['nothing', 'names another role alone', 'it', ['KMS_KEY_POLICY proven: kms']],
    ['nothing', 'names another role alone', 'it on another key', ['KMS_KEY_POLICY proven: kms']],
    ['nothing', 'names the role', 'nothing', []],
    ['nothing', 'denies it', 'nothing', ['KMS_KEY_POLICY proven: kms', `${MISSING} likely: words`]],
    ['nothing', 'denies it', 'it', ['KMS_KEY_POLICY proven: kms']],
    // What AWS names was so at the time of the call, whatever the key says now.
    ['identity', 'was not read', 'nothing', [`${MISSING} likely: words`, 'KMS_KEY_POLICY possible: words']],
    ['identity', 'leaves it to the account', 'nothing', [`${MISSING} proven: iam`, 'KMS_KEY_POLICY possible: words']],
    ['identity', 'names another role alone', 'nothing', [`${MISSING} likely: words`, 'KMS_KEY_POLICY likely: kms']],
    ['resource', 'was not read', 'nothing', ['KMS_KEY_POLICY proven: words']],
    ['resource', 'names another role alone', 'nothing', ['KMS_KEY_POLICY proven: kms']],
    ['resource', 'denies it', 'it', ['KMS_KEY_POLICY proven: kms']],
  ];

  it.each(rows)('AWS names %s, the policy of the key %s, the role is allowed %s', (says, keyPolicy, own, causes) => {
    expect(causesOf(says, KEYS[keyPolicy], OWN[own])).toEqual(causes);
  });

  it('says what was not read', () => {
    const { steps } = buildRemediation(
      { kind: 'grant', requests: [{ action: 'kms:Decrypt', resource: KEY, context: {} }] },
      roleWith(KEYS['was not read'], []),
    );
    expect(steps.at(-1)).toBe(
      `There is no proof for this, and so no policy to paste: the policy of ${KEY} was not read, and what the role is allowed counts only where that policy hands the decision to the account.`,
    );
  });
});

test('a bucket whose policy decides by what nobody sees is a suspicion, and no answer that all is in order', () => {
  const bucket = 'arn:aws:s3:::docs';
  const denial = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: `${bucket}/*`,
    Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
  };
  const parsed = parseCloudTrailRecord({
    errorCode: 'AccessDenied',
    errorMessage: `User: ${SESSION} is not authorized to perform: s3:GetObject on resource: "${bucket}/a.json"`,
  });
  if (!('denied' in parsed)) throw new Error('the message is no denial');
  const role = agentRole({
    ...identity(policy('inline policy Docs', allow('s3:GetObject', `${bucket}/*`))),
    resourcePolicies: { [bucket]: { known: policy(`policy of ${bucket}`, denial, 'resource') } },
  });
  expect(
    diagnose(parsed.denied, role).causes.map(({ code, certainty, summary }) => [code, certainty, summary]),
  ).toEqual([
    [
      'S3_ACCESS',
      'possible',
      `The policy of ${bucket}/a.json decides about s3:GetObject by aws:SourceVpce, which the call is not known to carry.`,
    ],
  ]);
});

test('what the policy of the key grants by itself is no next obstacle of the role', () => {
  const parsed = parseCloudTrailRecord({
    errorCode: 'AccessDenied',
    errorMessage: `User: ${SESSION} is not authorized to perform: kms:Decrypt on resource: ${KEY}${SAYS.resource}`,
  });
  if (!('denied' in parsed)) throw new Error('the message is no denial');
  expect(diagnose(parsed.denied, roleWith(KEYS['names another role alone'], [])).next).toBeUndefined();
});
