import { describe, expect, it } from 'vitest';
import { accessElsewhere } from '../../functions/remediation/access-elsewhere.ts';
import { workloadPolicy } from '../../functions/remediation/workload-policy.ts';
import guardrails from '../../functions/rules/agent-role-can-apply-its-guardrails.ts';
import models from '../../functions/rules/agent-role-can-invoke-its-models.ts';
import resources from '../../functions/rules/agent-role-can-reach-its-resources.ts';
import knowledgeBases from '../../functions/rules/agent-role-can-use-its-knowledge-bases.ts';
import notBlocked from '../../functions/rules/agent-role-not-blocked-above.ts';
import type { Rule } from '../../functions/rules/rule.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import { policyCarrier } from '../../functions/workload/resource-policies.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { fixturesOf } from '../workload/needs-fixture.ts';

/**
 * For every workload that the tests know: with exactly the policies that are printed for it, no rule about needs objects;
 * without them, the rule of each need does. `test/workload/generated-policy.test.ts` holds the printed policy to the others.
 */
const ABILITIES: readonly Rule[] = [models, knowledgeBases, guardrails, resources];

const fixtures = ['agent', 'agent-core', 'flow', 'knowledge-base'].flatMap((kind) =>
  fixturesOf(kind).map(({ name, snapshot }) => [`${kind}: ${name}`, snapshot] as const),
);

const namesOf = (role: AgentRole): ReadonlyMap<string, string> =>
  new Map(
    role.accessHeldElsewhere
      .filter(({ heldBy }) => heldBy === 'dataAccessPolicy')
      .map(({ resource }) => resource.split('/')[1] ?? '')
      .map((id) => [id, `store-${id}`]),
  );

const document = (statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });

/** The account in which each role has the printed policies, or none, and the same of everybody else who must allow it. */
function account(snapshot: Snapshot, { ofRole, ofOthers }: { readonly ofRole: boolean; readonly ofOthers: boolean }) {
  const { roles } = buildAgentRoles(snapshot);
  const details = roles.map((role) => {
    const { arn, accountId, workloads, knownRequests: requests, accessHeldElsewhere, name } = role;
    const { policies, trustPolicy } = workloadPolicy({
      ...{ arn, accountId, workloads, requests, accessHeldElsewhere },
      unknown: [],
      collectionNames: namesOf(role),
    });
    return {
      RoleName: name,
      RoleId: `AROA${name}`,
      Arn: arn,
      AssumeRolePolicyDocument: trustPolicy,
      RolePolicyList: (ofRole ? policies : []).map(({ document: PolicyDocument }, index) => ({
        PolicyName: `needs-${index}`,
        PolicyDocument,
      })),
      AttachedManagedPolicies: [],
    };
  });
  const held = roles.map((role) => accessElsewhere(role, namesOf(role)));
  const statements = held.flatMap((one) => [...one.functionPolicies, ...one.keyPolicies, ...one.resourcePolicies]);
  const carriers = roles.flatMap(({ knownRequests, accessHeldElsewhere }) =>
    [...knownRequests, ...accessHeldElsewhere].flatMap(({ resource }) => policyCarrier(resource) ?? []),
  );
  const toTheAccount = { Effect: 'Allow', Principal: { AWS: snapshot.accountId }, Action: 'kms:*', Resource: '*' };
  const policyOf = (arn: string) => {
    const own = statements.filter(({ resource }) => resource === arn).map(({ statement }) => statement);
    const written = /:kms:/.test(arn) ? [...own, toTheAccount] : own;
    return written.length === 0 ? null : document(written.map(({ ...statement }) => ({ Resource: arn, ...statement })));
  };
  return {
    ...snapshot,
    iam: { RoleDetailList: details, Policies: [] },
    organization: { serviceControlPolicies: [], resourceControlPolicies: [] },
    resourcePolicies: Object.fromEntries(carriers.map((arn) => [arn, ofOthers ? policyOf(arn) : null])),
    openSearchServerless: {
      collections: roles.flatMap((role) => [...namesOf(role)].map(([id, name]) => ({ id, name }))),
      dataAccessPolicies: held.flatMap(({ dataAccess }, index) =>
        ofOthers ? [{ name: `data-${index}`, policy: [{ Rules: dataAccess, Principal: [roles[index]?.arn] }] }] : [],
      ),
      networkPolicies: [
        {
          name: 'private',
          policy: JSON.stringify([
            {
              Rules: [{ ResourceType: 'collection', Resource: ['collection/store-*'] }],
              AllowFromPublic: false,
              SourceServices: ['bedrock.amazonaws.com'],
            },
          ]),
        },
      ],
    },
  } as Snapshot;
}

const cases = (given: Parameters<typeof account>[1]) =>
  fixtures.flatMap(([name, snapshot]) =>
    buildAgentRoles(account(snapshot, given)).roles.map((role) => [`${role.name} of ${name}`, role] as const),
  );

const said = (rule: Rule, role: AgentRole): readonly string[] => {
  const outcome = rule.evaluate(role);
  return outcome.complianceType === 'NON_COMPLIANT'
    ? outcome.findings.map(({ id, message }) => `${id}: ${message}`)
    : [];
};

describe('with the policies that are printed for it', () => {
  it.each(cases({ ofRole: true, ofOthers: true }))('no rule objects: %s', (_name, role) => {
    expect([...ABILITIES, notBlocked].flatMap((rule) => said(rule, role))).toEqual([]);
    const gaps = [
      ...Object.values(role.needGaps).flat(),
      ...('known' in role.models ? role.models.known : []).flatMap(({ foundationModels }) =>
        'missing' in foundationModels ? foundationModels.missing : [],
      ),
    ];
    const open = [...ABILITIES, notBlocked].flatMap((rule) => {
      const outcome = rule.evaluate(role);
      return 'missing' in outcome ? (outcome.missing ?? []) : [];
    });
    const sharedOtherwise = /^whether the owner of \S+ lets the role use it was not read$/;
    expect(open.filter((reason) => !gaps.includes(reason) && !sharedOtherwise.test(reason))).toEqual([]);
  });
});

describe('without any', () => {
  it.each(cases({ ofRole: false, ofOthers: false }))(
    'the rule of each need objects, and no other: %s',
    (_name, role) => {
      const needed = (rule: Rule): boolean =>
        [...role.knownRequests, ...role.accessHeldElsewhere].some(
          ({ kind, necessity }) => necessity === 'required' && ruleOf(kind) === rule,
        );
      expect(ABILITIES.map((rule) => [rule.id, said(rule, role).length > 0])).toEqual(
        ABILITIES.map((rule) => [rule.id, needed(rule)]),
      );
      expect(said(notBlocked, role)).toEqual([]);
    },
  );
});

const ruleOf = (kind: string): Rule =>
  ({ model: models, knowledgeBase: knowledgeBases, guardrail: guardrails })[kind] ?? resources;
