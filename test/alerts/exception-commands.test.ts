import { expect, it } from 'vitest';
import { exceptionCommands } from '../../functions/alerts/exception-commands.ts';

const found = (roleName: string, ruleId: string) => ({
  ruleId,
  title: 't',
  roleArn: 'arn:aws:iam::111122223333:role/agent',
  roleName,
  findings: [{ id: 'f', severity: 'high', message: 'm', remediation: 'r' }] as const,
});

const command = (quotedName: string, ruleId: string) =>
  `aws iam tag-role --role-name ${quotedName} --tags '[{"Key":"bedrock-warden:exception:${ruleId}","Value":"owner=TEAM until=YYYY-MM-DD reason=WHY"}]'`;

const RULES = ['a', 'b', 'c', 'd'];

it.each([
  ['one finding', [found('agent', 'a')], [command("'agent'", 'a')]],
  ['a name that would end its quotes', [found("x'; id #", 'a')], [command("'x'\\''; id #'", 'a')]],
  ['four rules of one role', RULES.map((rule) => found('agent', rule)), [command("'agent'", 'RULE')]],
  ['four roles', RULES.map((name) => found(name, 'a')), [command("'ROLE'", 'RULE')]],
])('%s', (_name, findings, commands) => {
  expect(exceptionCommands(findings)).toEqual(commands);
});
