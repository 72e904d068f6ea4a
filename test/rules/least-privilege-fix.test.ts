import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import rule from '../../functions/rules/agent-role-least-privilege.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  changed,
  type Draft,
  KNOWLEDGE_BASE_ARN,
  MODEL,
  modelArn,
  outcomeFor,
  PROFILE_ARN,
  statements,
} from './plain-account.ts';

/** The agent's only grant is the generated statement, or that and what it needs. */
const account = (generated: readonly Draft[], kept: boolean): Snapshot =>
  changed((draft) => {
    if (!kept) statements(draft).splice(0);
    statements(draft).push(...generated);
  });

const some = (values: readonly string[]) =>
  fc.oneof(fc.constantFrom(...values), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }));
const actions = some([
  '*',
  'bedrock:*',
  'bedrock:Invoke*',
  'BEDROCK:invokemodel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:Get*',
  'bedrock:GetInferenceProfil?',
  'bedrock:Retrieve',
  'bedrock:Retrieve*',
  'bedrock:ListAgents',
  's3:GetObject',
  's3:*',
  'kms:Decrypt',
  'iam:PassRole',
  'sagemaker:InvokeEndpoint',
]);
const resources = some([
  '*',
  KNOWLEDGE_BASE_ARN,
  PROFILE_ARN,
  AGENT_ARN,
  modelArn('us-east-1'),
  modelArn('*'),
  modelArn('us-*'),
  modelArn('us-east-?', '*'),
  modelArn('us-west-2', 'anthropic.*'),
  `arn:aws:bedrock:*:${ACCOUNT}:*`,
  `arn:*:bedrock:us-east-1:${ACCOUNT}:knowledge-base/*`,
  `arn:aws:bedrock:us-east-1:\${aws:PrincipalAccount}:knowledge-base/*`,
  `arn:aws:bedrock:us-east-1:*:inference-profile/us.${MODEL}`,
  'arn:aws:bedrock:*',
  'arn:aws:s3:::help-files/*',
]);
const statement = fc
  .record({
    sid: fc.constantFrom(undefined, 'Wide'),
    actions,
    notAction: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
    resources,
    notResource: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
    condition: fc.constantFrom(
      undefined,
      undefined,
      { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } },
      { StringEquals: { 'aws:PrincipalAccount': [ACCOUNT, '111122223333'] }, Bool: { 'aws:SecureTransport': 'true' } },
    ),
  })
  .map(({ sid, actions, notAction, resources, notResource, condition }) => ({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: 'Allow',
    [notAction ? 'NotAction' : 'Action']: actions,
    [notResource ? 'NotResource' : 'Resource']: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));

/** `allowed` and the like, for each request that is required. */
function decisions(snapshot: Snapshot): readonly string[] {
  const [role] = buildAgentRoles(snapshot).roles;
  if (role === undefined || 'missing' in role.requiredAccess) throw new Error('the needs of the agent are known');
  const identity = role.readablePolicies;
  return role.requiredAccess.known
    .filter(({ necessity }) => necessity === 'required')
    .map(
      ({ action, resource, context }) =>
        `${action} on ${resource}: ${decide({ action, resource, context, principal: role.arn }, { identity }).decision}`,
    );
}

/** What a finding says to put in the place of the statement. */
function replacementIn(snapshot: Snapshot): readonly unknown[] | undefined {
  const outcome = outcomeFor(rule, snapshot);
  if (outcome.complianceType === 'COMPLIANT') return undefined;
  if (outcome.complianceType !== 'NON_COMPLIANT') throw new Error(JSON.stringify(outcome));
  const fixes = [...new Set(outcome.findings.map(({ remediation }) => remediation))];
  expect(fixes).toHaveLength(1);
  return [...(fixes[0] ?? '').matchAll(/`(\{.*?\})`/g)].map((match) => JSON.parse(match[1] ?? ''));
}

test.each([false, true])(
  'a statement is replaced without loss, and nothing is left to find (beside others: %s)',
  (kept) => {
    let replaced = 0;
    let lastingAllows = 0;
    fc.assert(
      fc.property(statement, (generated) => {
        const before = account([generated], kept);
        const replacement = replacementIn(before);
        if (replacement === undefined) return;
        const after =
          replacement.length === 0 && !kept
            ? changed((draft) => draft.iam.RoleDetailList[0].RolePolicyList.splice(0))
            : account(replacement, kept);
        replaced += 1;
        const seen = new Set(decisions(after));
        const allowed = decisions(before).filter((decision) => decision.endsWith('allowed'));
        lastingAllows += allowed.length;
        expect(allowed.filter((decision) => !seen.has(decision))).toEqual([]);
        expect(outcomeFor(rule, after)).toEqual({ complianceType: 'COMPLIANT' });
      }),
      { numRuns: 150 },
    );
    expect({ replaced: replaced > 50, lastingAllows: lastingAllows > 50 }).toEqual({
      replaced: true,
      lastingAllows: true,
    });
  },
);
