import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-can-invoke-its-models.ts';
import {
  AGENT_ARN,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  MODEL,
  modelArn,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  PROFILE_ARN,
  statements,
  summaryOf,
} from './plain-account.ts';

const OTHER_ROLE = 'arn:aws:iam::210987654321:role/other';
const STEP = { promptType: 'POST_PROCESSING', foundationModel: 'amazon.nova-pro-v1:0' };
const unreadPolicy = (draft: Draft): void =>
  draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({
    PolicyArn: 'arn:aws:iam::210987654321:policy/team/Other',
  });
const unreadOf = (draft: Draft): Draft => {
  draft.unread ??= [];
  return draft.unread;
};
const BOTH = (id: string) => nonCompliant(`${id} critical`, `${id} high`);

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['a destination is not allowed', (draft) => statements(draft)[1].Resource.pop(), BOTH('not-allowed')],
  [
    'the profile is allowed in another Region',
    (draft) => {
      statements(draft)[0].Resource = PROFILE_ARN.replace('us-east-1', 'us-west-2');
    },
    BOTH('not-allowed'),
  ],
  [
    'the aliases were not read',
    (draft) => delete draft.agents[0].aliases,
    insufficient('the aliases of agent HELPAGENT1 were not read'),
  ],
  [
    'the aliases of another agent were not read, which may not use the role',
    (draft) => {
      const agentArn = AGENT_ARN.replace('HELPAGENT1', 'ELSEAGENT1');
      draft.agents.push({ agent: { agentId: 'ELSEAGENT1', agentArn, agentResourceRoleArn: OTHER_ROLE } });
    },
    COMPLIANT,
  ],
  [
    'a version was refused',
    (draft) => unreadOf(draft).push({ part: 'agents.HELPAGENT1.versions.3', error: 'AccessDeniedException' }),
    insufficient('agents.HELPAGENT1.versions.3 was not read (AccessDeniedException)'),
  ],
  [
    'action groups were refused, which name no model',
    (draft) => unreadOf(draft).push({ part: 'agents.HELPAGENT1.actionGroups', error: 'AccessDeniedException' }),
    COMPLIANT,
  ],
  [
    'a prompt step names a model that is not allowed',
    (draft) => {
      draft.agents[0].agent.promptOverrideConfiguration = { promptConfigurations: [STEP] };
    },
    nonCompliant('not-allowed critical'),
  ],
  [
    'a prompt step that is disabled names a model that is not allowed',
    (draft) => {
      const promptConfigurations = [{ ...STEP, promptState: 'DISABLED' }];
      draft.agents[0].agent.promptOverrideConfiguration = { promptConfigurations };
    },
    COMPLIANT,
  ],
  [
    'the profile is named without its account',
    (draft) => {
      draft.agents[0].agent.foundationModel = PROFILE_ARN.replace('210987654321', '');
    },
    COMPLIANT,
  ],
  [
    'the profile is of a geography that is new',
    (draft) => {
      draft.agents[0].agent.foundationModel = `kr.${MODEL}`;
      statements(draft)[0].Resource = PROFILE_ARN.replace('/us.', '/kr.');
    },
    insufficient(`the inference profile kr.${MODEL} was not read`),
  ],
  ['streams are not allowed', (draft) => statements(draft)[1].Action.pop(), nonCompliant('not-allowed high')],
  [
    'models are allowed through the profile only',
    (draft) => {
      statements(draft)[1].Condition = { StringEquals: { 'bedrock:InferenceProfileArn': PROFILE_ARN } };
    },
    COMPLIANT,
  ],
  [
    'models are allowed through another profile only',
    (draft) => {
      statements(draft)[1].Condition = { StringEquals: { 'bedrock:InferenceProfileArn': `${PROFILE_ARN}x` } };
    },
    BOTH('not-allowed'),
  ],
  [
    'a key decides that nobody can tell',
    (draft) => {
      statements(draft)[0].Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } };
    },
    insufficient(
      'whether bedrock:InvokeModel is allowed depends on `aws:SourceVpce`',
      'whether bedrock:InvokeModelWithResponseStream is allowed depends on `aws:SourceVpce`',
      'whether bedrock:GetInferenceProfile is allowed depends on `aws:SourceVpce`',
    ),
  ],
  [
    'the profile was not read',
    (draft) => {
      draft.bedrock.inferenceProfiles = [];
    },
    insufficient(`the inference profile us.${MODEL} was not read`),
  ],
  ['the text of a managed policy was not read, and the others allow all', unreadPolicy, COMPLIANT],
  [
    'the text of a managed policy was not read, and the others do not allow all',
    (draft) => {
      unreadPolicy(draft);
      statements(draft)[1].Resource.pop();
    },
    insufficient('the text of the managed policy Other was not read'),
  ],
  [
    'a Deny, a boundary and the organization take it away: the subject of another rule',
    (draft) => {
      statements(draft).push({ Effect: 'Deny', Action: '*', Resource: '*' });
      draft.iam.RoleDetailList[0].PermissionsBoundary = { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/none' };
      draft.organization = { serviceControlPolicies: [[]] };
    },
    COMPLIANT,
  ],
  [
    'a Deny, and no Allow',
    (draft) => {
      statements(draft).push({ Effect: 'Deny', Action: 'bedrock:*', Resource: '*' });
      statements(draft)[1].Resource.pop();
    },
    BOTH('not-allowed'),
  ],
  [
    'everything but Bedrock is allowed',
    (draft) => {
      statements(draft)[1] = { Effect: 'Allow', NotAction: 'bedrock:*', Resource: '*' };
    },
    BOTH('not-allowed'),
  ],
  [
    'everything but identities is allowed, everywhere but on the profiles of other accounts',
    (draft) => {
      draft.iam.RoleDetailList[0].RolePolicyList[0].PolicyDocument.Statement = [
        { Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:bedrock:*:111122223333:*' },
      ];
    },
    COMPLIANT,
  ],
  [
    'everything is allowed where Bedrock is called',
    (draft) => {
      const Condition = { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-east-2', 'us-west-2'] } };
      draft.iam.RoleDetailList[0].RolePolicyList[0].PolicyDocument.Statement = [
        { Effect: 'Allow', Action: '*', Resource: '*', Condition },
      ];
    },
    COMPLIANT,
  ],
  [
    'everything is allowed in one Region of the three',
    (draft) => {
      const Condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } };
      draft.iam.RoleDetailList[0].RolePolicyList[0].PolicyDocument.Statement = [
        { Effect: 'Allow', Action: '*', Resource: '*', Condition },
      ];
    },
    BOTH('not-allowed'),
  ],
  [
    'the document is percent-encoded, as the API answers it',
    (draft) => {
      const [policy] = draft.iam.RoleDetailList[0].RolePolicyList;
      policy.PolicyDocument = encodeURIComponent(JSON.stringify(policy.PolicyDocument));
    },
    COMPLIANT,
  ],
  [
    'AdministratorAccess takes the place of all',
    (draft) => {
      draft.iam.RoleDetailList[0].RolePolicyList = [];
      draft.iam.RoleDetailList[0].AttachedManagedPolicies = [
        { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ];
    },
    COMPLIANT,
  ],
  [
    'a global profile, without the model that has no Region',
    (draft) => {
      const arn = PROFILE_ARN.replace('/us.', '/global.');
      draft.agents[0].agent.foundationModel = `global.${MODEL}`;
      draft.bedrock.inferenceProfiles[0].inferenceProfileArn = arn;
      statements(draft)[0].Resource = arn;
    },
    BOTH('not-allowed'),
  ],
  [
    'a global profile, with every model ARN',
    (draft) => {
      const arn = PROFILE_ARN.replace('/us.', '/global.');
      draft.agents[0].agent.foundationModel = `global.${MODEL}`;
      draft.bedrock.inferenceProfiles[0].inferenceProfileArn = arn;
      statements(draft)[0].Resource = arn;
      statements(draft)[1].Resource.push(modelArn(''));
    },
    COMPLIANT,
  ],
  [
    'no model is named, and the agent never ran',
    (draft) => {
      delete draft.agents[0].agent.foundationModel;
      draft.agents[0].agent.agentStatus = 'NOT_PREPARED';
    },
    { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role name no model' },
  ],
  [
    'no model is named, and the agent runs',
    (draft) => delete draft.agents[0].agent.foundationModel,
    insufficient('the model of agent HELPAGENT1 is not in its configuration'),
  ],
  [
    "another account's Provisioned Throughput",
    (draft) => {
      const arn = 'arn:aws:bedrock:us-east-1:998877665544:provisioned-model/abcdefghijkl';
      draft.agents[0].agent.foundationModel = arn;
      statements(draft).push({ Effect: 'Allow', Action: 'bedrock:*', Resource: arn });
    },
    insufficient(
      'whether the owner of arn:aws:bedrock:us-east-1:998877665544:provisioned-model/abcdefghijkl lets the role use it was not read',
    ),
  ],
  [
    'a prompt step names a further model',
    (draft) => {
      draft.agents[0].agent.promptOverrideConfiguration = {
        promptConfigurations: [{ promptType: 'PRE_PROCESSING', foundationModel: 'amazon.nova-lite-v1:0' }],
      };
    },
    nonCompliant('not-allowed critical'),
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test('the finding names all missing ARNs of an action, and carries the statement', () => {
  const outcome = outcomeFor(
    rule,
    changed((draft) => {
      statements(draft)[1].Resource = [modelArn('us-east-1')];
      statements(draft)[1].Action = ['bedrock:InvokeModel'];
      statements(draft).push({
        Effect: 'Allow',
        Action: 'bedrock:InvokeModelWithResponseStream',
        Resource: 'arn:aws:bedrock:*::foundation-model/*',
      });
    }),
  );
  expect(outcome).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'not-allowed',
        severity: 'critical',
        workload: `${AGENT_ARN}#DRAFT`,
        message: `The policies of the role do not allow \`bedrock:InvokeModel\` on \`${modelArn('us-east-2')}\` and \`${modelArn('us-west-2')}\`, which inference profile us.${MODEL} needs. Nearest is statement 1 of inline policy HelpAgent: action matched, resource did not: \`Resource\` is \`${modelArn('us-east-1').slice(0, 77)}…\`.`,
        location: { policy: 'inline policy HelpAgent', statement: 1 },
        remediation: `Add to a policy of the role: {"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":["${modelArn('us-east-2')}","${modelArn('us-west-2')}"],"Condition":{"StringEquals":{"bedrock:InferenceProfileArn":"${PROFILE_ARN}"}}}`,
        fix: {
          kind: 'correct',
          location: { policy: 'inline policy HelpAgent', statement: 1 },
          requests: ['us-east-2', 'us-west-2'].map((region) => ({
            action: 'bedrock:InvokeModel',
            resource: modelArn(region),
            context: { 'aws:RequestedRegion': region, 'bedrock:InferenceProfileArn': PROFILE_ARN },
          })),
        },
      },
    ],
  });
});
