import type { PolicyError } from '../iam/policy.ts';
import type { AgentConfiguration, HiddenVersions } from './agent-configurations.ts';
import type { AgentRole } from './agent-role.ts';
import { type RoleArn, roleArn } from './arn.ts';
import { type Evidence, missing } from './evidence.ts';
import { hiddenAgents, hiddenUsers, hiddenVersionsOf, hiddenWorkloads } from './hidden-users.ts';
import { modelUses } from './list-model-uses.ts';
import { listAgentConfigurations, listWorkloads } from './list-workloads.ts';
import type { ModelUse } from './model-use.ts';
import { needGaps } from './need-gaps.ts';
import { allNeeds } from './needs.ts';
import { openSearchEvidence } from './open-search-evidence.ts';
import { organizationPolicies } from './organization-evidence.ts';
import { requestsOfQueried } from './queried-knowledge-bases.ts';
import { requiredAccess } from './required-access.ts';
import { resourcePoliciesOf } from './resource-policies.ts';
import { roleEvidence } from './role-evidence.ts';
import { roleNeeds } from './role-needs.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead, unreadAround } from './unread.ts';
import { unseenNeeds } from './unseen-needs.ts';
import type { Workload } from './workload.ts';

export interface AgentRoles {
  readonly roles: readonly AgentRole[];
  /** Phrases about parts that were not read and could hide a role. */
  readonly gaps: readonly string[];
  /** Documents that AWS would not store as policies; they do not hide the rest of their role. */
  readonly malformed: readonly PolicyError[];
}

/**
 * Every role that a workload of the snapshot acts with, in the order of the workloads.
 *
 * @param others ARNs of roles that act elsewhere: built too, with no workloads, since something unseen here may act with them
 */
export function buildAgentRoles(snapshot: Snapshot, others: readonly string[] = []): AgentRoles {
  const { workloads, gaps } = listWorkloads(snapshot);
  const { configurations, hidden } = listAgentConfigurations(snapshot);
  const serviceControl = organizationPolicies(snapshot, 'serviceControl');
  const resourceControl = organizationPolicies(snapshot, 'resourceControl');
  const shared = {
    region: snapshot.region,
    regions: [snapshot.region],
    serviceControlPolicies: serviceControl.policies,
    resourceControlPolicies: resourceControl.policies,
    openSearch: openSearchEvidence(snapshot),
    useCaseFormSubmitted: useCaseForm(snapshot),
    takenAt: takenAt(snapshot),
  };

  const byRole = Map.groupBy(configurations, ({ workload }) => workload.roleArn);
  const acting = Map.groupBy(workloads, (workload) => workload.roleArn);
  const arns = [...new Set([...acting.keys(), ...others])];
  const built = arns.flatMap((arn) => {
    const ofRole = acting.get(arn) ?? [];
    const role = roleArn(arn);
    if (role === undefined) return [];
    const ownConfigurations = byRole.get(arn) ?? [];
    const { malformed, ...evidence } = roleEvidence(snapshot, role);
    const { trustPolicy } = evidence;
    const needs = needsOf(snapshot, ofRole, ownConfigurations, {
      users: hiddenUsers(snapshot, trustPolicy),
      agents: hiddenAgents(snapshot, trustPolicy),
      versions: hiddenVersionsOf(snapshot, trustPolicy, hidden),
    });
    const openDenials = openDenialsOf(snapshot, role.arn);
    return [
      {
        role: {
          ...identityOf(role),
          ...shared,
          ...evidence,
          ...needs,
          openDenials,
          knowledgeBaseRequests: requestsOfQueried(snapshot, workloads, needs.knownRequests, arn),
          workloads: ofRole,
          hiddenWorkloads: hiddenWorkloads(snapshot, trustPolicy),
        },
        malformed,
      },
    ];
  });
  return {
    roles: built.map(({ role }) => role),
    gaps,
    malformed: [
      ...serviceControl.malformed,
      ...resourceControl.malformed,
      ...built.flatMap(({ malformed }) => malformed),
    ],
  };
}

const identityOf = ({ arn, name, accountId, partition }: RoleArn) => ({ arn, name, accountId, partition });

/** What may act with the role too, unseen. */
interface Hidden {
  readonly users: readonly string[];
  readonly agents: readonly string[];
  readonly versions: readonly HiddenVersions[];
}

type RoleNeeds = Pick<
  AgentRole,
  | 'requiredAccess'
  | 'knownRequests'
  | 'unseenNeeds'
  | 'accessHeldElsewhere'
  | 'needGaps'
  | 'resourcePolicies'
  | 'models'
>;

function needsOf(
  snapshot: Snapshot,
  workloads: readonly Workload[],
  configurations: readonly AgentConfiguration[],
  hidden: Hidden,
): RoleNeeds {
  const ofAgents = allNeeds(configurations.map((configuration) => requiredAccess(snapshot, configuration)));
  const others = workloads
    .filter(({ type }) => type !== 'agent')
    .map((workload) => ({ workload, ...roleNeeds(snapshot, workload) }));
  const requests = [...ofAgents.requests, ...others.flatMap((needs) => needs.requests)];
  const known = requests.filter(({ heldBy }) => heldBy === 'role');
  const [gap, ...gaps] = [
    ...new Set([
      ...ofAgents.gaps,
      ...others.flatMap((needs) => needs.gaps),
      ...hidden.users,
      ...hidden.versions.map(({ reason }) => reason),
    ]),
  ];
  return {
    requiredAccess: gap === undefined ? { known } : missing(gap, ...gaps),
    knownRequests: known,
    unseenNeeds: unseenNeeds(snapshot, workloads, known),
    accessHeldElsewhere: requests.filter(({ heldBy }) => heldBy !== 'role'),
    needGaps: needGaps(snapshot, { configurations, others, hidden }),
    resourcePolicies: resourcePoliciesOf(snapshot, requests),
    models: { known: [...models(snapshot, configurations, hidden), ...others.flatMap((needs) => needs.models)] },
  };
}

function models(
  snapshot: Snapshot,
  configurations: readonly AgentConfiguration[],
  { agents, versions }: Hidden,
): readonly ModelUse[] {
  const known = configurations.flatMap((configuration) => modelUses(snapshot, configuration));
  const unseen = [...agents.map((reason) => ({ reason, agentArn: 'agents that were not read' })), ...versions].map(
    ({ reason, agentArn }): ModelUse => ({
      reference: `the models of ${agentArn}`,
      kind: 'unrecognised',
      usedBy: 'agent',
      workload: agentArn,
      foundationModels: missing(reason),
    }),
  );
  return [...known, ...unseen];
}

/** A snapshot that no listener has written to has no such part, which is no gap; one that could not be read is. */
function openDenialsOf(snapshot: Snapshot, arn: string): AgentRole['openDenials'] {
  if (snapshot.openDenials !== undefined)
    return { known: snapshot.openDenials.filter(({ roleArn }) => roleArn === arn) };
  return unreadAround(snapshot, 'openDenials').length > 0
    ? missing(notRead(snapshot, 'openDenials', 'the open denials', 'were'))
    : { known: null };
}

function useCaseForm(snapshot: Snapshot): Evidence<boolean> {
  const submitted = snapshot.bedrock?.useCaseForModelAccess?.submitted;
  return typeof submitted === 'boolean'
    ? { known: submitted }
    : missing(notRead(snapshot, 'bedrock.useCaseForModelAccess', "the account's use-case form for Anthropic models"));
}

const takenAt = ({ takenAt: time }: Snapshot): Evidence<string> =>
  time !== undefined && /^\d{4}-\d{2}-\d{2}/.test(time)
    ? { known: time }
    : missing('the snapshot does not say when it was taken');
