import { expect, it } from 'vitest';
import { complianceChangeAlert } from '../../functions/alerts/compliance-change-alert.ts';
import { exceptionCommands } from '../../functions/alerts/exception-commands.ts';
import type { NewNonCompliance } from '../../functions/alerts/non-compliance.ts';

const change = {
  eventId: '11111111-2222-3333-4444-555555555555',
  eventName: 'UpdateAgent',
  eventTime: '2026-11-22T10:00:00Z',
  region: 'us-east-1',
  by: 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
  resources: ['AGENT00001'],
};
const found: NewNonCompliance = {
  ruleId: 'agent-role-can-invoke-its-models',
  title: "The role's policies allow every model",
  roleArn: 'arn:aws:iam::111122223333:role/agent',
  roleName: 'agent',
  findings: [{ id: 'denied', severity: 'high', message: 'The model `m` is not allowed.', remediation: 'Allow it.' }],
};

it('tells what was changed, by whom, and what became of it', () => {
  const alert = complianceChangeAlert([change, { ...change, eventName: 'PrepareAgent', by: null }], [found]);
  expect([alert.subject, alert.severity]).toEqual([
    '[HIGH] Non-compliant after UpdateAgent: agent: agent-role-can-invoke-its-models',
    'high',
  ]);
  expect(alert.sections.map(({ title, lines }) => [title, ...lines])).toEqual([
    [
      'What happened',
      'UpdateAgent of AGENT00001 in us-east-1 at 2026-11-22 10:00 UTC',
      'PrepareAgent of AGENT00001 in us-east-1 at 2026-11-22 10:00 UTC',
      'By arn:aws:sts::111122223333:assumed-role/Admin/alice',
    ],
    [
      'Non-compliant: agent: agent-role-can-invoke-its-models',
      'high: The model `m` is not allowed.',
      'What to do: Allow it.',
      "It should be: The role's policies allow every model",
      'Role: arn:aws:iam::111122223333:role/agent',
    ],
    [
      'What AWS Config shows',
      'The results in AWS Config follow with the next sweep, or earlier if the rules are run again.',
    ],
  ]);
});

it('has a subject that SNS takes, and the worst severity', () => {
  const long = { ...found, roleName: 'ä'.repeat(100), ruleId: 'agent-role-trusts-no-one-else' };
  const [finding] = found.findings;
  const worse: NewNonCompliance = { ...found, findings: [{ ...finding, severity: 'critical' }] };
  const { subject, severity } = complianceChangeAlert([{ ...change, eventName: 'X'.repeat(100) }], [long, worse]);
  expect([subject.length < 100, /^[\x20-\x7e]+ \(\+1 more\)$/.test(subject), severity]).toEqual([
    true,
    true,
    'critical',
  ]);
});

it('prints hostile names as text', () => {
  const hostile = { ...change, by: 'evil\u202e\nname', resources: ['i\u200bd'] };
  expect(complianceChangeAlert([hostile], [found]).sections[0]?.lines).toEqual([
    'UpdateAgent of id in us-east-1 at 2026-11-22 10:00 UTC',
    'By evil name',
  ]);
});

it('says where to look, and how to silence it', () => {
  const { links, silence } = complianceChangeAlert([change], [found]);
  expect([links.map(({ label }) => label), silence]).toEqual([
    ['Role', 'CloudTrail event'],
    [
      `aws iam tag-role --role-name 'agent' --tags '[{"Key":"bedrock-warden:exception:agent-role-can-invoke-its-models","Value":"owner=TEAM until=YYYY-MM-DD reason=WHY"}]'`,
    ],
  ]);
});

it.each([
  ['many rules of one role', 'agent', [found, found, found, found]],
  ['many roles', 'ROLE', [found, found, found, { ...found, roleName: 'other' }]],
])('one command silences %s', (_, role, many) => {
  expect(exceptionCommands(many)).toEqual([
    `aws iam tag-role --role-name '${role}' --tags '[{"Key":"bedrock-warden:exception:RULE","Value":"owner=TEAM until=YYYY-MM-DD reason=WHY"}]'`,
  ]);
});
