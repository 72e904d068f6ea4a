import { partitionOf, regionOf, roleArn } from './arn.ts';
import { type Evidence, missing } from './evidence.ts';
import { listAt, textAt } from './fields.ts';
import type {
  ActionGroup,
  AgentCollaborator,
  AgentDetail,
  AgentEntry,
  AgentKnowledgeBase,
  AgentVersionDetail,
  Snapshot,
} from './snapshot.ts';
import { noRole, notRead } from './unread.ts';
import type { Workload } from './workload.ts';

/** One version of an agent that can run, with all that its needs follow from. */
export interface AgentConfiguration {
  readonly workload: Workload;
  readonly detail: AgentDetail | AgentVersionDetail;
  /** The agent's working draft, whatever the version: what a version does not tell. */
  readonly draft?: AgentDetail;
  readonly actionGroups: Evidence<readonly ActionGroup[]>;
  readonly knowledgeBases: Evidence<readonly AgentKnowledgeBase[]>;
  readonly collaborators: Evidence<readonly AgentCollaborator[]>;
  /** The Provisioned Throughput that its aliases route to. */
  readonly provisionedThroughput: readonly { readonly alias: string; readonly model: string }[];
}

export interface AgentConfigurations {
  readonly configurations: readonly AgentConfiguration[];
  readonly gaps: readonly string[];
  /** What of them may be versions that were not read, each with a role of its own. */
  readonly hidden: readonly HiddenVersions[];
}

/** Versions of an agent that run, and of which nothing is known. */
export interface HiddenVersions {
  readonly agentArn: string;
  /** Where they would stand in the snapshot. */
  readonly part: string;
  readonly reason: string;
}

/** The working draft and every version that an alias routes to: a version keeps the role that it was cut with. */
export function agentConfigurations(snapshot: Snapshot, entry: AgentEntry): AgentConfigurations {
  const { agentId } = entry.agent;
  const routes = routesOf(entry);
  const versions = new Map((entry.versions ?? []).map((version) => [version.agentVersion.version, version]));
  const configurations: AgentConfiguration[] = [];
  const gaps: string[] = [];
  const hidden: HiddenVersions[] = [];
  const hide = (part: string, what: string, verb: 'was' | 'were'): void => {
    const reason = notRead(snapshot, part, what, verb);
    gaps.push(reason);
    hidden.push({ agentArn: agentArn(snapshot, entry.agent), part, reason });
  };
  const add = (version: string, detail: AgentDetail | AgentVersionDetail, parts: Parts): void => {
    const workload = agentWorkload(snapshot, entry, detail, version);
    if (typeof workload === 'string') gaps.push(workload);
    else configurations.push(configuration(snapshot, workload, { detail, draft: entry.agent, parts, routes }));
  };

  add('DRAFT', entry.agent, entry);
  if (entry.aliases === undefined) hide(`agents.${agentId}.aliases`, `the aliases of agent ${agentId}`, 'were');
  for (const version of new Set(routes.map((route) => route.version))) {
    if (version === 'DRAFT') continue;
    const routed = versions.get(version);
    if (routed !== undefined) add(version, routed.agentVersion, routed);
    else {
      const what = `version ${version} of agent ${agentId}, which alias ${aliasOf(routes, version)} routes to,`;
      hide(`agents.${agentId}.versions.${version}`, what, 'was');
    }
  }
  return { configurations, gaps, hidden };
}

type Parts = Pick<AgentEntry, 'actionGroups' | 'knowledgeBases' | 'collaborators'>;

interface Route {
  readonly alias: string;
  readonly version: string;
  readonly model?: string;
}

const routesOf = ({ aliases }: AgentEntry): readonly Route[] =>
  (aliases ?? []).flatMap((alias) =>
    listAt(alias, 'routingConfiguration').flatMap((route) => {
      const version = textAt(route, 'agentVersion');
      const model = textAt(route, 'provisionedThroughput');
      const name = textAt(alias, 'agentAliasName') ?? alias.agentAliasId;
      return version === undefined ? [] : [{ alias: name, version, ...(model === undefined ? {} : { model }) }];
    }),
  );

const aliasOf = (routes: readonly Route[], version: string): string =>
  routes.find((route) => route.version === version)?.alias ?? 'unknown';

const agentArn = (snapshot: Snapshot, agent: AgentDetail | AgentVersionDetail): string =>
  textAt(agent, 'agentArn') ??
  `arn:${partitionOf(snapshot)}:bedrock:${snapshot.region}:${snapshot.accountId}:agent/${agent.agentId}`;

/** The workload, or why it is none. */
function agentWorkload(
  snapshot: Snapshot,
  { agent }: AgentEntry,
  detail: AgentDetail | AgentVersionDetail,
  version: string,
): Workload | string {
  const role = roleArn(detail.agentResourceRoleArn);
  const label = version === 'DRAFT' ? `agent ${agent.agentId}` : `version ${version} of agent ${agent.agentId}`;
  if (role === undefined) return noRole(label, detail.agentResourceRoleArn);
  const arn = textAt(agent, 'agentArn') ?? agentArn(snapshot, detail);
  return {
    type: 'agent',
    arn,
    id: agent.agentId,
    name: textAt(detail, 'agentName') ?? textAt(agent, 'agentName') ?? agent.agentId,
    version,
    region: regionOf(arn) ?? snapshot.region,
    roleArn: role.arn,
    servicePrincipal: 'bedrock.amazonaws.com',
    sourceArn: arn,
  };
}

function configuration(
  snapshot: Snapshot,
  workload: Workload,
  {
    detail,
    draft,
    parts,
    routes,
  }: {
    readonly detail: AgentDetail | AgentVersionDetail;
    readonly draft: AgentDetail;
    readonly parts: Parts;
    readonly routes: readonly Route[];
  },
): AgentConfiguration {
  const at = workload.version === 'DRAFT' ? workload.id : `${workload.id}.versions.${workload.version}`;
  const evidence = <Value>(value: Value | undefined, part: string, what: string): Evidence<Value> =>
    value === undefined
      ? missing(notRead(snapshot, `agents.${at}.${part}`, `the ${what} of agent ${workload.id}`, 'were'))
      : { known: value };
  return {
    workload,
    detail,
    draft,
    actionGroups: evidence(parts.actionGroups, 'actionGroups', 'action groups'),
    knowledgeBases: evidence(parts.knowledgeBases, 'knowledgeBases', 'knowledge bases'),
    collaborators: evidence(parts.collaborators, 'collaborators', 'collaborators'),
    provisionedThroughput: routes.flatMap(({ alias, version, model }) =>
      model !== undefined && version === workload.version ? [{ alias, model }] : [],
    ),
  };
}
