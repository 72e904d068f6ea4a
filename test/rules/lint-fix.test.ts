import { expect, test } from 'vitest';
import { remediationOfFinding } from '../../functions/remediation/finding-remediation.ts';
import rule from '../../functions/rules/agent-role-policies-mean-something.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import { ACCOUNT, changed, type Draft, KNOWLEDGE_BASE_ARN, modelArn, statements } from './plain-account.ts';

/** The statements of the policy that the fix of the only finding proposes, with its proof. */
function fixed(change: (draft: Draft) => void) {
  const [role] = buildAgentRoles(changed(change)).roles;
  const outcome = role === undefined ? undefined : rule.evaluate(role);
  if (role === undefined || outcome?.complianceType !== 'NON_COMPLIANT') throw new Error('nothing is wrong');
  const [finding, ...others] = outcome.findings;
  if (others.length > 0) throw new Error(`more is wrong: ${others.map(({ id }) => id).join()}`);
  const { policy, proof, steps } = remediationOfFinding(finding, role);
  return { statements: policy?.Statement, proof, steps: steps.length };
}

const PROVEN = { before: 'implicitDeny', after: 'allowed', minimal: true, stillBlockedBy: [] };
const RETRIEVE = { Effect: 'Allow', Action: ['bedrock:Retrieve'], Resource: [KNOWLEDGE_BASE_ARN] };

test('an action that does not exist is corrected where a workload needs what was meant', () => {
  const { statements: after, proof } = fixed((draft) => {
    statements(draft).at(-1).Action = 'bedrock:QueryKnowledgeBase';
  });
  expect({ last: after?.at(-1), count: after?.length, proof }).toEqual({ last: RETRIEVE, count: 4, proof: PROVEN });
});

test('an ARN with an account where models have none is corrected', () => {
  const wrong = modelArn('us-east-2').replace('::', `:${ACCOUNT}:`);
  const { statements: after, proof } = fixed((draft) => {
    statements(draft)[1].Resource[1] = wrong;
  });
  expect({ resources: after?.[1]?.Resource, proof }).toEqual({
    resources: ['us-east-1', 'us-east-2', 'us-west-2'].map((region) => modelArn(region)),
    proof: PROVEN,
  });
});

test.each<[string, Draft]>([
  ['nobody needs what was meant', { Effect: 'Allow', Action: 'bedrock:InvokeAgents', Resource: '*' }],
  ['it is allowed already', { Effect: 'Allow', Action: 'bedrock:QueryKnowledgeBase', Resource: KNOWLEDGE_BASE_ARN }],
  ['it stands in a Deny', { Effect: 'Deny', Action: 'bedrock:QueryKnowledgeBase', Resource: KNOWLEDGE_BASE_ARN }],
  [
    'it is what is excepted',
    { Effect: 'Deny', NotAction: ['bedrock:*', 'bedrock-runtime:InvokeModel'], Resource: '*' },
  ],
])('only words where %s', (_name, statement) => {
  expect(fixed((draft) => statements(draft).push(statement))).toEqual({
    statements: undefined,
    proof: undefined,
    steps: 1,
  });
});
