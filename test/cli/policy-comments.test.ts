import { expect, it } from 'vitest';
import { elsewhereComments } from '../../functions/cli/policy-comments.ts';
import { accessElsewhere } from '../../functions/remediation/access-elsewhere.ts';
import { agentRole, ROLE, request } from '../diagnosis/agent-role-fixture.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:444455556666:secret:token-AbCdEf';
const KEY = 'arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';

it('gives the statements of policies that others keep, ready to paste', () => {
  const elsewhere = accessElsewhere(
    agentRole({
      accessHeldElsewhere: [
        request({
          action: 'secretsmanager:GetSecretValue',
          resource: SECRET,
          heldBy: 'resourcePolicy',
          principal: ROLE,
        }),
        request({ action: 'kms:Decrypt', resource: KEY, heldBy: 'keyPolicy', principal: ROLE }),
      ],
    }),
  );
  expect(elsewhereComments({ elsewhere })).toEqual([
    `# The policy of the key ${KEY} needs this statement, unless it leaves access to the policies of the account: {"Sid":"UsedForSupportAgentRole","Effect":"Allow","Principal":{"AWS":"${ROLE}"},"Action":["kms:Decrypt"],"Resource":"*"}`,
    `# The policy of ${SECRET}, which is another account's, needs this statement: {"Sid":"AccessForSupportAgentRole","Effect":"Allow","Principal":{"AWS":"${ROLE}"},"Action":["secretsmanager:GetSecretValue"],"Resource":"${SECRET}"}`,
  ]);
});
