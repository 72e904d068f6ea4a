import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-trusts-no-one-else.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  summaryOf,
} from './plain-account.ts';

const OTHER = '333344445555';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`;
const OWN_ROLE = `arn:aws:iam::${ACCOUNT}:role/path/deployer`;
const OTHER_ROLE = `arn:aws:iam::${OTHER}:role/deployer`;
const ORGANIZATION = 'o-a1b2c3d4e5';
const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const CLUSTER = 'oidc.eks.us-east-1.amazonaws.com/id/ABCDEF0123456789';
const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/Corporate`;

type Change = (draft: Draft) => void;

const trust = (draft: Draft): Draft => draft.iam.RoleDetailList[0].AssumeRolePolicyDocument;
const adding =
  (...statements: readonly Draft[]): Change =>
  (draft) =>
    trust(draft).Statement.push(...statements);
const trusting = (principal: Draft, condition?: Draft, action = 'sts:AssumeRole'): Draft => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const denying = (condition: Draft, principal: Draft = '*'): Draft => ({
  Effect: 'Deny',
  Principal: principal,
  Action: 'sts:*',
  Condition: condition,
});
const also = (principal: Draft, condition?: Draft, action?: string): Change =>
  adding(trusting(principal, condition, action));
const aws = (value: Draft, condition?: Draft, action?: string): Change => also({ AWS: value }, condition, action);
const service = (value: Draft, condition?: Draft): Change => also({ Service: value }, condition);
const web = (value: string, condition?: Draft): Change =>
  also({ Federated: value }, condition, 'sts:AssumeRoleWithWebIdentity');
const root = (account: string): string => `arn:aws:iam::${account}:root`;
const org = { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } };
const subject = (pattern: Draft): Draft => ({
  StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
  StringLike: { 'token.actions.githubusercontent.com:sub': pattern },
});
const arn = (pattern: Draft): Draft => ({ ArnLike: { 'aws:PrincipalArn': pattern } });
const resourceControl =
  (statement: Draft): Change =>
  (draft) => {
    draft.organization = {
      serviceControlPolicies: [[{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }]],
      resourceControlPolicies: [
        [
          {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }, statement],
          },
        ],
      ],
    };
  };
const both =
  (...changes: readonly Change[]): Change =>
  (draft) => {
    for (const change of changes) change(draft);
  };

const ANYONE = nonCompliant('anyone-trusted critical');
const SOMEONE = nonCompliant('anyone-trusted high');
const rows: readonly [what: string, change: Change, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],

  ['anyone', also('*'), ANYONE],
  ['anyone, written as an AWS principal', aws('*'), ANYONE],
  ['anyone may only tag sessions', also('*', undefined, 'sts:TagSession'), COMPLIANT],
  ['anyone, over TLS', also('*', { Bool: { 'aws:SecureTransport': 'true' } }), ANYONE],
  ['anyone with MFA', also('*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), ANYONE],
  ['anyone with a tag of their own choice', also('*', { StringEquals: { 'aws:PrincipalTag/team': 'help' } }), ANYONE],
  ['anyone but one account', also('*', { StringNotEquals: { 'aws:PrincipalAccount': OTHER } }), ANYONE],
  ['anyone whose role is called so', also('*', arn('arn:aws:iam::*:role/deployer')), ANYONE],
  ['anyone whose ARN ends so', also('*', { StringLike: { 'aws:PrincipalArn': '*role/deployer' } }), ANYONE],
  ['anyone, in any organization', also('*', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }), ANYONE],
  ['anyone without an organization', also('*', { StringEqualsIfExists: org.StringEquals }), ANYONE],
  ['anyone of several accounts', also('*', { StringLike: { 'aws:PrincipalAccount': '33334444*' } }), ANYONE],
  ['anyone by a web identity', also('*', undefined, 'sts:AssumeRoleWithWebIdentity'), ANYONE],
  ['anyone of the organization', also('*', org), SOMEONE],
  [
    'anyone of a part of the organization',
    also('*', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${ORGANIZATION}/r-ab12/ou-ab12-11111111/*` } }),
    SOMEONE,
  ],
  [
    'ForAllValues holds without an organization',
    also('*', { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': `${ORGANIZATION}/*` } }),
    ANYONE,
  ],
  [
    "anyone of the role's organization",
    also('*', { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }),
    SOMEONE,
  ],
  ['anyone with the external id', also('*', { StringEquals: { 'sts:ExternalId': 'x7' } }), SOMEONE],
  ['anyone without an external id', also('*', { StringEqualsIfExists: { 'sts:ExternalId': 'x7' } }), ANYONE],
  ['anyone with any external id', also('*', { StringLike: { 'sts:ExternalId': '*' } }), ANYONE],
  ['anyone from a network', also('*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }), SOMEONE],
  ['anyone from every network', also('*', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), ANYONE],
  ['anyone through an endpoint', also('*', { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }), SOMEONE],
  ['anyone not through an endpoint', also('*', { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }), ANYONE],
  [
    'every principal of the own account, by a condition',
    also('*', { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } }),
    nonCompliant('own-account-trusted high'),
  ],
  [
    'every principal of another account, by a condition',
    also('*', { StringEquals: { 'aws:PrincipalAccount': OTHER } }),
    nonCompliant('other-account-trusted critical'),
  ],
  ['a role of the own account, by a condition', also('*', arn(OWN_ROLE)), nonCompliant('own-principal-trusted medium')],
  [
    'roles of the own account, by a pattern',
    also('*', arn(`arn:aws:iam::${ACCOUNT}:role/app-*`)),
    nonCompliant('own-principal-trusted medium'),
  ],
  [
    'a role of another account, by a condition',
    also('*', arn(OTHER_ROLE)),
    nonCompliant('other-accounts-principal-trusted high'),
  ],
  ['the role itself, by a condition', also('*', arn(ROLE)), COMPLIANT],
  [
    'all roles of the own account',
    also('*', arn(`arn:aws:iam::${ACCOUNT}:role/*`)),
    nonCompliant('own-account-trusted high'),
  ],
  ['a user of any account, by name', also('*', { StringEquals: { 'aws:username': 'ops' } }), ANYONE],
  [
    'services for the account',
    also('*', { StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
    nonCompliant('other-service-trusted medium'),
  ],
  [
    'services for anyone',
    also('*', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }),
    nonCompliant('other-service-trusted high'),
  ],
  ['only the service that has the agent', also('*', { ArnEquals: { 'aws:SourceArn': AGENT_ARN } }), COMPLIANT],
  [
    'only the service of the workload, by name',
    also('*', { StringEquals: { 'aws:PrincipalServiceName': 'bedrock.amazonaws.com' } }),
    COMPLIANT,
  ],
  [
    'another service, by name',
    also('*', { StringEquals: { 'aws:PrincipalServiceName': 'lambda.amazonaws.com' } }),
    nonCompliant('other-service-trusted high'),
  ],

  ['another account', aws(root(OTHER)), nonCompliant('other-account-trusted critical')],
  ['another account, by its id', aws(OTHER), nonCompliant('other-account-trusted critical')],
  [
    'another account with an external id',
    aws(root(OTHER), { StringEquals: { 'sts:ExternalId': 'x7' } }),
    nonCompliant('other-account-trusted high'),
  ],
  ['another account of the organization', aws(root(OTHER), org), nonCompliant('other-account-trusted high')],
  [
    'a role of another account, by a condition on its account',
    aws(root(OTHER), arn(OTHER_ROLE)),
    nonCompliant('other-accounts-principal-trusted high'),
  ],
  ['another account whose condition no principal of it meets', aws(root(OTHER), arn(OWN_ROLE)), COMPLIANT],
  ['a role of another account', aws(OTHER_ROLE), nonCompliant('other-accounts-principal-trusted high')],
  [
    'a user of another account',
    aws(`arn:aws:iam::${OTHER}:user/ops`),
    nonCompliant('other-accounts-principal-trusted high'),
  ],
  ['the own account', aws(root(ACCOUNT)), nonCompliant('own-account-trusted high')],
  [
    'the own account with MFA',
    aws(ACCOUNT, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    nonCompliant('own-account-trusted high'),
  ],
  [
    'the own account, with a tag',
    aws(ACCOUNT, { StringEquals: { 'aws:PrincipalTag/team': 'help' } }),
    nonCompliant('own-account-trusted medium'),
  ],
  [
    'roles of the own account',
    aws(ACCOUNT, arn(`arn:aws:iam::*:role/path/*`)),
    nonCompliant('own-principal-trusted medium'),
  ],
  ['a role of the own account', aws(OWN_ROLE), nonCompliant('own-principal-trusted medium')],
  ['a user of the own account', aws(`arn:aws:iam::${ACCOUNT}:user/ops`), nonCompliant('own-principal-trusted medium')],
  [
    'a session of the own account',
    aws(`arn:aws:sts::${ACCOUNT}:assumed-role/ops/me`),
    nonCompliant('own-principal-trusted medium'),
  ],
  ['two roles of the own account', aws([OWN_ROLE, `${OWN_ROLE}2`]), nonCompliant('own-principal-trusted medium')],
  ['the role itself', aws([ROLE, `arn:aws:sts::${ACCOUNT}:assumed-role/help-agent-role/me`]), COMPLIANT],
  ['a role that was deleted', aws('AROAOLDROLE0000000001'), nonCompliant('deleted-principal-trusted low')],
  ['a user that was deleted', aws('AIDAOLDUSER0000000001'), nonCompliant('deleted-principal-trusted low')],
  ['a canonical user', also({ CanonicalUser: 'a'.repeat(64) }), nonCompliant('canonical-user-trusted high')],

  ['another service', service('lambda.amazonaws.com'), nonCompliant('other-service-trusted high')],
  [
    'two other services',
    service(['lambda.amazonaws.com', 'ec2.amazonaws.com']),
    nonCompliant('other-service-trusted high'),
  ],
  [
    'another service for the account',
    service('states.amazonaws.com', { StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
    nonCompliant('other-service-trusted medium'),
  ],
  [
    'another service for the organization',
    service('states.amazonaws.com', { StringEquals: { 'aws:SourceOrgID': ORGANIZATION } }),
    nonCompliant('other-service-trusted medium'),
  ],
  [
    'another service for any source',
    service('states.amazonaws.com', { StringLike: { 'aws:SourceArn': '*' } }),
    nonCompliant('other-service-trusted high'),
  ],
  [
    'another service for a bucket',
    service('s3.amazonaws.com', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::invoices' } }),
    nonCompliant('other-service-trusted medium'),
  ],
  ['the other Bedrock service', service('bedrock-agentcore.amazonaws.com'), nonCompliant('other-service-trusted high')],
  [
    'the other Bedrock service, whose workloads were not read',
    both(service('bedrock-agentcore.amazonaws.com'), (draft) => delete draft.agentCore),
    insufficient('the AgentCore resources were not read'),
  ],
  [
    'the other Bedrock service for an agent, which is none of its own',
    service('bedrock-agentcore.amazonaws.com', { ArnLike: { 'aws:SourceArn': AGENT_ARN } }),
    COMPLIANT,
  ],
  [
    'the other Bedrock service in another Region',
    service('bedrock-agentcore.amazonaws.com', {
      ArnLike: { 'aws:SourceArn': `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}:runtime/*` },
    }),
    insufficient(
      'the workloads of bedrock-agentcore.amazonaws.com in other Regions, which the role trusts as well, were not read',
    ),
  ],
  [
    'what was not read does not hide the rest',
    both(aws(OWN_ROLE), service('bedrock-agentcore.amazonaws.com'), (draft) => delete draft.agentCore),
    { ...nonCompliant('own-principal-trusted medium'), missing: ['the AgentCore resources were not read'] },
  ],

  ['GitHub', web(GITHUB), nonCompliant('identity-provider-trusted critical')],
  [
    'GitHub for an audience',
    web(GITHUB, { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }),
    nonCompliant('identity-provider-trusted critical'),
  ],
  ['every repository of GitHub', web(GITHUB, subject('repo:*')), nonCompliant('identity-provider-trusted critical')],
  [
    'owners whose name begins so',
    web(GITHUB, subject('repo:octo*')),
    nonCompliant('identity-provider-trusted critical'),
  ],
  [
    'a branch of every repository',
    web(GITHUB, subject('*:ref:refs/heads/main')),
    nonCompliant('identity-provider-trusted critical'),
  ],
  ['subjects with a word in them', web(GITHUB, subject('*main*')), nonCompliant('identity-provider-trusted critical')],
  ['one owner of GitHub', web(GITHUB, subject('repo:octo-org/*')), nonCompliant('identity-provider-trusted medium')],
  [
    'one owner, and everybody',
    web(GITHUB, subject(['repo:octo-org/*', '*'])),
    nonCompliant('identity-provider-trusted critical'),
  ],
  [
    'one repository of GitHub',
    web(GITHUB, subject('repo:octo-org/help:ref:refs/heads/main')),
    nonCompliant('identity-provider-trusted medium'),
  ],
  [
    'a claim that GitHub always has',
    web(GITHUB, { Null: { 'token.actions.githubusercontent.com:sub': 'false' } }),
    nonCompliant('identity-provider-trusted critical'),
  ],
  ['a web identity with the wrong action', also({ Federated: GITHUB }), COMPLIANT],
  ['any identity pool', web('cognito-identity.amazonaws.com'), nonCompliant('identity-provider-trusted critical')],
  [
    'an identity pool and its guests',
    web('cognito-identity.amazonaws.com', { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool' } }),
    nonCompliant('identity-provider-trusted high'),
  ],
  [
    'an identity pool without its guests',
    web('cognito-identity.amazonaws.com', {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool' },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    }),
    nonCompliant('identity-provider-trusted medium'),
  ],
  [
    'the guests of an identity pool',
    web('cognito-identity.amazonaws.com', {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool' },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
    }),
    nonCompliant('identity-provider-trusted high'),
  ],
  [
    'the guests of any identity pool',
    web('cognito-identity.amazonaws.com', {
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
    }),
    nonCompliant('identity-provider-trusted critical'),
  ],
  [
    'users of any identity pool',
    web('cognito-identity.amazonaws.com', {
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    }),
    nonCompliant('identity-provider-trusted critical'),
  ],
  [
    "everybody's Google account in an application",
    web('accounts.google.com', { StringEquals: { 'accounts.google.com:aud': 'app' } }),
    nonCompliant('identity-provider-trusted high'),
  ],
  [
    'a cluster',
    web(`arn:aws:iam::${ACCOUNT}:oidc-provider/${CLUSTER}`),
    nonCompliant('identity-provider-trusted high'),
  ],
  [
    'a service account of a cluster',
    web(`arn:aws:iam::${ACCOUNT}:oidc-provider/${CLUSTER}`, {
      StringEquals: { [`${CLUSTER}:sub`]: 'system:serviceaccount:help:agent' },
    }),
    nonCompliant('identity-provider-trusted medium'),
  ],
  [
    'a claim of another provider',
    web(`arn:aws:iam::${ACCOUNT}:oidc-provider/${CLUSTER}`, subject('repo:*')),
    COMPLIANT,
  ],
  [
    'whom a claim of GitHub names, of any provider',
    also('*', subject('repo:octo-org/*'), 'sts:AssumeRoleWithWebIdentity'),
    nonCompliant('anyone-trusted high'),
  ],
  [
    'SAML',
    also(
      { Federated: SAML },
      { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      'sts:AssumeRoleWithSAML',
    ),
    nonCompliant('identity-provider-trusted high'),
  ],
  [
    'one subject of SAML',
    also({ Federated: SAML }, { StringEquals: { 'SAML:sub': 'ops@example.com' } }, 'sts:AssumeRoleWithSAML'),
    nonCompliant('identity-provider-trusted medium'),
  ],

  [
    'anyone, and a Deny for all but Bedrock',
    adding(
      trusting('*'),
      denying({ StringNotEqualsIfExists: { 'aws:PrincipalServiceName': 'bedrock.amazonaws.com' } }),
    ),
    COMPLIANT,
  ],
  [
    'anyone, and a Deny for other organizations',
    adding(
      trusting('*'),
      denying({ StringNotEqualsIfExists: org.StringEquals, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }),
    ),
    SOMEONE,
  ],
  [
    'a role that is denied',
    adding(trusting({ AWS: OWN_ROLE }), { Effect: 'Deny', Principal: { AWS: OWN_ROLE }, Action: 'sts:AssumeRole' }),
    COMPLIANT,
  ],
  [
    'a role of which a session is denied',
    adding(trusting({ AWS: OWN_ROLE }), {
      Effect: 'Deny',
      Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/me` },
      Action: 'sts:AssumeRole',
    }),
    nonCompliant('own-principal-trusted medium'),
  ],
  [
    'the own account, and a Deny for all but one role',
    adding(
      trusting({ AWS: root(ACCOUNT) }),
      denying({ ArnNotLike: { 'aws:PrincipalArn': OWN_ROLE } }, { AWS: root(ACCOUNT) }),
    ),
    nonCompliant('own-principal-trusted medium'),
  ],
  [
    'an account that cannot tag sessions',
    adding(trusting({ AWS: OTHER }), { Effect: 'Deny', Principal: '*', Action: 'sts:TagSession' }),
    nonCompliant('other-account-trusted critical'),
  ],
  [
    'another account, and a resource control policy for the organization',
    both(
      aws(OTHER),
      resourceControl({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Resource: '*',
        Condition: {
          StringNotEqualsIfExists: org.StringEquals,
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    ),
    nonCompliant('other-account-trusted high'),
  ],
  [
    'another account, and a resource control policy for one account',
    both(
      aws(OTHER),
      resourceControl({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:*',
        Resource: '*',
        Condition: {
          StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    ),
    COMPLIANT,
  ],
  [
    'a role beside the service, whose condition only a service meets',
    (draft) => {
      trust(draft).Statement[0].Principal.AWS = OWN_ROLE;
    },
    COMPLIANT,
  ],
  [
    'people who sign in to the own account',
    aws(root(ACCOUNT), arn(`arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*`)),
    nonCompliant('own-principal-trusted medium'),
  ],
  [
    'one role id of the own account',
    aws(root(ACCOUNT), { StringLike: { 'aws:userid': 'AROAREALROLE000000001:*' } }),
    nonCompliant('own-account-trusted medium'),
  ],
  ['users only', also('*', { StringEquals: { 'aws:PrincipalType': 'User' } }), ANYONE],
  [
    'roles of any account below a path',
    also('*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:PrincipalAccount}:role/ci/*' } }),
    ANYONE,
  ],
  [
    'roles of the account of the role',
    also('*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:ResourceAccount}:role/ci/*' } }),
    nonCompliant('own-principal-trusted medium'),
  ],
  [
    'anyone, for a role of the organization',
    also('*', { StringEquals: { 'aws:ResourceOrgID': ORGANIZATION } }),
    ANYONE,
  ],
  ['anyone with a role id', also('*', { StringLike: { 'aws:userid': 'AROAREALROLE000000001:*' } }), SOMEONE],
  [
    'the own account, from a network',
    aws(ACCOUNT, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    nonCompliant('own-account-trusted medium'),
  ],
  [
    'everything but AssumeRole',
    adding({ Effect: 'Allow', Principal: { AWS: OTHER }, NotAction: 'sts:AssumeRole' }),
    COMPLIANT,
  ],
  ['actions by a pattern', aws(OTHER, undefined, 'sts:Assume*'), nonCompliant('other-account-trusted critical')],
  [
    'every kind at once',
    both(aws(['*', root(OTHER), OWN_ROLE]), service('lambda.amazonaws.com')),
    nonCompliant(
      'anyone-trusted critical',
      'other-account-trusted critical',
      'own-principal-trusted medium',
      'other-service-trusted high',
    ),
  ],
  [
    'the trust policy names whom it does not trust',
    adding({ Effect: 'Allow', NotPrincipal: { AWS: OTHER }, Action: 'sts:AssumeRole' }),
    insufficient(
      'the trust policy is not a policy that IAM would store (statement 1): a trust policy has no `NotPrincipal`',
    ),
  ],
  [
    'IAM has no such role',
    (draft) => draft.iam.RoleDetailList.pop(),
    { complianceType: 'NOT_APPLICABLE', reason: 'IAM has no role help-agent-role' },
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

const PARSED = rows.filter(
  ([, , { complianceType, missing: [gap = ''] = [] }]) =>
    complianceType !== 'NOT_APPLICABLE' && !gap.startsWith('the trust policy is not'),
);

test.each(PARSED)('%s, and a Deny for everyone leaves nobody', (_what, change) => {
  const denied = both(change, adding({ Effect: 'Deny', Principal: '*', Action: 'sts:*' }));
  const { findings = [], missing = [] } = summaryOf(outcomeFor(rule, changed(denied)));
  expect([...findings, ...missing].filter((left) => left !== 'deleted-principal-trusted low')).toEqual([]);
});

const allowing = (change: Change, allowedPrincipals: string): OutcomeSummary => {
  const [role] = buildAgentRoles(changed(change)).roles;
  if (role === undefined) throw new Error('the snapshot has no agent role');
  return summaryOf(rule.evaluate(role, { allowedPrincipals }));
};

test.each<[what: string, change: Change, allowed: string, expected: OutcomeSummary]>([
  ['a role', aws(OWN_ROLE), OWN_ROLE, COMPLIANT],
  ['a role, under a condition', also('*', arn(OWN_ROLE)), `lambda.amazonaws.com, ${OWN_ROLE}`, COMPLIANT],
  ['another role', aws([OWN_ROLE, `${OWN_ROLE}2`]), OWN_ROLE, nonCompliant('own-principal-trusted medium')],
  ['an account by its id', aws(root(OTHER)), OTHER, COMPLIANT],
  ["an account by its root user's ARN", aws(OTHER), root(OTHER), COMPLIANT],
  ['a service', service('lambda.amazonaws.com'), 'lambda.amazonaws.com', COMPLIANT],
  ['an identity provider', web(GITHUB, subject('repo:octo-org/*')), GITHUB, COMPLIANT],
  ['an account, and not everyone', also('*'), OTHER, ANYONE],
  ['nobody', aws(OWN_ROLE), 'none', nonCompliant('own-principal-trusted medium')],
])('%s is allowed', (_what, change, allowed, expected) => {
  expect(allowing(change, allowed)).toEqual(expected);
});

test.each<[text: string, isAccepted: boolean]>([
  ['none', true],
  [OWN_ROLE, true],
  [`${OTHER}, lambda.amazonaws.com,${GITHUB}`, true],
  ['arn:aws-us-gov:iam::333344445555:root', true],
  ['*', false],
  ['arn:aws:iam::333344445555:role/*', false],
  ['', false],
  [`${OWN_ROLE},`, false],
  ['deployer', false],
  ['12345', false],
])('the parameter `%s` is accepted: %s', (text, isAccepted) => {
  expect(rule.parameters?.map((parameter) => parameter.isAccepted(text))).toEqual([isAccepted]);
});

test('the finding says who, where, under what, and what to do', () => {
  const change = both(aws([OWN_ROLE, `${OWN_ROLE}2`], { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), also('*'));
  expect(outcomeFor(rule, changed(change))).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'own-principal-trusted',
        severity: 'medium',
        location: { policy: 'trust policy', statement: 1 },
        message: `The trust policy (statement 1 of trust policy, with conditions on \`aws:MultiFactorAuthPresent\`) lets \`${OWN_ROLE}\` and \`${OWN_ROLE}2\` assume the role.`,
        remediation: `Remove \`${OWN_ROLE}\` and \`${OWN_ROLE}2\` from the principals of the statement, or the statement when it names nobody else.`,
      },
      {
        id: 'anyone-trusted',
        severity: 'critical',
        location: { policy: 'trust policy', statement: 2 },
        message: 'The trust policy (statement 2 of trust policy) lets principals of any AWS account assume the role.',
        remediation: `Replace the statement by: {"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"${ACCOUNT}"},"ArnLike":{"aws:SourceArn":"${AGENT_ARN}"}}}`,
      },
    ],
  });
});

test('a pattern names principals of its own account only', () => {
  const patterns = arn([OTHER_ROLE, `arn:aws:iam::${ACCOUNT}:role/deploy*`]);
  const outcome = outcomeFor(rule, changed(also('*', patterns)));
  const messages = outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings.map(({ message }) => message) : [];
  const where = 'The trust policy (statement 1 of trust policy, with conditions on `aws:PrincipalArn`)';
  expect(messages).toEqual([
    `${where} lets \`arn:aws:iam::${ACCOUNT}:role/deploy*\` assume the role.`,
    `${where} lets \`${OTHER_ROLE}\` of another account assume the role.`,
  ]);
});
