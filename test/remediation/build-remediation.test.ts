import { expect, test } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import { buildRemediation } from '../../functions/remediation/build-remediation.ts';
import { answer } from '../../functions/remediation/proof/answer.ts';
import type { GrantedRequest } from '../../functions/workload/change.ts';
import { ACCOUNT, agentRole, allow, identity, MODEL, policy, request } from '../diagnosis/agent-role-fixture.ts';

const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0`;
const OTHER_REGION = MODEL.replace('us-east-1', 'us-east-2');
const configured = {
  knownRequests: [
    ...[MODEL, OTHER_REGION, PROFILE].map((resource) => request({ resource })),
    request({ action: 'bedrock:GetInferenceProfile', resource: PROFILE }),
    request({ action: 'bedrock:GetFoundationModel' }),
    request({ action: 'bedrock:GetFoundationModel', resource: OTHER_REGION }),
  ],
};
const role = agentRole({ ...identity(), ...configured });
const invoke = (resource: string, context: GrantedRequest['context'] = {}): GrantedRequest => ({
  action: 'bedrock:InvokeModel',
  resource,
  context,
});
const grant = (...requests: readonly GrantedRequest[]) => ({ kind: 'grant', requests }) as const;

test('words stay words', () => {
  const steps = ['Submit the form.'] as const;
  expect(buildRemediation({ kind: 'steps', who: 'an administrator', steps, cli: 'aws x' }, role)).toEqual({
    who: 'an administrator',
    steps,
    cli: 'aws x',
  });
});

test('a grant of one request, with everything to paste and its proof', () => {
  const statement = { Sid: 'AllowInvokeModel', Effect: 'Allow', Action: ['bedrock:InvokeModel'], Resource: [MODEL] };
  const document = { Version: '2012-10-17', Statement: [statement] };
  const remediation = buildRemediation(grant(invoke(MODEL)), role);
  const name = /--policy-name '(.*?)'/.exec(remediation.cli ?? '')?.[1];
  expect(name).toMatch(/^warden-bedrock-InvokeModel-[0-9a-f]{8}$/);
  expect(remediation).toEqual({
    who: `an administrator of account ${ACCOUNT}`,
    steps: [
      'Attach the policy to the role SupportAgentRole as an inline policy, or add its statements to the template that makes the role.',
      'Repeat the call; a change takes up to a minute to arrive everywhere.',
    ],
    policy: document,
    diff: expect.stringMatching(/^--- \/dev\/null\n\+\+\+ inline policy warden-bedrock-InvokeModel-/),
    hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    cli: `aws iam put-role-policy --role-name 'SupportAgentRole' --policy-name '${name}' --policy-document '${JSON.stringify(document)}'`,
    cloudformation: expect.stringContaining('Type: AWS::IAM::RolePolicy'),
    terraform: expect.stringContaining('resource "aws_iam_role_policy"'),
    proof: { before: 'implicitDeny', after: 'allowed', minimal: true, stillBlockedBy: [] },
  });
});

test('requests with the same actions share a statement, and conditions narrow it', () => {
  const viaProfile = { 'bedrock:InferenceProfileArn': PROFILE, 'aws:RequestedRegion': 'us-east-2' };
  const requests = [
    invoke(PROFILE),
    { action: 'bedrock:GetInferenceProfile', resource: PROFILE, context: {} },
    invoke(MODEL.replace('us-east-1', 'us-east-2'), viaProfile),
    invoke(MODEL, viaProfile),
  ];
  const { policy: document, proof } = buildRemediation(grant(...requests), role);
  expect(document?.Statement).toEqual([
    {
      Sid: 'AllowGetInferenceProfileAndMore',
      Effect: 'Allow',
      Action: ['bedrock:GetInferenceProfile', 'bedrock:InvokeModel'],
      Resource: [PROFILE],
    },
    {
      Sid: 'AllowInvokeModel',
      Effect: 'Allow',
      Action: ['bedrock:InvokeModel'],
      Resource: [MODEL, MODEL.replace('us-east-1', 'us-east-2')],
      Condition: { StringEquals: { 'bedrock:InferenceProfileArn': PROFILE } },
    },
  ]);
  expect(proof).toEqual({ before: 'implicitDeny', after: 'allowed', minimal: true, stillBlockedBy: [] });
});

test('what is allowed already is not granted again', () => {
  const some = agentRole({
    ...identity(policy('inline policy Model', allow('bedrock:InvokeModel', MODEL))),
    ...configured,
  });
  const { policy: document } = buildRemediation(grant(invoke(MODEL), invoke(PROFILE)), some);
  expect(document?.Statement.map(({ Resource }) => Resource)).toEqual([[PROFILE]]);
});

test('statements that begin with the same action have names of their own', () => {
  const requests = [
    { ...invoke(MODEL), action: 'bedrock:GetFoundationModel' },
    invoke(MODEL),
    { ...invoke(OTHER_REGION), action: 'bedrock:GetFoundationModel' },
    { ...invoke(OTHER_REGION), action: 'bedrock:InvokeModelWithResponseStream' },
  ];
  const { policy: document } = buildRemediation(grant(...requests), role);
  expect(document?.Statement.map(({ Sid }) => Sid)).toEqual([
    'AllowGetFoundationModelAndMore',
    'AllowGetFoundationModelAndMore2',
  ]);
});

test.each([
  ['a model of another Region', MODEL.replace('us-east-1', 'eu-west-1'), 'bedrock:InvokeModel'],
  [
    'a knowledge base of somebody else',
    `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/OTHERKB001`,
    'bedrock:Retrieve',
  ],
  ['a secret', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:prod/db-AbCdEf`, 'secretsmanager:GetSecretValue'],
])('what no workload is configured to need is not granted on the word of a denial: %s', (_, resource, action) => {
  const remediation = buildRemediation(grant({ action, resource, context: {} }), role);
  expect(Object.keys(remediation)).toEqual(['who', 'steps']);
  expect(remediation.steps.at(-1)).toMatch(/^No policy is proposed: no workload of the role, as it was read,/);
});

test('where not all needs are derived, whoever attaches the policy is told to look first', () => {
  const underived = agentRole({ ...identity(), requiredAccess: { missing: ['not derived'] }, knownRequests: [] });
  const { steps, policy: document } = buildRemediation(grant(invoke(MODEL)), underived);
  expect(document?.Statement).toHaveLength(1);
  expect(steps[0]).toMatch(/^Look whether the workload is meant to make this call/);
});

test('the proof holds when it is asked again', () => {
  const { policy: document } = buildRemediation(grant(invoke(MODEL)), role);
  const parsed = parsePolicy(document, 'again', 'identity');
  if ('error' in parsed) throw new Error(parsed.error.problem);
  expect(answer(invoke(MODEL), role, []).decision).toBe('implicitDeny');
  expect(answer(invoke(MODEL), role, [parsed.policy]).decision).toBe('allowed');
});

test.each([
  ['every resource', 'bedrock:InvokeModel', '*'],
  ['a wildcard', 'bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/*'],
  ['a question mark', 'bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-?'],
  ['a variable', 'bedrock:InvokeModel', `arn:aws:bedrock:us-east-1::foundation-model/\${aws:username}`],
  ['a quotation mark', 'bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/x"],"Action":["*'],
  ['a line break', 'bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/x\ny'],
  ['a shell quotation mark', 'bedrock:InvokeModel', "arn:aws:bedrock:us-east-1::foundation-model/x';id;'"],
  ['a resource of another type', 'bedrock:InvokeModel', 'arn:aws:s3:::bucket/key'],
  ['no ARN', 'aoss:APIAccessAll', 'aoss:collection/vectors'],
  ['an action that does not exist', 'bedrock:Converse', MODEL],
  ['an action of an SDK client', 'bedrock-runtime:InvokeModel', MODEL],
  ['passing a role', 'iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/Admin`],
  ['assuming a role', 'sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/Admin`],
  ['subscribing to products', 'aws-marketplace:Subscribe', '*'],
  ['changing who may use a bucket', 's3:PutBucketPolicy', 'arn:aws:s3:::bucket'],
])('%s never becomes a policy', (_, action, resource) => {
  const remediation = buildRemediation(grant({ action, resource, context: {} }), role);
  expect(Object.keys(remediation)).toEqual(['who', 'steps']);
  expect(remediation.steps.at(-1)).toMatch(/^no policy is proposed: /i);
});

test.each([
  ['nothing is known of the role', undefined, 'nothing is known of the role.'],
  [
    'its policies are not known',
    agentRole({ identityPolicies: { missing: ['iam was not read'] }, readablePolicies: [] }),
    'its identity-based policies are not known: iam was not read.',
  ],
])('without a proof there is no policy: %s', (_, unknown, reason) => {
  const remediation = buildRemediation(grant(invoke(MODEL)), unknown);
  expect(Object.keys(remediation)).toEqual(['who', 'steps']);
  expect(remediation.steps.at(-1)).toBe(`There is no proof for this, and so no policy to paste: ${reason}`);
});

test('a boundary that would still block is told, and there is no policy', () => {
  const limits = policy('arn:aws:iam::111122223333:policy/Limits', allow('s3:*', '*'), 'permissionsBoundary');
  const remediation = buildRemediation(
    grant(invoke(MODEL)),
    agentRole({ ...identity(), permissionsBoundary: { known: limits } }),
  );
  expect(remediation.policy).toBeUndefined();
  expect(remediation.proof).toEqual({
    before: 'implicitDeny',
    after: 'implicitDeny',
    minimal: false,
    stillBlockedBy: ['permissionsBoundary'],
  });
});

test('a layer that was not read is not part of the proof, and that is said', () => {
  const remediation = buildRemediation(
    grant(invoke(MODEL)),
    agentRole({ ...identity(), serviceControlPolicies: { missing: ['the organization was not read'] } }),
  );
  expect(remediation.steps.at(-1)).toBe(
    'If it is still denied, look at service control policies: not read, and so not part of the proof.',
  );
});

test('a hostile role name is quoted for the shell and for Terraform', () => {
  const remediation = buildRemediation(
    grant(invoke(MODEL)),
    agentRole({ ...identity(), name: `x'; rm -rf ~; '\${file("/etc/passwd")}` }),
  );
  expect(remediation.cli).toContain(`--role-name 'x'\\''; rm -rf ~; '\\''\${file("/etc/passwd")}'`);
  expect(remediation.terraform).toContain('role   = "x\'; rm -rf ~; \'$${file(\\"/etc/passwd\\")}"');
});
