import type { AgentCorePart } from '../workload/snapshot.ts';
import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { objectOf, pickFields } from './json-object.ts';
import { takePage } from './paging.ts';
import { knownPart, refuseUnread, unreadIds } from './snapshot-parts.ts';

type Resource = Readonly<Record<string, unknown>>;

interface Kind {
  readonly part: keyof AgentCorePart;
  readonly list: string;
  /** The member of the list's answer that holds the summaries. */
  readonly summaries: string;
  readonly get: string;
  /** The parameter that names one. */
  readonly parameter: string;
  readonly id: string;
  /** What else stands in a summary. */
  readonly fields: readonly string[];
  /** The member in which the answer holds the resource. */
  readonly inside?: string;
}

const TIMES = ['status', 'description', 'createdAt', 'updatedAt', 'lastUpdatedAt'];

const runtimes: Kind = {
  part: 'runtimes',
  list: 'ListAgentRuntimes',
  summaries: 'agentRuntimes',
  get: 'GetAgentRuntime',
  parameter: 'agentRuntimeId',
  id: 'agentRuntimeId',
  fields: ['agentRuntimeArn', 'agentRuntimeVersion', 'agentRuntimeName'],
};

const gateways: Kind = {
  part: 'gateways',
  list: 'ListGateways',
  summaries: 'items',
  get: 'GetGateway',
  parameter: 'gatewayIdentifier',
  id: 'gatewayId',
  fields: ['name', 'authorizerType', 'protocolType'],
};

const kinds: readonly Kind[] = [
  runtimes,
  gateways,
  {
    part: 'memories',
    list: 'ListMemories',
    summaries: 'memories',
    get: 'GetMemory',
    parameter: 'memoryId',
    id: 'id',
    fields: ['arn'],
    inside: 'memory',
  },
  {
    part: 'browsers',
    list: 'ListBrowsers',
    summaries: 'browserSummaries',
    get: 'GetBrowser',
    parameter: 'browserId',
    id: 'browserId',
    fields: ['browserArn', 'name'],
  },
  {
    part: 'codeInterpreters',
    list: 'ListCodeInterpreters',
    summaries: 'codeInterpreterSummaries',
    get: 'GetCodeInterpreter',
    parameter: 'codeInterpreterId',
    id: 'codeInterpreterId',
    fields: ['codeInterpreterArn', 'name'],
  },
  {
    part: 'harnesses',
    list: 'ListHarnesses',
    summaries: 'harnesses',
    get: 'GetHarness',
    parameter: 'harnessId',
    id: 'harnessId',
    fields: ['harnessName', 'arn', 'harnessVersion'],
    inside: 'harness',
  },
  {
    part: 'evaluators',
    list: 'ListEvaluators',
    summaries: 'evaluators',
    get: 'GetEvaluator',
    parameter: 'evaluatorId',
    id: 'evaluatorId',
    fields: ['evaluatorArn', 'evaluatorName', 'evaluatorType', 'level'],
  },
  {
    part: 'onlineEvaluationConfigs',
    list: 'ListOnlineEvaluationConfigs',
    summaries: 'onlineEvaluationConfigs',
    get: 'GetOnlineEvaluationConfig',
    parameter: 'onlineEvaluationConfigId',
    id: 'onlineEvaluationConfigId',
    fields: ['onlineEvaluationConfigArn', 'onlineEvaluationConfigName', 'executionStatus'],
  },
];

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_Operations.html */
export const agentCore: Operations = {
  ...Object.fromEntries(
    kinds.flatMap((kind) => [
      [kind.list, (input: Input, account: Account) => listOf(kind, input, account)],
      [kind.get, (input: Input, account: Account) => answerOf(find(kind, input, account))],
    ]),
  ),

  GetAgentRuntime(input, account) {
    const runtime = find(runtimes, input, account);
    const { version } = input;
    if (version === undefined || version === runtime.agentRuntimeVersion) return answerOf(runtime);
    const path = [...runtimePath(input), 'versions'];
    refuseUnread(account.snapshot, ...path, String(version));
    const versions = knownPart(runtime.versions, account.snapshot, ...path);
    // A version that no endpoint runs is not in a snapshot, and may well exist.
    const found = listOfObjects(versions).find(({ agentRuntimeVersion }) => agentRuntimeVersion === version);
    return knownPart(found, account.snapshot, ...path, String(version));
  },
  ListAgentRuntimeEndpoints(input, account) {
    const { endpoints } = find(runtimes, input, account);
    const known = knownPart(endpoints, account.snapshot, ...runtimePath(input), 'endpoints');
    return page('runtimeEndpoints', listOfObjects(known), input, account);
  },

  ListGatewayTargets(input, account) {
    const targets = targetsOf(input, account).map((target) => pickFields(target, 'targetId', 'name', ...TIMES));
    const unread = unreadIds(account.snapshot, ...targetsPath(input)).map((targetId) => ({ targetId }));
    return page('items', [...targets, ...unread], input, account);
  },
  GetGatewayTarget(input, account) {
    refuseUnread(account.snapshot, ...targetsPath(input), String(input.targetId));
    const target = targetsOf(input, account).find(({ targetId }) => targetId === input.targetId);
    if (target === undefined) throw notFound(`Target ${input.targetId}`);
    return target;
  },
};

/** A gateway's targets are asked for by themselves, and so are a runtime's endpoints and versions. */
function answerOf({ targets, endpoints, versions, ...answer }: Resource): object {
  return answer;
}

function listOf(kind: Kind, input: Input, account: Account): object {
  const known = resources(kind, account).map((answer) =>
    pickFields(inner(kind, answer), kind.id, ...kind.fields, ...TIMES),
  );
  const unread = unreadIds(account.snapshot, 'agentCore', kind.part)
    .filter((id) => !id.includes('.'))
    .map((id) => ({ [kind.id]: id }));
  return page(kind.summaries, [...known, ...unread], input, account);
}

function find(kind: Kind, input: Input, account: Account): Resource {
  const id = String(input[kind.parameter]);
  refuseUnread(account.snapshot, 'agentCore', kind.part, id);
  const answer = resources(kind, account).find((candidate) => inner(kind, candidate)[kind.id] === id);
  if (answer === undefined) throw notFound(`${kind.parameter} ${id}`);
  return answer;
}

function resources({ part }: Kind, { snapshot }: Account): readonly Resource[] {
  return knownPart(snapshot.agentCore?.[part], snapshot, 'agentCore', part);
}

function inner({ inside }: Kind, answer: Resource): Resource {
  return inside === undefined ? answer : objectOf(answer[inside]);
}

function targetsPath({ gatewayIdentifier }: Input): readonly string[] {
  return ['agentCore', 'gateways', String(gatewayIdentifier), 'targets'];
}

function targetsOf(input: Input, account: Account): readonly Resource[] {
  const { targets } = find(gateways, input, account);
  return listOfObjects(knownPart(targets, account.snapshot, ...targetsPath(input)));
}

const runtimePath = ({ agentRuntimeId }: Input): readonly string[] => ['agentCore', 'runtimes', String(agentRuntimeId)];

const listOfObjects = (value: unknown): readonly Resource[] => (Array.isArray(value) ? value.map(objectOf) : []);

function page(name: string, all: readonly object[], { nextToken, maxResults }: Input, account: Account): object {
  const { items, next } = takePage(all, {
    token: nextToken,
    limit: maxResults ?? 10,
    most: Math.min(100, account.pageSize),
    emptyPage: account.emptyPages ? 'second' : 'never',
    invalidToken: 'ValidationException',
  });
  return { [name]: items, ...(next !== undefined && { nextToken: next }) };
}

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, `${what} does not exist.`);
}
