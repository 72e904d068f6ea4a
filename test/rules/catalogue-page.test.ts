import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-trust-limits-source.ts';
import { type RuleExample, rulePage } from '../../functions/rules/catalogue-page.ts';
import type { RuleGuide } from '../../functions/rules/guides/rule-guide.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const guide: RuleGuide = {
  howToFix: {
    json: '{"Effect": "Allow"}',
    cli: 'echo "```"',
    cloudFormation: 'Role:\n  Type: AWS::IAM::Role\n\n  # the end',
    terraform: 'resource "aws_iam_role" "r" {\n}\n',
  },
  whenNotToUse: 'Never.',
};

const snapshot = (AssumeRolePolicyDocument: unknown, more: object = {}): Snapshot => ({
  format: 'bedrock-warden/snapshot/1',
  accountId: '111122223333',
  region: 'us-east-1',
  iam: {
    RoleDetailList: [
      { RoleName: 'r', RoleId: 'AROAEXAMPLE', Arn: 'arn:aws:iam::111122223333:role/r', AssumeRolePolicyDocument },
    ],
  },
  ...more,
});
const example = (complianceType: RuleExample['complianceType'], shown: Snapshot): RuleExample => ({
  ruleId: rule.id,
  name: `the role is ${complianceType}`,
  complianceType,
  findings: complianceType === 'NON_COMPLIANT' ? ['source-not-limited high'] : [],
  file: `${rule.id}/x.json`,
  snapshot: shown,
});
const pageOf = (good: Snapshot, bad: Snapshot): string =>
  rulePage(rule, guide, [
    example('COMPLIANT', good),
    example('NON_COMPLIANT', bad),
    { ...example('NON_COMPLIANT', bad), ruleId: 'agent-stray', findings: ['stray critical'] },
  ]);

const good = snapshot('%7B%22Version%22%3A%222012-10-17%22%7D');

test('a document is shown as the object that it is the text of', () => {
  const page = pageOf(good, snapshot('{"Version":"2008-10-17"}'));
  expect(page).toContain('The trust policy:\n\n```json\n{\n  "Version": "2012-10-17"\n}\n```');
  expect(page).toContain('The trust policy:\n\n```json\n{\n  "Version": "2008-10-17"\n}\n```');
});

test('text that is no document is shown as it is', () => {
  expect(pageOf(good, snapshot('%'))).toContain('The trust policy:\n\n```json\n"%"\n```');
});

test('only what differs is shown', () => {
  const page = pageOf(good, { ...good, flows: [{ id: 'HELPFLOW01' }] });
  expect(page).toContain('The flows:\n\n```json\n[\n  {\n    "id": "HELPFLOW01"\n  }\n]\n```');
  expect(page).not.toContain('The trust policy:');
});

test('a long part ends where its fixture goes on', () => {
  const page = pageOf(good, snapshot({ Statement: Array.from({ length: 60 }, (_, index) => index) }));
  expect(page).toContain(`\n… 16 more lines in ${rule.id}/x.json\n\`\`\``);
});

test('the severities are those of the rule, and a fence is longer than what it holds', () => {
  const page = pageOf(good, snapshot({}));
  expect(page).toContain('In the samples:\n\n- `source-not-limited`: high\n\n## Parameters\n\nNone.');
  expect(page).toContain('````sh\necho "```"\n````');
});

test('a resource alone becomes a template', () => {
  expect(pageOf(good, snapshot({}))).toContain(
    '```yaml\nResources:\n  Role:\n    Type: AWS::IAM::Role\n\n    # the end\n```',
  );
});

test('the fixtures that differ least are shown', () => {
  const [far, near] = [snapshot({ Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] }), snapshot({})];
  const page = rulePage(rule, guide, [
    { ...example('NON_COMPLIANT', far), name: 'far' },
    { ...example('NON_COMPLIANT', near), name: 'near' },
    example('COMPLIANT', good),
  ]);
  expect(page).toContain('### NON_COMPLIANT\n\n[near]');
  expect(page).toContain('Others:\n\n- `NON_COMPLIANT`: [far]');
});

test('a short list of words takes one line, and a sample that only lacks something says so', () => {
  const page = pageOf(good, { ...good, openSearchServerless: { Action: ['a:b', 'c:d'], Long: ['x'.repeat(99)] } });
  expect(page).toContain('"Action": ["a:b", "c:d"],\n  "Long": [\n');
  expect(page).toContain('Like the other sample, without what that one shows.\n\n### NON_COMPLIANT');
});
