import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-trusts-its-service.ts';
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
  trustStatement,
} from './plain-account.ts';

const EXCLUDED = nonCompliant('condition-excludes-workload critical');
const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['the conditions go', (draft) => delete trustStatement(draft).Condition, COMPLIANT],
  ['any agent is admitted', (draft) => setArn(draft, `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/*`), COMPLIANT],
  ['another agent is admitted', (draft) => setArn(draft, `${AGENT_ARN}X`), EXCLUDED],
  [
    'another account is admitted',
    (draft) => {
      trustStatement(draft).Condition.StringEquals['aws:SourceAccount'] = '333344445555';
    },
    EXCLUDED,
  ],
  [
    'another service is trusted',
    (draft) => {
      trustStatement(draft).Principal.Service = 'lambda.amazonaws.com';
    },
    nonCompliant('service-not-trusted critical'),
  ],
  [
    'only sessions may be tagged',
    (draft) => {
      trustStatement(draft).Action = 'sts:TagSession';
    },
    nonCompliant('service-not-trusted critical'),
  ],
  [
    'the service is denied',
    (draft) =>
      draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Statement.push({
        Effect: 'Deny',
        Principal: { Service: 'bedrock.amazonaws.com' },
        Action: 'sts:*',
      }),
    nonCompliant('denied critical'),
  ],
  [
    'a key decides that nobody can tell',
    (draft) => {
      trustStatement(draft).Condition.StringEquals['aws:SourceOrgID'] = 'o-a1b2c3d4e5';
    },
    insufficient(
      `whether the trust policy lets bedrock.amazonaws.com assume the role for ${AGENT_ARN} depends on \`aws:SourceOrgID\``,
    ),
  ],
  ['everyone is trusted', (draft) => Object.assign(trustStatement(draft), { Principal: '*' }), COMPLIANT],
  ['every action of STS', (draft) => Object.assign(trustStatement(draft), { Action: 'sts:*' }), COMPLIANT],
  ['the key is written otherwise', (draft) => setKey(draft, 'AWS:SourceARN'), COMPLIANT],
  ["another partition's agent", (draft) => setArn(draft, AGENT_ARN.replace('arn:aws:', 'arn:aws-us-gov:')), EXCLUDED],
  ['agents of another Region', (draft) => setArn(draft, `arn:aws:bedrock:eu-west-1:${ACCOUNT}:agent/*`), EXCLUDED],
  ['knowledge bases', (draft) => setArn(draft, `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/*`), EXCLUDED],
  [
    'the alias of the agent',
    (draft) => setArn(draft, `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent-alias/HELPAGENT1/*`),
    EXCLUDED,
  ],
  [
    'an organization, of which no service is',
    (draft) => Object.assign(trustStatement(draft).Condition.StringEquals, { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }),
    EXCLUDED,
  ],
  [
    'a part of an organization, in which no service is',
    (draft) =>
      Object.assign(trustStatement(draft).Condition, {
        'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' },
      }),
    EXCLUDED,
  ],
  [
    'the ARN of the agent has no account',
    (draft) => {
      draft.agents[0].agent.agentArn = 'arn:aws:bedrock:us-east-1::agent/HELPAGENT1';
    },
    EXCLUDED,
  ],
  [
    'an external id, which no service has',
    (draft) => Object.assign(trustStatement(draft).Condition.StringEquals, { 'sts:ExternalId': 'x7' }),
    EXCLUDED,
  ],
  [
    'the connection is encrypted',
    (draft) => Object.assign(trustStatement(draft).Condition, { Bool: { 'aws:SecureTransport': 'true' } }),
    COMPLIANT,
  ],
  [
    'the endpoint is trusted, and not the service',
    (draft) => {
      trustStatement(draft).Principal.Service = 'bedrock-agent-runtime.amazonaws.com';
    },
    nonCompliant('service-not-trusted critical'),
  ],
  [
    'a second statement admits the agent',
    (draft) => {
      draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Statement.push(structuredClone(trustStatement(draft)));
      setArn(draft, `${AGENT_ARN}X`);
    },
    COMPLIANT,
  ],
  [
    'the trust policy is percent-encoded',
    (draft) => {
      const [role] = draft.iam.RoleDetailList;
      role.AssumeRolePolicyDocument = encodeURIComponent(JSON.stringify(role.AssumeRolePolicyDocument));
    },
    COMPLIANT,
  ],
  [
    'a knowledge base acts with the role, and the trust policy names the agent only',
    (draft) =>
      draft.knowledgeBases.push({
        knowledgeBase: {
          knowledgeBaseId: 'HELPBASE01',
          knowledgeBaseArn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/HELPBASE01`,
          roleArn: draft.agents[0].agent.agentResourceRoleArn,
        },
        dataSources: [],
      }),
    EXCLUDED,
  ],
  [
    'the role is in another account',
    (draft) => {
      draft.agents[0].agent.agentResourceRoleArn = 'arn:aws:iam::333344445555:role/help-agent-role';
    },
    nonCompliant('role-of-another-account critical'),
  ],
  ['IAM has no such role', (draft) => draft.iam.RoleDetailList.pop(), nonCompliant('role-missing critical')],
  [
    'the list of roles was cut short',
    (draft) => {
      draft.iam.RoleDetailList = [];
      draft.unread = [{ part: 'iam.RoleDetailList', error: 'ThrottlingException' }];
    },
    insufficient('the role help-agent-role was not read (ThrottlingException)'),
  ],
  [
    'IAM was not read',
    (draft) => {
      delete draft.iam;
      draft.unread = [{ part: 'iam', error: 'AccessDeniedException' }];
    },
    insufficient('the role help-agent-role was not read (AccessDeniedException)'),
  ],
];

const setKey = (draft: Draft, key: string): void => {
  trustStatement(draft).Condition.ArnLike = { [key]: AGENT_ARN };
};
const setArn = (draft: Draft, arn: string): void => {
  trustStatement(draft).Condition.ArnLike['aws:SourceArn'] = arn;
};

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test('the finding says what to add', () => {
  const outcome = outcomeFor(
    rule,
    changed((draft) => {
      trustStatement(draft).Principal.Service = 'lambda.amazonaws.com';
    }),
  );
  expect(outcome).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'service-not-trusted',
        severity: 'critical',
        workload: AGENT_ARN,
        message: `The trust policy does not let \`bedrock.amazonaws.com\` assume the role, so \`${AGENT_ARN}\` cannot act.`,
        remediation: `Add this statement to the trust policy: {"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"${ACCOUNT}"},"ArnLike":{"aws:SourceArn":"${AGENT_ARN}"}}}`,
        fix: { kind: 'trust', workloads: [AGENT_ARN] },
      },
    ],
  });
});

test.each<[what: string, change: (draft: Draft) => void, expected: Draft]>([
  [
    'which condition fails, and where',
    (draft) => setArn(draft, `${AGENT_ARN}X`),
    {
      id: 'condition-excludes-workload',
      message: `The trust policy names \`bedrock.amazonaws.com\`, but a condition does not admit \`${AGENT_ARN}\` (statement 0 of trust policy): action and resource matched, condition did not: \`ArnLike\` on \`aws:SourceArn\` wants \`${AGENT_ARN}X\`, it is \`${AGENT_ARN}\`.`,
      remediation: `Set the statement's condition: "Condition": {"StringEquals":{"aws:SourceAccount":"${ACCOUNT}"},"ArnLike":{"aws:SourceArn":"${AGENT_ARN}"}}`,
      location: { policy: 'trust policy', statement: 0 },
      fix: { kind: 'trust', workloads: [AGENT_ARN] },
    },
  ],
  [
    'which principal was taken for the service',
    (draft) => {
      trustStatement(draft).Principal.Service = ['bedrock-agent.amazonaws.com', 'lambda.amazonaws.com'];
    },
    {
      id: 'service-not-trusted',
      message: `The trust policy does not let \`bedrock.amazonaws.com\` assume the role, so \`${AGENT_ARN}\` cannot act. It names \`bedrock-agent.amazonaws.com\`, which is another principal.`,
      remediation: `Add this statement to the trust policy: {"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"${ACCOUNT}"},"ArnLike":{"aws:SourceArn":"${AGENT_ARN}"}}}`,
      fix: { kind: 'trust', workloads: [AGENT_ARN] },
    },
  ],
  [
    'that the trust policy of a service-linked role stays as it is',
    (draft) => {
      const arn = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/lex.amazonaws.com/AWSServiceRoleForLexBots`;
      draft.iam.RoleDetailList[0].Arn = arn;
      draft.agents[0].agent.agentResourceRoleArn = arn;
      trustStatement(draft).Principal.Service = 'lex.amazonaws.com';
    },
    {
      id: 'service-not-trusted',
      message: `The trust policy does not let \`bedrock.amazonaws.com\` assume the role, so \`${AGENT_ARN}\` cannot act.`,
      remediation: 'Give the workload a role of its own: nobody can change the trust policy of a service-linked role.',
    },
  ],
])('the finding says %s', (_what, change, expected) => {
  const finding = { severity: 'critical', workload: AGENT_ARN, ...expected };
  expect(outcomeFor(rule, changed(change))).toEqual({ complianceType: 'NON_COMPLIANT', findings: [finding] });
});
