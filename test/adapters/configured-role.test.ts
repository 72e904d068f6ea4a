import { describe, expect, it } from 'vitest';
import { configuredPolicy, configuredRole } from '../../functions/adapters/configured-role.ts';
import { policyItem, roleItem } from '../../functions/local-account/configuration-item.ts';
import { documents, encoded, policies, role } from './account-under-test.ts';

const capture = { accountId: '111122223333', captureTime: '2026-11-22T10:00:00.000Z' };
const roleConfiguration = roleItem(role, capture).configuration ?? {};
const { CreateDate, ...named } = role;
const recorded = { ...named, Tags: [] };

const itemOf = (configuration: unknown) => ({
  resourceType: 'AWS::IAM::Role',
  resourceId: role.RoleId,
  captureTime: capture.captureTime,
  relationships: [],
  configuration,
});

const inline = (policyDocument: unknown) => [{ policyName: 'one', policyDocument }];

describe('a role', () => {
  it('is the one that AWS Config recorded', () => {
    expect(configuredRole(itemOf(roleConfiguration))).toEqual(recorded);
  });

  const { PermissionsBoundary, ...unbounded } = recorded;
  const { AssumeRolePolicyDocument, ...withoutTrust } = recorded;
  const { RolePolicyList, ...withoutInline } = recorded;
  const { AttachedManagedPolicies, ...withoutAttached } = recorded;
  const cases: readonly [name: string, change: object, expected: object | undefined][] = [
    [
      'a document as plain JSON',
      { assumeRolePolicyDocument: JSON.stringify(documents.trust) },
      { ...recorded, AssumeRolePolicyDocument: JSON.stringify(documents.trust) },
    ],
    [
      'a document as an object',
      { assumeRolePolicyDocument: documents.trust },
      { ...recorded, AssumeRolePolicyDocument: documents.trust },
    ],
    [
      'an inline document as an object',
      { rolePolicyList: inline(documents.allow) },
      { ...recorded, RolePolicyList: [{ PolicyName: 'one', PolicyDocument: documents.allow }] },
    ],
    ['no trust policy', { assumeRolePolicyDocument: null }, withoutTrust],
    ['no boundary', { permissionsBoundary: null }, unbounded],
    ['no word of a boundary', { permissionsBoundary: undefined }, unbounded],
    [
      'a boundary without an ARN',
      { permissionsBoundary: {} },
      { ...recorded, PermissionsBoundary: { PermissionsBoundaryType: 'Policy' } },
    ],
    ['no list of inline policies', { rolePolicyList: undefined }, withoutInline],
    ['a list of inline policies that is none', { rolePolicyList: ['x'] }, withoutInline],
    ['no list of attached policies', { attachedManagedPolicies: null }, withoutAttached],
    ['no name', { roleName: '' }, undefined],
    ['no ARN', { arn: undefined }, undefined],
  ];

  it.each(cases)('with %s', (_, change, expected) => {
    expect(configuredRole(itemOf({ ...roleConfiguration, ...change }))).toEqual(expected);
  });

  it.each([null, undefined, 'text', []])('of the configuration %j is not known', (configuration) => {
    expect(configuredRole(itemOf(configuration))).toBeUndefined();
  });
});

describe('a policy', () => {
  const [policy] = policies;
  if (policy === undefined) throw new Error('no policy');
  const configuration = policyItem(policy, capture).configuration ?? {};
  const version = (change: object) => [
    { versionId: 'v2', isDefaultVersion: true, document: encoded(documents.allow), ...change },
  ];
  const withDocument = (Document: unknown) => ({
    ...policy,
    PolicyVersionList: [{ VersionId: 'v2', IsDefaultVersion: true, Document }],
  });

  const cases: readonly [name: string, change: object, expected: object | undefined][] = [
    ['everything', {}, policy],
    [
      'an object as document',
      { policyVersionList: version({ document: documents.allow }) },
      withDocument(documents.allow),
    ],
    [
      'a document in a list of one',
      { policyVersionList: version({ document: [documents.allow] }) },
      withDocument(documents.allow),
    ],
    [
      'an older version first',
      { policyVersionList: [{ versionId: 'v1', isDefaultVersion: false, document: '{}' }, ...version({})] },
      policy,
    ],
    [
      'no word of the default version but its id',
      { policyVersionList: version({ isDefaultVersion: undefined }) },
      policy,
    ],
    ['no default version', { policyVersionList: version({ versionId: 'v1', isDefaultVersion: false }) }, undefined],
    ['no document', { policyVersionList: version({ document: null }) }, undefined],
    ['no versions', { policyVersionList: undefined }, undefined],
    ['no ARN', { arn: null }, undefined],
  ];

  it.each(cases)('with %s', (_, change, expected) => {
    expect(configuredPolicy(itemOf({ ...configuration, ...change }))).toEqual(expected);
  });
});

describe('the tags of a role', () => {
  const tagged = (tags: unknown, listed: unknown) =>
    configuredRole({
      ...itemOf({ ...roleConfiguration, tags: listed }),
      ...(tags !== undefined && { tags: tags as Readonly<Record<string, string>> }),
    })?.Tags;

  it.each<[name: string, tags: unknown, listed: unknown, expected: unknown]>([
    ['as IAM lists them', undefined, [{ key: 'team', value: 'orders' }], [{ Key: 'team', Value: 'orders' }]],
    ['as AWS Config keeps them', { team: 'orders' }, undefined, [{ Key: 'team', Value: 'orders' }]],
    ['each once', { team: 'orders' }, [{ key: 'team', value: 'orders' }], [{ Key: 'team', Value: 'orders' }]],
    ['none', {}, [], []],
    ['unknown', undefined, undefined, undefined],
    ['that are none', undefined, [{ key: 1 }], []],
  ])('%s', (_, tags, listed, expected) => {
    expect(tagged(tags, listed)).toEqual(expected);
  });
});
