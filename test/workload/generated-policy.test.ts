import { describe, expect, it } from 'vitest';
import { lintDocument } from '../../functions/iam/lint.ts';
import sampleAccount from '../../functions/local-account/sample-account.json' with { type: 'json' };
import { workloadPolicy } from '../../functions/remediation/workload-policy.ts';
import canInvoke from '../../functions/rules/agent-role-can-invoke-its-models.ts';
import leastPrivilege from '../../functions/rules/agent-role-least-privilege.ts';
import meansSomething from '../../functions/rules/agent-role-policies-mean-something.ts';
import trustLimitsSource from '../../functions/rules/agent-role-trust-limits-source.ts';
import trustsItsService from '../../functions/rules/agent-role-trusts-its-service.ts';
import type { Rule } from '../../functions/rules/rule.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { fixturesOf } from './needs-fixture.ts';

const RULES: readonly Rule[] = [canInvoke, leastPrivilege, meansSomething, trustsItsService, trustLimitsSource];

const snapshots: readonly (readonly [name: string, snapshot: Snapshot])[] = [
  ['sample account', sampleAccount as Snapshot],
  ...['agent', 'agent-core', 'flow', 'knowledge-base'].flatMap((kind) =>
    fixturesOf(kind).map(({ name, snapshot }) => [`${kind}: ${name}`, snapshot] as const),
  ),
];

/** Names that AWS's examples have, and that the linter rightly takes for placeholders. */
const EXAMPLES = [
  ['amzn-s3-demo', 'helpdesk'],
  ['444455556666', '906187235411'],
] as const;

const withoutExamples = (snapshot: Snapshot): Snapshot =>
  JSON.parse(
    EXAMPLES.reduce((text, [example, name]) => text.replaceAll(example, name), JSON.stringify(snapshot)),
  ) as Snapshot;

const generated = ({ arn, accountId, workloads, knownRequests: requests, accessHeldElsewhere }: AgentRole) =>
  workloadPolicy({ arn, accountId, workloads, requests, accessHeldElsewhere, unknown: [], collectionNames: new Map() });

/** The account, had each role exactly the policy and the trust policy that Warden prints for it. */
function applied(snapshot: Snapshot): Snapshot {
  const roles = buildAgentRoles(snapshot).roles.map((role) => {
    const { policies, trustPolicy } = generated(role);
    return {
      RoleName: role.name,
      RoleId: `AROA${role.name}`,
      Arn: role.arn,
      AssumeRolePolicyDocument: trustPolicy,
      RolePolicyList: policies.map(({ document }, index) => ({
        PolicyName: `needs-${index}`,
        PolicyDocument: document,
      })),
      AttachedManagedPolicies: [],
    };
  });
  return { ...snapshot, iam: { RoleDetailList: roles, Policies: [] } };
}

/** Judged by the needs that are known as if they were all: what is unknown must not hide a surplus. */
const cases = snapshots.flatMap(([name, snapshot]) =>
  buildAgentRoles(applied(withoutExamples(snapshot))).roles.map(
    (role) => [`${role.name} of ${name}`, { ...role, requiredAccess: { known: role.knownRequests } }] as const,
  ),
);

describe('the policy that is printed for a role', () => {
  it.each(cases)('has nothing that the linter reports: %s', (_name, role) => {
    const { policies, trustPolicy } = generated(role);
    const findings = [
      ...policies.flatMap(({ document }) => lintDocument(document, 'generated policy', 'identity', role)),
      ...lintDocument(trustPolicy, 'generated trust policy', 'trust', role),
    ];
    expect(findings.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
  });

  it.each(cases)('is what no rule objects to: %s', (_name, role) => {
    const objections = RULES.flatMap((rule) => {
      const outcome = rule.evaluate(role);
      const found = outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings : [];
      const open = 'missing' in outcome ? outcome.missing : [];
      return [
        // What the agent is configured to use has reached its end of life: no policy mends that.
        ...found.flatMap(({ id, message }) => (id === 'retired-model' ? [] : [`${rule.id}: ${id}: ${message}`])),
        ...(open ?? []).filter((reason) => reason.includes('depends on')),
      ];
    });
    expect(objections).toEqual([]);
  });
});

/** Nothing of a policy may be what another part of it already gives, and nothing that is needed may be missing. */
it('takes a part away from no policy without a rule that objects', () => {
  const models = cases.filter(([, { knownRequests }]) =>
    knownRequests.some(({ kind, necessity }) => kind === 'model' && necessity === 'required'),
  );
  const silent = models.flatMap(([name, role]) => {
    const known = 'known' in role.identityPolicies ? role.identityPolicies.known : [];
    const identityPolicies = known.map((policy) => ({
      ...policy,
      statements: policy.statements.filter(({ location }) => !location.sid?.startsWith('UseModels')),
    }));
    const outcome = canInvoke.evaluate({ ...role, identityPolicies: { known: identityPolicies } });
    return outcome.complianceType === 'NON_COMPLIANT' ? [] : [`${name}: ${outcome.complianceType}`];
  });
  expect(models.length).toBeGreaterThan(30);
  expect(silent).toEqual([]);
});
