import { expect, test } from 'vitest';
import type { DeniedRequest } from '../../functions/diagnosis/diagnosis.ts';
import { findRole } from '../../functions/diagnosis/find-role.ts';
import { ACCOUNT, agentRole, ROLE } from './agent-role-fixture.ts';

const role = agentRole();
const otherAccount = agentRole({
  arn: ROLE.replace(ACCOUNT, '444455556666'),
  accountId: '444455556666',
  workloads: [],
});
const roles = [otherAccount, role];
const generic = { template: 'generic-bedrock' };
const session = `arn:aws:sts::${ACCOUNT}:assumed-role/SupportAgentRole/x`;

const rows: readonly (readonly [string, DeniedRequest, string | undefined])[] = [
  ['by its ARN', { roleArn: ROLE, message: generic }, ROLE],
  ['not by an ARN without the path', { roleArn: ROLE.replace('service-role/', ''), message: generic }, undefined],
  ['by its name in its account', { roleName: 'SupportAgentRole', principalArn: session, message: generic }, ROLE],
  ['not by a name that several accounts have', { roleName: 'SupportAgentRole', message: generic }, undefined],
  [
    'by the agent that somebody called, when the agent was refused',
    {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/Caller`,
      workload: { type: 'agent', id: 'AGENT00001', actsAs: 'called' },
      message: generic,
    },
    ROLE,
  ],
  [
    'not by the agent that somebody called, when the caller was refused',
    {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/Caller`,
      workload: { type: 'agent', id: 'AGENT00001', actsAs: 'called' },
      message: { template: 'iam-identity-implicit', action: 'bedrock:InvokeAgent' },
    },
    undefined,
  ],
  [
    'by its name, where the account of the session is masked',
    {
      roleName: 'SupportAgentRole',
      principalArn: session.replace(ACCOUNT, 'XXXXXXXXXXXX'),
      accountId: ACCOUNT,
      message: generic,
    },
    ROLE,
  ],
  ['not without anything to go by', { message: generic }, undefined],
];

test.each(rows)('%s', (_, denied, arn) => {
  expect(findRole(denied, roles)?.arn).toBe(arn);
});

test('not by a workload whose versions have different roles', () => {
  const older = agentRole({ arn: `arn:aws:iam::${ACCOUNT}:role/Older`, name: 'Older' });
  const denied: DeniedRequest = { workload: { type: 'agent', id: 'AGENT00001', actsAs: 'called' }, message: generic };
  expect(findRole(denied, [role, older])).toBeUndefined();
});
