import { describe, expect, test } from 'vitest';
import { catalogue } from '../../functions/rules/catalogue.ts';
import { evaluateRoles } from '../../functions/rules/evaluation.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import { roleNeeds } from '../../functions/workload/role-needs.ts';
import { ACCOUNT, changed, type Draft, plainAccount, statements } from '../rules/plain-account.ts';

const detail = (draft: Draft): Draft => draft.iam.RoleDetailList[0];
const known = (value: unknown) => ({ known: value });
const missing = (...reasons: readonly string[]) => ({ missing: reasons });

/** The evidence of the first role, policies as their names. */
function evidence(change: (draft: Draft) => void) {
  const { roles, malformed } = buildAgentRoles(changed(change));
  const [role] = roles;
  return {
    ...(role === undefined ? {} : summary(role)),
    malformed: malformed.map(({ policy, problem }) => `${policy}: ${problem}`),
  };
}

const summary = ({ roleId, trustPolicy, identityPolicies, readablePolicies, permissionsBoundary }: AgentRole) => ({
  roleId,
  trustPolicy: 'known' in trustPolicy ? known(trustPolicy.known.name) : trustPolicy,
  identityPolicies:
    'known' in identityPolicies ? known(identityPolicies.known.map(({ name }) => name)) : identityPolicies,
  readablePolicies: readablePolicies.map(({ name }) => name),
  permissionsBoundary:
    'known' in permissionsBoundary ? known(permissionsBoundary.known?.name ?? null) : permissionsBoundary,
});

const plain = {
  roleId: known('AROAHELPAGENT00000001'),
  trustPolicy: known('trust policy'),
  identityPolicies: known(['inline policy HelpAgent']),
  readablePolicies: ['inline policy HelpAgent'],
  permissionsBoundary: known(null),
  malformed: [],
};
const nothing = (reason: string) => ({
  roleId: missing(reason),
  trustPolicy: missing(reason),
  identityPolicies: missing(reason),
  readablePolicies: [],
  permissionsBoundary: missing(reason),
  malformed: [],
});
const POLICY = `arn:aws:iam::${ACCOUNT}:policy/team/Shared`;

const rows: readonly [what: string, change: (draft: Draft) => void, expected: object][] = [
  ['nothing', () => {}, plain],
  [
    'a percent-encoded document',
    (draft) => {
      const policy = detail(draft).RolePolicyList[0];
      policy.PolicyDocument = encodeURIComponent(JSON.stringify(policy.PolicyDocument));
    },
    plain,
  ],
  ...[{ IsTruncated: true }, { NextToken: 'AAMA' }].map((mark): [string, (draft: Draft) => void, object] => [
    `roles that were cut short (${Object.keys(mark).join()})`,
    (draft) => Object.assign(draft.iam, mark, { RoleDetailList: [] }),
    nothing('the role help-agent-role is not in the list of roles, which was cut short'),
  ]),
  [
    'a managed policy and a boundary',
    (draft) => {
      const versions = { PolicyVersionList: [{ IsDefaultVersion: true, Document: { Statement: statements(draft) } }] };
      detail(draft).AttachedManagedPolicies = [{ PolicyArn: POLICY }];
      detail(draft).PermissionsBoundary = { PermissionsBoundaryArn: POLICY };
      draft.iam.Policies = [{ Arn: POLICY, ...versions }];
    },
    {
      ...plain,
      identityPolicies: known(['inline policy HelpAgent', 'managed policy Shared']),
      readablePolicies: ['inline policy HelpAgent', 'managed policy Shared'],
      permissionsBoundary: known('permissions boundary Shared'),
    },
  ],
  [
    'a managed policy without its default version',
    (draft) => {
      detail(draft).AttachedManagedPolicies = [{ PolicyArn: POLICY }];
      draft.iam.Policies = [
        {
          Arn: POLICY,
          DefaultVersionId: 'v2',
          PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: false, Document: { Statement: statements(draft) } }],
        },
      ];
    },
    { ...plain, identityPolicies: missing('the text of the managed policy Shared was not read') },
  ],
  [
    'AdministratorAccess of another partition',
    (draft) => {
      detail(draft).AttachedManagedPolicies = [{ PolicyArn: 'arn:aws-us-gov:iam::aws:policy/AdministratorAccess' }];
    },
    {
      ...plain,
      identityPolicies: known(['inline policy HelpAgent', 'AWS managed policy AdministratorAccess']),
      readablePolicies: ['inline policy HelpAgent', 'AWS managed policy AdministratorAccess'],
    },
  ],
  [
    'one inline policy that is none',
    (draft) => detail(draft).RolePolicyList.push({ PolicyName: 'Broken', PolicyDocument: {} }),
    {
      ...plain,
      identityPolicies: missing(
        'the inline policy Broken is not a policy that IAM would store: there is no `Statement`',
      ),
      malformed: ['inline policy Broken of role help-agent-role: there is no `Statement`'],
    },
  ],
  [
    'a boundary without an ARN',
    (draft) => {
      detail(draft).PermissionsBoundary = { PermissionsBoundaryType: 'Policy' };
    },
    {
      ...plain,
      permissionsBoundary: missing('the ARN of the permissions boundary of help-agent-role was not read'),
    },
  ],
  [
    'lists that were not read',
    (draft) => {
      delete detail(draft).RolePolicyList;
      delete detail(draft).AttachedManagedPolicies;
      delete detail(draft).AssumeRolePolicyDocument;
    },
    {
      ...plain,
      trustPolicy: missing('the trust policy of help-agent-role was not read'),
      identityPolicies: missing(
        'the inline policies of help-agent-role were not read',
        'the managed policies of help-agent-role were not read',
      ),
      readablePolicies: [],
    },
  ],
  [
    'a role that does not exist',
    (draft) => {
      draft.iam.RoleDetailList = [];
    },
    { ...nothing('IAM has no role help-agent-role'), roleId: known(null) },
  ],
  ['IAM was not read', (draft) => delete draft.iam, nothing('the role help-agent-role was not read')],
  [
    'a role of another account',
    (draft) => {
      draft.agents[0].agent.agentResourceRoleArn = 'arn:aws:iam::998877665544:role/elsewhere';
    },
    nothing(`the role elsewhere is in the account 998877665544, and the account ${ACCOUNT} was read`),
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(evidence(change)).toEqual(expected);
});

describe('what is the same for every role', () => {
  const shared = (change: (draft: Draft) => void) => {
    const [role] = buildAgentRoles(changed(change)).roles;
    return {
      serviceControl: role?.serviceControlPolicies,
      form: role?.useCaseFormSubmitted,
      takenAt: role?.takenAt,
    };
  };
  const answers: readonly [what: string, change: (draft: Draft) => void, expected: object][] = [
    [
      'an organization that was not read',
      (draft) => {
        draft.unread = [{ part: 'organization', error: 'AWSOrganizationsNotInUseException' }];
      },
      {
        serviceControl: missing(
          'the service control policies of the organization were not read (AWSOrganizationsNotInUseException)',
        ),
        form: known(true),
        takenAt: known('2026-11-22T10:00:00Z'),
      },
    ],
    [
      'no organization, no time, no form',
      (draft) => {
        draft.organization = { serviceControlPolicies: [] };
        draft.takenAt = 'yesterday';
        delete draft.bedrock;
      },
      {
        serviceControl: known([]),
        form: missing("the account's use-case form for Anthropic models was not read"),
        takenAt: missing('the snapshot does not say when it was taken'),
      },
    ],
    [
      'a service control policy that is none',
      (draft) => {
        draft.organization = { serviceControlPolicies: [[], [{ Version: '2012-10-17' }]] };
      },
      {
        serviceControl: missing(
          'the service control policy 1 of level 2 is not a policy that IAM would store: there is no `Statement`',
        ),
        form: known(true),
        takenAt: known('2026-11-22T10:00:00Z'),
      },
    ],
  ];
  test.each(answers)('%s', (_what, change, expected) => {
    expect(shared(change)).toEqual(expected);
  });
});

test('a role that an agent and a knowledge base share has the needs of one and the gap of the other', () => {
  const snapshot = changed((draft) => {
    const roleArn = draft.agents[0].agent.agentResourceRoleArn;
    draft.knowledgeBases.push({ knowledgeBase: { knowledgeBaseId: 'HELPBASE01', roleArn } });
  });
  const { roles } = buildAgentRoles(snapshot);
  const ofKnowledgeBase = roles.flatMap(({ workloads }) =>
    workloads.flatMap((workload) => (workload.type === 'agent' ? [] : roleNeeds(snapshot, workload).gaps)),
  );
  const [alone] = buildAgentRoles(plainAccount).roles;
  expect(roles).toHaveLength(1);
  expect(roles[0]?.workloads.map(({ type }) => type)).toEqual(['agent', 'knowledgeBase']);
  expect(ofKnowledgeBase).not.toEqual([]);
  expect(roles[0]?.requiredAccess).toEqual(missing(...ofKnowledgeBase));
  // The store of the knowledge base was read, and there is none: only that tolerated request is gone or stays with it.
  expect(roles[0]?.knownRequests.filter(({ necessity }) => necessity === 'required')).toEqual(
    alone?.knownRequests.filter(({ necessity }) => necessity === 'required'),
  );
});

/** Every place of a string in the plain account. */
function placesOfText(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placesOfText(inner, [...path, key]));
}

describe('hostile text', () => {
  const places = placesOfText(plainAccount);
  const texts = [
    '',
    '*',
    '__proto__',
    'arn:',
    'arn:aws:bedrock:::::',
    '\u0000\u202e',
    `${'a*'.repeat(200)}b`,
    '\u0024{a:b}',
  ];

  test('is looked for in every place', () => {
    expect(places.length).toBeGreaterThan(50);
  });

  test.each(texts)('%j in any place breaks nothing, and makes nothing of nothing', (text) => {
    for (const path of places) {
      const snapshot = changed((draft) => {
        const holder = path.slice(0, -1).reduce((value, key) => value[key], draft);
        holder[path.at(-1) ?? ''] = text;
      });
      const { roles, gaps } = buildAgentRoles(snapshot);
      expect(roles.length + gaps.length).toBeGreaterThan(0);
      expect(evaluateRoles(roles)).toHaveLength(roles.length * catalogue.length);
    }
  });
});
