import { regionOf, roleArn } from '../arn.ts';
import type { Fields } from '../fields.ts';
import type { AgentCorePart, Snapshot } from '../snapshot.ts';
import { noRole, notRead, unreadAround } from '../unread.ts';
import type { Workload } from '../workload.ts';
import { pinnedVersions, runtimeVersion, unseenRuntimeVersions } from './runtime-versions.ts';

interface AgentCoreKind {
  readonly part: keyof AgentCorePart;
  readonly type: Workload['type'];
  readonly what: string;
  /** Where the `get-…` answer nests the resource, if it does. */
  readonly inside?: string;
  readonly arn: readonly string[];
  readonly id: readonly string[];
  readonly name: readonly string[];
  readonly role: readonly string[];
  /** A memory, browser, code interpreter or online evaluation may do without a role. */
  readonly roleIsRequired: boolean;
  /** Files of before this kind was read do not have the part; only `unread` tells that it hides something. */
  readonly isNewPart?: boolean;
}

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/Welcome.html */
const kinds: readonly AgentCoreKind[] = [
  {
    part: 'runtimes',
    type: 'agentCoreRuntime',
    what: 'AgentCore runtime',
    arn: ['agentRuntimeArn'],
    id: ['agentRuntimeId'],
    name: ['agentRuntimeName'],
    role: ['roleArn'],
    roleIsRequired: true,
  },
  {
    part: 'gateways',
    type: 'agentCoreGateway',
    what: 'AgentCore gateway',
    arn: ['gatewayArn'],
    id: ['gatewayId'],
    name: ['name'],
    role: ['roleArn'],
    roleIsRequired: true,
  },
  {
    part: 'memories',
    type: 'agentCoreMemory',
    what: 'AgentCore memory',
    inside: 'memory',
    arn: ['arn'],
    id: ['id'],
    name: ['name'],
    role: ['memoryExecutionRoleArn'],
    roleIsRequired: false,
  },
  {
    part: 'browsers',
    type: 'agentCoreBrowser',
    what: 'AgentCore browser',
    arn: ['browserArn'],
    id: ['browserId'],
    name: ['name'],
    role: ['executionRoleArn'],
    roleIsRequired: false,
  },
  {
    part: 'codeInterpreters',
    type: 'agentCoreCodeInterpreter',
    what: 'AgentCore code interpreter',
    arn: ['codeInterpreterArn'],
    id: ['codeInterpreterId'],
    name: ['name'],
    role: ['executionRoleArn'],
    roleIsRequired: false,
  },
  {
    part: 'harnesses',
    type: 'agentCoreHarness',
    what: 'AgentCore harness',
    inside: 'harness',
    arn: ['harnessArn', 'arn'],
    id: ['harnessId', 'id'],
    name: ['harnessName', 'name'],
    role: ['executionRoleArn', 'roleArn'],
    roleIsRequired: true,
  },
  {
    part: 'onlineEvaluationConfigs',
    type: 'agentCoreEvaluation',
    what: 'AgentCore online evaluation',
    arn: ['onlineEvaluationConfigArn'],
    id: ['onlineEvaluationConfigId'],
    name: ['onlineEvaluationConfigName'],
    role: ['evaluationExecutionRoleArn'],
    roleIsRequired: false,
    isNewPart: true,
  },
];

const PLURALS: Readonly<Partial<Record<keyof AgentCorePart, string>>> = {
  codeInterpreters: 'code interpreters',
  onlineEvaluationConfigs: 'online evaluations',
};

export interface Workloads {
  readonly workloads: readonly Workload[];
  readonly gaps: readonly string[];
}

export function agentCoreWorkloads(snapshot: Snapshot): Workloads {
  const { agentCore } = snapshot;
  if (agentCore === undefined)
    return { workloads: [], gaps: [notRead(snapshot, 'agentCore', 'the AgentCore resources', 'were')] };
  const found = kinds.map((kind) => workloadsOfKind(snapshot, agentCore, kind));
  return { workloads: found.flatMap(({ workloads }) => workloads), gaps: found.flatMap(({ gaps }) => gaps) };
}

function workloadsOfKind(snapshot: Snapshot, agentCore: AgentCorePart, kind: AgentCoreKind): Workloads {
  const answers = agentCore[kind.part];
  if (answers === undefined) {
    const part = `agentCore.${kind.part}`;
    if (kind.isNewPart === true && unreadAround(snapshot, part).length === 0) return { workloads: [], gaps: [] };
    const what = `the AgentCore ${PLURALS[kind.part] ?? kind.part}`;
    return { workloads: [], gaps: [notRead(snapshot, part, what, 'were')] };
  }
  const found = answers.flatMap((answer) => [
    workloadOf(snapshot, answer, kind),
    ...(kind.part === 'runtimes' ? versionsOf(snapshot, answer, kind) : []),
  ]);
  return {
    workloads: found.flatMap((workload) => (typeof workload === 'object' ? [workload] : [])),
    gaps: found.flatMap((gap) => (typeof gap === 'string' ? [gap] : [])),
  };
}

/** Every version of a runtime that an endpoint runs besides the latest: each keeps its own role. */
const versionsOf = (
  snapshot: Snapshot,
  runtime: Fields,
  kind: AgentCoreKind,
): readonly (Workload | string | undefined)[] => [
  ...pinnedVersions(runtime).map((version) => {
    const answer = runtimeVersion(runtime, version);
    return answer && workloadOf(snapshot, answer, kind, version);
  }),
  ...unseenRuntimeVersions(snapshot, runtime),
];

/** The answer that a workload was made of, without the object that some of them nest it in. */
export function agentCoreResource(
  { agentCore }: Snapshot,
  { type, arn, version }: Workload,
): Readonly<Record<string, unknown>> | undefined {
  const kind = kinds.find((candidate) => candidate.type === type);
  if (kind === undefined) return undefined;
  const resources = (agentCore?.[kind.part] ?? []).map((answer) => resourceIn(answer, kind));
  const found = resources.find((resource) => kind.arn.some((key) => resource[key] === arn));
  return version === undefined ? found : found && runtimeVersion(found, version);
}

function resourceIn(answer: Readonly<Record<string, unknown>>, { inside }: AgentCoreKind): Record<string, unknown> {
  const nested = inside === undefined ? undefined : answer[inside];
  return { ...answer, ...(typeof nested === 'object' && nested !== null ? nested : {}) };
}

/** The workload, the gap that hides one, or undefined for a resource that acts with no role. */
function workloadOf(
  snapshot: Snapshot,
  answer: Readonly<Record<string, unknown>>,
  kind: AgentCoreKind,
  version?: string,
): Workload | string | undefined {
  const resource = resourceIn(answer, kind);
  const first = (keys: readonly string[]): string | undefined =>
    keys.map((key) => resource[key]).find((value): value is string => typeof value === 'string' && value !== '');
  const arn = first(kind.arn);
  const id = first(kind.id) ?? arn?.split('/').at(-1);
  const label = `${version === undefined ? '' : `version ${version} of `}${kind.what} ${id ?? 'without an id'}`;
  const written = first(kind.role);
  if (written === undefined && !kind.roleIsRequired) return undefined;
  const role = roleArn(written);
  if (role === undefined) return noRole(label, written);
  if (arn === undefined || id === undefined) return `the ARN of ${label} was not read`;
  return {
    type: kind.type,
    arn,
    id,
    name: first(kind.name) ?? id,
    ...(version === undefined ? {} : { version }),
    region: regionOf(arn) ?? snapshot.region,
    roleArn: role.arn,
    servicePrincipal: 'bedrock-agentcore.amazonaws.com',
    sourceArn: arn,
  };
}
