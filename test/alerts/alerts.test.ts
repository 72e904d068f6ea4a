import { expect, test } from 'vitest';
import { accessDeniedAlert } from '../../functions/alerts/access-denied-alert.ts';
import { denialText } from '../../functions/alerts/denial-text.ts';
import { type ExplainedDenial, explainDenial } from '../../functions/alerts/explain-denial.ts';
import { slackMessage } from '../../functions/alerts/slack-message.ts';
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

test('the alert', () => {
  const alert = accessDeniedAlert(form);
  expect(alert).toEqual({
    subject: 'Bedrock access denied: USE_CASE_FORM_NOT_SUBMITTED: SupportAgentRole',
    severity: 'high',
    text: denialText(form),
    sections: alert.sections,
    eventId: 'e-1',
  });
});

const hostile = '<!channel> *x* \u202egnp.exe\u0007\r\nBcc: a@example.com & `<https://evil|AWS>` ünïcode';
const poisoned: ExplainedDenial = {
  ...permission,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/${hostile}`,
  roleName: hostile,
  denied: { action: hostile, resource: hostile, layer: null },
  causes: permission.causes.map((cause) => ({
    ...cause,
    summary: hostile,
    evidence: [{ source: hostile, says: hostile }],
  })),
  unanswered: [hostile],
};

test('a hostile name breaks neither the subject nor the text', () => {
  const { subject, text } = accessDeniedAlert(poisoned);
  expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  expect(text.split('\n').filter((line) => /[\p{Cf}\p{Cc}]|^Bcc/u.test(line))).toEqual([]);
});

test('a subject is never longer than 99 characters', () => {
  const { subject } = accessDeniedAlert({
    ...form,
    roleName: `${'r'.repeat(64)}${'x'.repeat(99)}`,
  });
  expect(subject.length).toBe(99);
});

test('nothing in a Slack message is a mention or a link', () => {
  const { text, blocks } = slackMessage(accessDeniedAlert(poisoned));
  expect(text).not.toMatch(/[<>]/);
  const sections = blocks.flatMap((block) => (block.type === 'section' ? [block.text] : []));
  expect(sections.length).toBeGreaterThan(0);
  for (const section of sections) {
    expect(section.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(section.verbatim).toBe(true);
  }
});

test.each([
  ['one long line', { title: 'T', lines: ['&'.repeat(20_000)] }, 1],
  ['many lines', { title: 'T', lines: Array.from({ length: 2_000 }, (_, index) => `line ${index} <b>`) }, 1],
  ['many sections', { title: 'T', lines: ['x'] }, 200],
  ['a long command', { title: 'T', lines: ['x'], code: "aws 'x' ".repeat(1_000) }, 1],
])('a Slack message stays within the limits: %s', (_, section, times) => {
  const alert = { ...accessDeniedAlert(form), sections: Array.from({ length: times }, () => section) };
  const { text, blocks } = slackMessage(alert);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(Math.max(...blocks.map((block) => block.text.text.length))).toBeLessThanOrEqual(3_000);
  expect(text.length + blocks.reduce((sum, block) => sum + block.text.text.length, 0)).toBeLessThanOrEqual(12_000);
  expect(blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text: alert.subject, emoji: false } });
  expect(blocks.every((block) => !/&(?!amp;|lt;|gt;)/.test(block.text.text))).toBe(true);
});
