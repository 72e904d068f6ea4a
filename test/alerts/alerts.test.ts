import { expect, test } from 'vitest';
import { denialText } from '../../functions/alerts/denial-text.ts';
import { explainDenial } from '../../functions/alerts/explain-denial.ts';
import type { DeniedRequest } from '../../functions/diagnosis/diagnosis.ts';
import {
  ACCOUNT,
  administrator,
  agentRole,
  foundationModel,
  good,
  identity,
  modelUse,
  ROLE,
} from '../diagnosis/agent-role-fixture.ts';

const denied: DeniedRequest = {
  eventId: 'e-1',
  eventSource: 'bedrock.amazonaws.com',
  eventName: 'InvokeAgent',
  roleArn: ROLE,
  roleName: ROLE.split('/').at(-1) ?? '',
  workload: { type: 'agent', id: 'AGENT00001', actsAs: 'itself' },
  message: { template: 'generic-bedrock' },
};
const withoutForm = agentRole({
  ...identity(administrator),
  useCaseFormSubmitted: { known: false },
  models: {
    known: [
      modelUse([
        foundationModel({ availability: { known: { ...good, agreementAvailability: { status: 'NOT_AVAILABLE' } } } }),
      ]),
    ],
  },
});
const form = explainDenial(denied, withoutForm);
const permission = explainDenial(denied, agentRole(identity()));

test('every cause carries a remediation in place of its change', () => {
  expect(permission.causes.map((cause) => Object.keys(cause))).toEqual([
    ['code', 'certainty', 'summary', 'evidence', 'remediation'],
  ]);
});

test('a form that is missing needs no policy', () => {
  expect(form.causes.map(({ code, certainty, remediation }) => [code, certainty, 'policy' in remediation])).toEqual([
    ['USE_CASE_FORM_NOT_SUBMITTED', 'proven', false],
  ]);
  expect(form.causes[0]?.remediation.steps.at(-1)).toBe(
    'No IAM change is needed for the form: leave the policies of the role as they are.',
  );
});

test('a permission that is missing comes with a scoped policy', () => {
  expect(
    permission.causes.map(({ code, certainty, remediation }) => [code, certainty, remediation.proof?.after]),
  ).toEqual([['IDENTITY_POLICY_MISSING_ACTION', 'proven', 'allowed']]);
});

test('the text says what happened, the cause, the evidence, what to do and by whom', () => {
  const text = denialText(permission);
  expect(text.split('\n').filter((line) => /^\S/.test(line) && !line.startsWith('aws '))).toEqual([
    'What happened',
    'Cause (proven): IDENTITY_POLICY_MISSING_ACTION',
    'What to do',
  ]);
  expect(text).toContain(`By an administrator of account ${ACCOUNT}:`);
  expect(text).toContain("aws iam put-role-policy --role-name 'SupportAgentRole'");
});
