import type { AgentConfiguration, HiddenVersions } from './agent-configurations.ts';
import { flowResourceGaps } from './flow/flow-needs.ts';
import { guardrailNeeds } from './guardrail-needs.ts';
import { knowledgeBaseNeeds } from './knowledge-base-needs.ts';
import { modelNeeds } from './model-needs.ts';
import { requiredAccess } from './required-access.ts';
import { roleNeeds } from './role-needs.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';

/** What of the needs could not be derived, by what it may concern. Phrases that fit behind "unknown: ". */
export interface NeedGaps {
  /** Of what may call models that the role's `models` do not tell: workloads that are no agents, or were not read. */
  readonly models: readonly string[];
  readonly knowledgeBases: readonly string[];
  readonly guardrails: readonly string[];
  /** Anything else. */
  readonly resources: readonly string[];
}

interface Found {
  readonly configurations: readonly AgentConfiguration[];
  /** Workloads that are no agents, with their gaps. */
  readonly others: readonly OtherGaps[];
  readonly hidden: {
    readonly users: readonly string[];
    readonly agents: readonly string[];
    readonly versions: readonly HiddenVersions[];
  };
}

interface OtherGaps {
  readonly workload: Workload;
  readonly gaps: readonly string[];
}

/**
 * The gaps, each in every list that it may belong to. What code calls that runs with the role is in none of them: it is no need
 * of a configuration.
 */
export function needGaps(snapshot: Snapshot, { configurations, others, hidden }: Found): NeedGaps {
  const ofAgents = (needsOf: typeof requiredAccess) =>
    configurations.flatMap((configuration) => needsOf(snapshot, configuration).gaps);
  const ofOthers = (isConcerned: (type: Workload['type']) => boolean) =>
    others.flatMap(({ workload, gaps }) =>
      isConcerned(workload.type) ? gaps.filter((gap) => !OF_CODE.test(gap)) : [],
    );
  const ofReaching = (isConcerned: (type: Workload['type']) => boolean) => {
    const ofResources = new Set(others.flatMap(({ workload }) => resourceGapsOf(snapshot, workload)));
    return ofOthers(isConcerned).filter((gap) => !ofResources.has(gap));
  };
  const { users, agents, versions } = hidden;
  const unseen = versions.map(({ reason }) => reason);
  // A part of an agent that is not the agent, such as its action groups, hides nothing but itself.
  const unseenWorkloads = [...users.filter((user) => agents.includes(user) || !PART_OF_AGENT.test(user)), ...unseen];
  const elsewhere = new Set([knowledgeBaseNeeds, guardrailNeeds, modelNeeds].flatMap(ofAgents));
  return {
    models: distinct([
      ...ofReaching((type) => CALL_MODELS.has(type)),
      ...others.flatMap(({ workload, gaps }) => ofUnreadSources(snapshot, workload, gaps)),
      ...unseenWorkloads,
    ]),
    knowledgeBases: distinct([
      ...ofAgents(knowledgeBaseNeeds),
      ...ofReaching((type) => QUERY.has(type)),
      ...unseenWorkloads,
    ]),
    guardrails: distinct([
      ...ofAgents(guardrailNeeds),
      ...ofReaching((type) => mayBeGuarded(snapshot, type)),
      ...unseenWorkloads,
    ]),
    resources: distinct([
      ...ofAgents(requiredAccess).filter((gap) => !elsewhere.has(gap)),
      ...ofOthers(() => true),
      ...users,
      ...unseen,
    ]),
  };
}

const OF_CODE = /^what the code (of|in sessions of) /;
const PART_OF_AGENT = /^agents\./;

const QUERY: ReadonlySet<Workload['type']> = new Set(['flow', 'agentCoreGateway']);
const CALL_MODELS: ReadonlySet<Workload['type']> = new Set(['flow', 'agentCoreMemory', 'agentCoreEvaluation']);
const GUARDED_IF_ENFORCED: ReadonlySet<Workload['type']> = new Set([
  'knowledgeBase',
  'agentCoreHarness',
  'agentCoreMemory',
  'agentCoreEvaluation',
]);

/** Beside agents only flows name guardrails; to what else calls models, those apply that the account enforces. */
const mayBeGuarded = ({ bedrock }: Snapshot, type: Workload['type']): boolean =>
  type === 'flow' || (GUARDED_IF_ENFORCED.has(type) && bedrock?.enforcedGuardrails?.length !== 0);

/** The gaps of a flow that belong to its other resources alone. */
function resourceGapsOf(snapshot: Snapshot, workload: Workload): readonly string[] {
  const flow = workload.type === 'flow' ? snapshot.flows?.find(({ id }) => id === workload.id) : undefined;
  return flow === undefined ? [] : flowResourceGaps(snapshot, flow, workload);
}

/** A data source may be parsed and enriched by models: the gaps that reading the data sources would close. */
function ofUnreadSources(snapshot: Snapshot, workload: Workload, gaps: readonly string[]): readonly string[] {
  const entry = snapshot.knowledgeBases?.find(({ knowledgeBase }) => knowledgeBase.knowledgeBaseId === workload.id);
  if (workload.type !== 'knowledgeBase' || entry === undefined || entry.dataSources !== undefined) return [];
  const read = { ...snapshot, knowledgeBases: [{ ...entry, dataSources: [] }] };
  const others = new Set(roleNeeds(read, workload).gaps);
  return gaps.filter((gap) => !others.has(gap));
}

const distinct = (gaps: readonly string[]): readonly string[] => [...new Set(gaps)];
