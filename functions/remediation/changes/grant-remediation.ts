import type { StatementLocation } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { policyName } from '../policy-snippets.ts';
import { type PolicyEdit, readAgain } from '../proof/policy-edit.ts';
import { holds, prove } from '../proof/proof.ts';
import { whatRemains } from '../proof/what-remains.ts';
import type { PolicyDocument, Remediation } from '../remediation.ts';
import { REPEAT, wordedEdits } from '../wording/worded-edits.ts';
import { correctedConditions } from './correction.ts';
import { grantPolicy } from './grant-policy.ts';
import { NO_PROOF, withoutPolicy } from './vetted-requests.ts';

interface Wanted {
  readonly requests: readonly PrincipalRequest[];
  readonly role: AgentRole;
  readonly caution: readonly string[];
}

/**
 * A new inline policy with the smallest statements for the requests.
 *
 * @param guarded a statement whose conditions kept the requests away: they are kept, with the values that the requests carry
 */
export function grantRemediation({ requests, role, caution }: Wanted, guarded?: StatementLocation): Remediation {
  const condition = guarded === undefined ? {} : guardOf(guarded, requests, role);
  if (condition === undefined) {
    const where = `statement ${guarded?.statement} of the ${guarded?.policy}`;
    return withoutPolicy(
      requests,
      role,
      `No policy is proposed: ${where} asks for something that the call is not known to carry, and what that guards is not known here.`,
    );
  }
  const granted = grantPolicy(requests);
  const policy: PolicyDocument = {
    ...granted,
    Statement: granted.Statement.map((statement) => withCondition(statement, condition)),
  };
  const name = policyName(policy);
  const tried = WAYS.flatMap((way) => {
    const after = readAgain(policy, `${way} policy ${name}`, 'identity');
    if (after === undefined) return [];
    const edits: readonly PolicyEdit[] = [{ holder: 'identity', name: after.name, after }];
    return [{ way, edits, proof: prove(edits, requests, role) }];
  });
  const [first] = tried;
  if (first === undefined) return withoutPolicy(requests, role, `${NO_PROOF} IAM would not store a policy for it.`);
  const { way, edits, proof } = tried.find((one) => holds(one.proof)) ?? first;
  if (!holds(proof)) {
    const why = proof.after === 'allowed' ? whatRemains(proof) : `with a policy for it, ${whatRemains(proof)}`;
    return { ...withoutPolicy(requests, role, `${NO_PROOF} ${why}.`), proof };
  }
  const room = way === 'inline' ? '' : ', because its inline policies leave no room for it';
  const step = `Attach the policy to the role ${role.name} as ${way === 'inline' ? 'an inline' : 'a managed'} policy${room}, or add its statements to the template that makes the role.`;
  return wordedEdits({ edits, requests, proof, caution, steps: [step, REPEAT] }, role);
}

/** All inline policies of a role share one limit; a managed policy has one of its own. */
const WAYS = ['inline', 'managed'] as const;

type Statement = PolicyDocument['Statement'][number];
type Guard = NonNullable<Statement['Condition']>;

/** None where the statement misses the requests by something else; undefined where they cannot meet its conditions. */
function guardOf(
  { policy: name, statement: index }: StatementLocation,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): Guard | undefined {
  const policies = 'known' in role.identityPolicies ? role.identityPolicies.known : [];
  const policy = policies.find((one) => one.name === name);
  const statement = policy?.statements[index];
  if (policy === undefined || statement === undefined || statement.conditions.length === 0) return {};
  const conditions = correctedConditions(statement, requests, role, policy);
  return conditions === undefined
    ? undefined
    : Object.fromEntries(
        [...Map.groupBy(conditions, ({ operator }) => operator)].map(([operator, tests]) => [
          operator,
          Object.fromEntries(tests.map(({ key, values }) => [key, values])),
        ]),
      );
}

function withCondition(statement: Statement, guard: Guard): Statement {
  if (Object.keys(guard).length === 0) return statement;
  const operators = [...Object.keys(statement.Condition ?? {}), ...Object.keys(guard)];
  const merged = operators.map((operator) => [operator, { ...statement.Condition?.[operator], ...guard[operator] }]);
  return { ...statement, Condition: Object.fromEntries(merged) };
}
