import { describe, expect, test } from 'vitest';
import { serviceAuthorization } from '../../functions/iam/service-authorization.ts';
import rule from '../../functions/rules/agent-role-no-privilege-escalation.ts';
import { ESCALATION_PATHS } from '../../functions/rules/escalation/escalation-paths.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  KNOWLEDGE_BASE_ARN,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  statements,
  summaryOf,
} from './plain-account.ts';

const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const OWN = role('service-role/help-agent-role');

type Change = (draft: Draft) => void;
const statement =
  (Effect: 'Allow' | 'Deny') =>
  (Action: unknown, Resource: unknown, Condition?: unknown): Change =>
  (draft) => {
    statements(draft).push({ Effect, Action, Resource, ...(Condition === undefined ? {} : { Condition }) });
  };
const allow = statement('Allow');
const deny = statement('Deny');
const all =
  (...changes: readonly Change[]): Change =>
  (draft) => {
    for (const change of changes) change(draft);
  };
const boundary =
  (...Statement: readonly Draft[]): Change =>
  (draft) => {
    const Arn = `arn:aws:iam::${ACCOUNT}:policy/Boundary`;
    draft.iam.RoleDetailList[0].PermissionsBoundary = { PermissionsBoundaryArn: Arn };
    draft.iam.Policies.push({
      Arn,
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', Document: { Version: '2012-10-17', Statement } }],
    });
  };
const unreadBoundary: Change = (draft) => {
  draft.iam.RoleDetailList[0].PermissionsBoundary = {
    PermissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/Boundary`,
  };
};
const serviceControl =
  (...Statement: readonly Draft[]): Change =>
  (draft) => {
    draft.organization = {
      serviceControlPolicies: [[{ Version: '2012-10-17', Statement }]],
      resourceControlPolicies: [],
    };
  };
const passedToService = (service: string): object => ({ StringEquals: { 'iam:PassedToService': service } });
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };

const rows: readonly [what: string, change: Change, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['reading secrets is no path', allow(['secretsmanager:GetSecretValue', 'ssm:GetParameter'], '*'), COMPLIANT],
  ['everything', allow('*', '*'), nonCompliant('every-path critical')],
  [
    'everything but IAM and the organization',
    (draft) =>
      statements(draft).push({
        Effect: 'Allow',
        NotAction: ['iam:*', 'organizations:*', 'sts:*'],
        Resource: '*',
      }),
    nonCompliant('runs-code-of-another-role high', 'steers-another-workload high', 'opens-a-resource-policy high'),
  ],
  ['a new version of a policy', allow('iam:CreatePolicyVersion', '*'), nonCompliant('changes-permissions critical')],
  ['its own inline policies', allow('iam:PutRolePolicy', OWN), nonCompliant('changes-permissions critical')],
  ['a pattern of actions, in another case', allow('IAM:Put*Policy', '*'), nonCompliant('changes-permissions critical')],
  ['on what is no role', allow('iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:user/x`), COMPLIANT],
  ['on no resource that IAM has', allow('iam:*', 'arn:aws:s3:::bucket/*'), COMPLIANT],
  ['taken away by a Deny', all(allow('iam:*', '*'), deny('iam:*', '*')), COMPLIANT],
  [
    'taken away by a Deny of the very resource',
    all(allow('iam:PutRolePolicy', role('app-*')), deny('iam:Put*', role('*'))),
    COMPLIANT,
  ],
  [
    'a Deny that leaves something',
    all(allow('iam:PutRolePolicy', '*'), deny('iam:PutRolePolicy', role('admin'))),
    nonCompliant('changes-permissions critical'),
  ],
  [
    'a Deny that hangs on a condition',
    all(allow('iam:PutRolePolicy', '*'), deny('iam:*', '*', { Bool: { 'aws:SecureTransport': 'false' } })),
    nonCompliant('changes-permissions critical'),
  ],
  [
    'a Deny on a condition that holds for the role',
    all(
      allow('iam:PutRolePolicy', '*'),
      deny('iam:*', '*', { ArnLike: { 'aws:PrincipalArn': role('service-role/*') } }),
    ),
    COMPLIANT,
  ],
  [
    'a Deny of everything but what is listed',
    (draft) => {
      allow('iam:*', '*')(draft);
      statements(draft).push({ Effect: 'Deny', NotAction: 'bedrock:*', Resource: '*' });
    },
    COMPLIANT,
  ],
  [
    'within a boundary that allows none of it',
    all(allow('*', '*'), boundary({ Effect: 'Allow', Action: 'bedrock:Retrieve', Resource: '*' })),
    COMPLIANT,
  ],
  [
    'within a boundary for other roles',
    all(allow('iam:PutRolePolicy', role('app-*')), boundary({ Effect: 'Allow', Action: '*', Resource: role('web-*') })),
    COMPLIANT,
  ],
  [
    'within a boundary that allows everything',
    all(allow('iam:PutRolePolicy', '*'), boundary(EVERYTHING)),
    nonCompliant('changes-permissions critical'),
  ],
  [
    'within a boundary that was not read',
    all(allow('iam:PutRolePolicy', '*'), unreadBoundary),
    insufficient('the text of the permissions boundary Boundary was not read'),
  ],
  ['nothing, within a boundary that was not read', unreadBoundary, COMPLIANT],
  [
    'below a service control policy that denies it',
    all(allow('iam:*', '*'), serviceControl(EVERYTHING, { Effect: 'Deny', Action: 'iam:*', Resource: '*' })),
    COMPLIANT,
  ],
  [
    'a condition that nobody can foretell',
    allow('iam:AttachRolePolicy', '*', { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' } }),
    nonCompliant('changes-permissions high'),
  ],
  [
    'a condition that never holds for the role',
    allow('iam:AttachRolePolicy', '*', { ArnEquals: { 'aws:PrincipalArn': role('deployer') } }),
    COMPLIANT,
  ],
  [
    'a condition on a key that the request never has',
    allow('lambda:UpdateFunctionCode', '*', passedToService('lambda.amazonaws.com')),
    COMPLIANT,
  ],
  ['PassRole, and nothing that takes a role', allow('iam:PassRole', '*'), COMPLIANT],
  ['PassRole for one role, and nothing that takes it', allow('iam:PassRole', role('app')), COMPLIANT],
  [
    'PassRole for its own role',
    all(allow('iam:PassRole', OWN), allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], '*')),
    COMPLIANT,
  ],
  [
    'PassRole, and functions',
    allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], '*'),
    nonCompliant('passes-a-role critical'),
  ],
  [
    'PassRole for one role, and functions',
    all(allow('iam:PassRole', role('app')), allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], '*')),
    nonCompliant('passes-a-role high'),
  ],
  [
    'PassRole to another service than the functions',
    all(
      allow('iam:PassRole', role('app'), passedToService('bedrock.amazonaws.com')),
      allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], '*'),
    ),
    COMPLIANT,
  ],
  [
    'PassRole to Amazon Bedrock, and agents',
    all(
      allow('iam:PassRole', role('*AmazonBedrock*'), passedToService('bedrock.amazonaws.com')),
      allow(['bedrock:CreateAgent', 'bedrock:PrepareAgent', 'bedrock:InvokeAgent'], '*'),
    ),
    nonCompliant('passes-a-role critical'),
  ],
  [
    'functions, and PassRole denied',
    all(allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], '*'), deny('iam:PassRole', '*')),
    COMPLIANT,
  ],
  [
    'PassRole to instances, and functions',
    all(
      allow('iam:PassRole', '*', passedToService('ec2.amazonaws.com')),
      allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], '*'),
    ),
    COMPLIANT,
  ],
  ['every action, on an alarm', allow('*', `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:help`), COMPLIANT],
  [
    'every action, on a vector index, which has no policy',
    allow('s3vectors:*', `arn:aws:s3vectors:us-east-1:${ACCOUNT}:bucket/help/index/*`),
    COMPLIANT,
  ],
  [
    'an instance, by a service that is not in the data',
    allow('ec2-instance-connect:SendSSHPublicKey', `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/*`),
    nonCompliant('runs-code-of-another-role high'),
  ],
  ['a variable that no request has', allow('iam:PutRolePolicy', 'arn:aws:iam::${AWS::AccountId}:role/*'), COMPLIANT],
  ['its own user, which a role has not', allow('iam:*', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`), COMPLIANT],
  [
    'roles that are tagged like itself',
    allow('iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/\${aws:PrincipalTag/team}/*`),
    nonCompliant('changes-permissions critical'),
  ],
  [
    'the roles of another account, which IAM does not reach',
    allow('iam:*', 'arn:aws:iam::444455556666:role/*'),
    COMPLIANT,
  ],
  ['the roles of another partition', allow('iam:*', `arn:aws-us-gov:iam::${ACCOUNT}:role/*`), COMPLIANT],
  [
    'a role of another account',
    allow('sts:AssumeRole', 'arn:aws:iam::444455556666:role/reader'),
    nonCompliant('assumes-other-roles high'),
  ],
  ['other roles', allow('sts:AssumeRole', '*'), nonCompliant('assumes-other-roles high')],
  [
    'itself, with any role',
    all(
      allow('iam:PassRole', '*', passedToService('bedrock.amazonaws.com')),
      allow(['bedrock:UpdateAgent', 'bedrock:PrepareAgent'], AGENT_ARN),
      allow('bedrock:InvokeAgent', '*'),
    ),
    nonCompliant('passes-a-role critical'),
  ],
  [
    'its knowledge base, with any role',
    all(
      allow('iam:PassRole', '*', passedToService('bedrock.amazonaws.com')),
      allow('bedrock:UpdateKnowledgeBase', KNOWLEDGE_BASE_ARN),
    ),
    nonCompliant('passes-a-role critical'),
  ],
  ['its own role', allow('sts:AssumeRole', OWN), COMPLIANT],
  [
    'the code of a function',
    allow('lambda:UpdateFunctionCode', `arn:aws:lambda:us-east-1:${ACCOUNT}:function:help`),
    nonCompliant('runs-code-of-another-role high'),
  ],
  [
    "AWS's own code interpreter, which has no role",
    allow(
      ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'],
      'arn:aws:bedrock-agentcore:us-east-1:aws:code-interpreter/aws.codeinterpreter.v1',
    ),
    COMPLIANT,
  ],
  [
    'every code interpreter',
    allow(['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'], '*'),
    nonCompliant('runs-code-of-another-role high'),
  ],
  ['agents', allow(['bedrock:UpdateAgent', 'bedrock:PrepareAgent'], '*'), nonCompliant('steers-another-workload high')],
  ['agents, and nothing that prepares them', allow('bedrock:UpdateAgent', '*'), COMPLIANT],
  ['itself', allow(['bedrock:UpdateAgent', 'bedrock:PrepareAgent'], AGENT_ARN), COMPLIANT],
  [
    'the policy of a bucket',
    allow('s3:PutBucketPolicy', 'arn:aws:s3:::help-files'),
    nonCompliant('opens-a-resource-policy high'),
  ],
  [
    'a bucket policy on objects, which grants nothing',
    allow('s3:PutBucketPolicy', 'arn:aws:s3:::help-files/*'),
    COMPLIANT,
  ],
  [
    'the organization',
    allow('organizations:LeaveOrganization', '*'),
    nonCompliant('changes-the-organization critical'),
  ],
  ['a knowledge base, and what is in it', allow('bedrock:Ingest*', KNOWLEDGE_BASE_ARN), COMPLIANT],
  [
    'a knowledge base, whatever is done with it: it can have a policy',
    allow('bedrock:*', KNOWLEDGE_BASE_ARN),
    nonCompliant('opens-a-resource-policy high'),
  ],
  [
    'a managed policy was not read',
    (draft) =>
      draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' }),
    insufficient('the text of the AWS managed policy IAMFullAccess was not read'),
  ],
  [
    'a managed policy was not read, and another path is open',
    (draft) => {
      draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' });
      allow('iam:CreateAccessKey', '*')(draft);
    },
    {
      ...nonCompliant('takes-over-an-identity critical'),
      missing: ['the text of the AWS managed policy IAMFullAccess was not read'],
    },
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test('a finding says what can be done, by which action, where, and what else', () => {
  const outcome = outcomeFor(
    rule,
    changed(
      allow(['iam:PutRolePolicy', 'iam:AttachRolePolicy'], role('app-*'), { Bool: { 'aws:SecureTransport': 'true' } }),
    ),
  );
  expect(outcome).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'changes-permissions',
        severity: 'high',
        message: `The role can attach any policy to a role: \`iam:AttachRolePolicy\` on \`${role('app-*')}\` (statement 4 of inline policy HelpAgent). The conditions of the statement may hold. It can also write an inline policy of a role.`,
        location: { policy: 'inline policy HelpAgent', statement: 4 },
        remediation:
          'Remove `iam:AttachRolePolicy` and `iam:PutRolePolicy` from statement 4 of inline policy HelpAgent. No workload of the role is known to need `iam:AttachRolePolicy` and `iam:PutRolePolicy`. (https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/)',
      },
    ],
  });
});

test('what a workload needs is no path', () => {
  const interpreter = `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:code-interpreter-custom/help-0123456789`;
  const [role] = buildAgentRoles(
    changed(
      allow(['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'], interpreter),
    ),
  ).roles;
  const [need] = role?.knownRequests ?? [];
  if (role === undefined || need === undefined) throw new Error('the agent has needs');
  const ids = (action: string): unknown => {
    const knownRequests = [...role.knownRequests, { ...need, action, resource: interpreter }];
    return summaryOf(rule.evaluate({ ...role, knownRequests })).complianceType;
  };
  expect([ids('bedrock-agentcore:StartCodeInterpreterSession'), ids('bedrock-agentcore:GetCodeInterpreter')]).toEqual([
    'COMPLIANT',
    'NON_COMPLIANT',
  ]);
});

describe('the table of paths', () => {
  test('names actions that exist', () => {
    const actions = ESCALATION_PATHS.flatMap(({ steps }) => steps.flatMap(({ anyOf }) => anyOf));
    const unknown = actions.filter((action) => {
      const prefix = action.split(':', 1)[0] ?? '';
      return serviceAuthorization.isCovered(prefix)
        ? serviceAuthorization.actionsMatching(action).length === 0
        : !serviceAuthorization.isKnownPrefix(prefix);
    });
    expect({ unknown, seen: actions.length > 100 }).toEqual({ unknown: [], seen: true });
  });

  test.each(ESCALATION_PATHS.map((path) => [`${path.kind}: ${path.does}`, path] as const))(
    '%s: open with its steps, closed without any one of them',
    (_name, path) => {
      const idsWith = (steps: typeof path.steps | readonly (typeof path.steps)[number][]): readonly string[] => {
        const outcome = outcomeFor(
          rule,
          changed((draft) => {
            draft.agents[0].knowledgeBases = [];
            statements(draft).pop();
            for (const { anyOf, passedTo } of steps)
              allow(anyOf[0], '*', passedTo === undefined ? undefined : passedToService(passedTo))(draft);
          }),
        );
        return outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings.map(({ message }) => message) : [];
      };
      const says = (messages: readonly string[]): boolean => messages.some((text) => text.includes(path.does));
      expect(says(idsWith(path.steps))).toBe(true);
      for (const step of path.steps) expect(says(idsWith(path.steps.filter((other) => other !== step)))).toBe(false);
    },
  );
});
