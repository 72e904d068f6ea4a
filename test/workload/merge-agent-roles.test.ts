import { describe, expect, it } from 'vitest';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import { dataAccess } from '../../functions/workload/data-access.ts';
import { mergeAgentRoles } from '../../functions/workload/merge-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const ACCOUNT = '111122223333';
const MODEL = 'amazon.nova-lite-v1:0';
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const roleOf = (name: string) => ({
  RoleName: name,
  RoleId: `AROA${name}`,
  Arn: arnOf(name),
  AssumeRolePolicyDocument: trust,
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  Tags: [],
});

const inRegion = (region: string, roleName: string, change: Partial<Snapshot> = {}): Snapshot => ({
  format: 'bedrock-warden/snapshot/1',
  takenAt: `2026-11-22T10:00:00.000Z`,
  accountId: ACCOUNT,
  region,
  iam: { RoleDetailList: [roleOf('shared'), roleOf('other')], Policies: [] },
  bedrock: { useCaseForModelAccess: { submitted: true }, guardrails: [], enforcedGuardrails: [] },
  agents: [
    {
      agent: {
        agentId: `AGENT-${region}`,
        agentArn: `arn:aws:bedrock:${region}:${ACCOUNT}:agent/AGENT-${region}`,
        agentResourceRoleArn: arnOf(roleName),
        foundationModel: MODEL,
        agentCollaboration: 'DISABLED',
      },
      actionGroups: [],
      knowledgeBases: [],
      collaborators: [],
      versions: [],
      aliases: [],
    },
  ],
  knowledgeBases: [],
  flows: [],
  agentCore: {},
  ...change,
});

const here = inRegion('us-east-1', 'shared');
const there = inRegion('eu-west-1', 'shared');

it('one Region is what it was', () => {
  expect(mergeAgentRoles([here])).toEqual(buildAgentRoles(here));
});

describe('a role that is used in two Regions', () => {
  it('is one role, with the workloads and the needs of both', () => {
    const { roles } = mergeAgentRoles([here, there]);
    const needed = roles[0]?.requiredAccess;
    expect(roles.map(({ arn, region, workloads }) => [arn, region, workloads.map((each) => each.region)])).toEqual([
      [arnOf('shared'), 'us-east-1', ['us-east-1', 'eu-west-1']],
    ]);
    const resources = needed !== undefined && 'known' in needed ? needed.known.map(({ resource }) => resource) : needed;
    expect(new Set(resources as readonly string[])).toEqual(
      new Set(['us-east-1', 'eu-west-1'].map((region) => `arn:aws:bedrock:${region}::foundation-model/${MODEL}`)),
    );
  });

  it('is known where one Region knows it', () => {
    const blind = { ...there, iam: { Policies: [] }, unread: [{ part: 'iam', error: 'ThrottlingException' }] };
    expect(mergeAgentRoles([blind, here]).roles[0]?.roleId).toEqual({ known: 'AROAshared' });
  });

  it('has unknown needs where one Region does not tell all of its workloads', () => {
    const { agents, ...unread } = there;
    const [role] = mergeAgentRoles([
      here,
      { ...unread, unread: [{ part: 'agents', error: 'ThrottlingException' }] },
    ]).roles;
    expect(role?.requiredAccess).toEqual({ missing: ['the agents were not read (ThrottlingException)'] });
    expect(role?.knownRequests.length).toBeGreaterThan(0);
  });

  it('has the form that any Region says was submitted', () => {
    const without = { ...here, bedrock: { useCaseForModelAccess: { submitted: false } } };
    expect(mergeAgentRoles([without, there]).roles[0]?.useCaseFormSubmitted).toEqual({ known: true });
    expect(mergeAgentRoles([without, { ...there, bedrock: {} }]).roles[0]?.useCaseFormSubmitted).toEqual({
      known: false,
    });
  });
});

it('roles of different Regions stay apart', () => {
  const { roles } = mergeAgentRoles([here, inRegion('eu-west-1', 'other')]);
  expect(roles.map(({ name, region, workloads }) => [name, region, workloads.length])).toEqual([
    ['shared', 'us-east-1', 1],
    ['other', 'eu-west-1', 1],
  ]);
});

describe('Regions', () => {
  it('that were read are named, those included where nothing acts with the role', () => {
    const { roles } = mergeAgentRoles([here, inRegion('eu-west-1', 'other')]);
    expect(roles.map(({ name, regions }) => [name, regions])).toEqual([
      ['shared', ['us-east-1', 'eu-west-1']],
      ['other', ['us-east-1', 'eu-west-1']],
    ]);
  });

  const COLLECTION = 'collection0000000001';
  const THERE = 'collection0000000002';
  const store = (region: string, id: string, grantsTo: string): Partial<Snapshot> => ({
    knowledgeBases: [
      {
        knowledgeBase: {
          knowledgeBaseId: `KB-${region}`,
          roleArn: arnOf('shared'),
          knowledgeBaseConfiguration: { type: 'VECTOR' },
          storageConfiguration: {
            type: 'OPENSEARCH_SERVERLESS',
            opensearchServerlessConfiguration: {
              collectionArn: `arn:aws:aoss:${region}:${ACCOUNT}:collection/${id}`,
              vectorIndexName: 'docs',
            },
          },
        },
        dataSources: [],
      },
    ],
    openSearchServerless: {
      collections: [{ id, name: 'vectors' }],
      dataAccessPolicies: [
        {
          name: 'data',
          policy: [
            {
              Rules: [{ ResourceType: 'index', Resource: ['index/vectors/*'], Permission: ['aoss:*'] }],
              Principal: [grantsTo],
            },
          ],
        },
      ],
      networkPolicies: [],
    },
  });

  it('with collections of one name each have their own policies', () => {
    const snapshots = [
      inRegion('us-east-1', 'shared', store('us-east-1', COLLECTION, arnOf('shared'))),
      inRegion('eu-west-1', 'shared', store('eu-west-1', THERE, arnOf('other'))),
    ];
    const [role] = mergeAgentRoles(snapshots).roles;
    const asked = (role?.accessHeldElsewhere ?? []).filter(
      ({ heldBy, resource }) => heldBy === 'dataAccessPolicy' && resource.includes(':index/'),
    );
    const answers = asked.map((request) => [
      request.resource.split(':')[3],
      role === undefined ? undefined : dataAccess(role, request).answer,
    ]);
    expect(new Set(answers.map((answer) => answer.join(' ')))).toEqual(
      new Set(['us-east-1 granted', 'eu-west-1 notGranted']),
    );
  });
});
