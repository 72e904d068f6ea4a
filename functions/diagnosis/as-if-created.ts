import { partitionOf } from '../workload/arn.ts';
import type { AgentEntry, FlowDetail, KnowledgeBaseEntry, Snapshot } from '../workload/snapshot.ts';
import type { Workload } from '../workload/workload.ts';
import type { DeniedRequest, RequestedThings } from './diagnosis.ts';

export interface AsIfCreated {
  readonly snapshot: Snapshot;
  readonly type: Workload['type'];
  readonly id: string;
}

/** No id of AWS looks like it, so it stands for one that only the creation would have given. */
export const NEW = 'TOBECREATED';

/**
 * The account as it would be if the call that makes a workload had succeeded: what the workload would need of its role can
 * be asked then. Undefined: the call makes no workload, or does not tell its role.
 */
export function asIfCreated(snapshot: Snapshot, denied: DeniedRequest): AsIfCreated | undefined {
  const { eventName = '', requested, workload } = denied;
  if (requested === undefined) return undefined;
  const part = Object.hasOwn(PARTS, eventName) ? PARTS[eventName] : undefined;
  if (part !== undefined && workload?.type === 'agent' && workload.id !== undefined)
    return { type: 'agent', id: workload.id, snapshot: withPart(snapshot, workload.id, part(requested)) };
  const changed = changedWorkload(snapshot, denied) ?? unreadWorkload(snapshot, denied);
  if (changed !== undefined) return changed;
  const maker = Object.hasOwn(MAKERS, eventName) ? MAKERS[eventName] : undefined;
  return requested.roleArn === undefined || maker === undefined
    ? undefined
    : { ...maker(snapshot, requested.roleArn, requested), id: NEW };
}

/** A workload that was not read, by what the call that changes it tells; its id, unlike that of a new one, is known. */
function unreadWorkload(
  snapshot: Snapshot,
  { eventName, requested = {}, workload }: DeniedRequest,
): AsIfCreated | undefined {
  const id = workload?.id;
  if (id === undefined || requested.roleArn === undefined) return undefined;
  const isAgent = eventName === 'UpdateAgent' && snapshot.agents === undefined;
  const isBase = eventName === 'UpdateKnowledgeBase' && snapshot.knowledgeBases === undefined;
  if (!isAgent && !isBase) return undefined;
  return { ...(isAgent ? agent : knowledgeBase)(snapshot, requested.roleArn, requested, id), id };
}

/** The workload that a call changes, with what the call would have given it; undefined where it was not read. */
function changedWorkload(
  snapshot: Snapshot,
  { eventName, requested = {}, workload }: DeniedRequest,
): AsIfCreated | undefined {
  const id = workload?.id;
  if (id === undefined) return undefined;
  const { roleArn, models: [model] = [], vectorStores = [] } = requested;
  const listedBases = snapshot.knowledgeBases?.some(({ knowledgeBase: one }) => one.knowledgeBaseId === id);
  if (eventName === 'UpdateKnowledgeBase' && snapshot.knowledgeBases !== undefined && listedBases === true) {
    const changed = snapshot.knowledgeBases.map(({ knowledgeBase: old, ...rest }) => {
      if (old.knowledgeBaseId !== id) return { knowledgeBase: old, ...rest };
      const made = entryOf(roleArn ?? old.roleArn ?? '', {
        ...(model === undefined ? {} : { models: [model] }),
        vectorStores,
      });
      return { ...rest, knowledgeBase: { ...old, ...made.knowledgeBase, knowledgeBaseId: id } };
    });
    return { type: 'knowledgeBase', id, snapshot: { ...snapshot, knowledgeBases: changed } };
  }
  if (eventName === 'UpdateAgent' && snapshot.agents !== undefined) {
    const given = {
      ...(roleArn === undefined ? {} : { agentResourceRoleArn: roleArn }),
      ...(model === undefined ? {} : { foundationModel: model }),
    };
    const agents = snapshot.agents.map((entry) =>
      entry.agent.agentId === id ? { ...entry, agent: { ...entry.agent, ...given } } : entry,
    );
    return { type: 'agent', id, snapshot: { ...snapshot, agents } };
  }
  const part = eventName === 'UpdateAgentRuntime' ? 'runtimes' : eventName === 'UpdateGateway' ? 'gateways' : undefined;
  const listed = part === undefined ? undefined : snapshot.agentCore?.[part];
  if (part === undefined || listed === undefined || roleArn === undefined) return undefined;
  const idName = part === 'runtimes' ? 'agentRuntimeId' : 'gatewayId';
  const changed = listed.map((resource) => (resource[idName] === id ? { ...resource, roleArn } : resource));
  return {
    type: part === 'runtimes' ? 'agentCoreRuntime' : 'agentCoreGateway',
    id,
    snapshot: { ...snapshot, agentCore: { ...snapshot.agentCore, [part]: changed } },
  };
}

/** What a call adds to the working draft of an agent. */
type Part = Partial<Pick<AgentEntry, 'actionGroups' | 'collaborators'>>;

const actionGroup = ({ buckets = [], functions = [] }: RequestedThings): Part => ({
  actionGroups: [
    {
      actionGroupId: NEW,
      actionGroupName: NEW,
      actionGroupState: 'ENABLED',
      ...(functions[0] === undefined ? {} : { actionGroupExecutor: { lambda: functions[0] } }),
      // Which object of the bucket it is, the record tells; any stands for it.
      ...(buckets[0] === undefined ? {} : { apiSchema: { s3: { s3BucketName: buckets[0], s3ObjectKey: NEW } } }),
    },
  ],
});

const collaborator = ({ agentAliasArn }: RequestedThings): Part =>
  agentAliasArn === undefined
    ? {}
    : { collaborators: [{ collaboratorName: NEW, agentDescriptor: { aliasArn: agentAliasArn } }] };

const PARTS: Readonly<Record<string, (requested: RequestedThings) => Part>> = {
  CreateAgentActionGroup: actionGroup,
  UpdateAgentActionGroup: actionGroup,
  AssociateAgentCollaborator: collaborator,
  UpdateAgentCollaborator: collaborator,
};

function withPart(snapshot: Snapshot, agentId: string, { actionGroups = [], collaborators = [] }: Part): Snapshot {
  const agents = snapshot.agents?.map((entry) =>
    entry.agent.agentId === agentId
      ? {
          ...entry,
          agent: collaborators.length === 0 ? entry.agent : { ...entry.agent, agentCollaboration: 'SUPERVISOR' },
          actionGroups: [...(entry.actionGroups ?? []), ...actionGroups],
          collaborators: [...(entry.collaborators ?? []), ...collaborators],
        }
      : entry,
  );
  return agents === undefined ? snapshot : { ...snapshot, agents };
}

type Maker = (snapshot: Snapshot, roleArn: string, requested: RequestedThings, id?: string) => Omit<AsIfCreated, 'id'>;

const knowledgeBase: Maker = (snapshot, roleArn, requested, id = NEW) => ({
  type: 'knowledgeBase',
  snapshot: { ...snapshot, knowledgeBases: [...(snapshot.knowledgeBases ?? []), entryOf(roleArn, requested, id)] },
});

const agent: Maker = (snapshot, roleArn, { models = [], kmsKey }, id = NEW) => {
  const made: AgentEntry = {
    agent: {
      agentId: id,
      agentStatus: 'CREATING',
      agentResourceRoleArn: roleArn,
      ...(models[0] === undefined ? {} : { foundationModel: models[0] }),
      ...(kmsKey === undefined ? {} : { customerEncryptionKeyArn: kmsKey }),
    },
    actionGroups: [],
    knowledgeBases: [],
    collaborators: [],
    versions: [],
    aliases: [],
  };
  return { type: 'agent', snapshot: { ...snapshot, agents: [...(snapshot.agents ?? []), made] } };
};

const flow: Maker = (snapshot, roleArn) => {
  const made: FlowDetail = { id: NEW, executionRoleArn: roleArn, definition: { nodes: [] }, versions: [], aliases: [] };
  return { type: 'flow', snapshot: { ...snapshot, flows: [...(snapshot.flows ?? []), made] } };
};

const runtime: Maker = (snapshot, roleArn, { containerImages = [] }) => ({
  type: 'agentCoreRuntime',
  snapshot: withAgentCore(snapshot, 'runtimes', {
    agentRuntimeArn: coreArn(snapshot, 'runtime'),
    agentRuntimeId: NEW,
    agentRuntimeName: NEW,
    agentRuntimeVersion: '1',
    roleArn,
    networkConfiguration: { networkMode: 'PUBLIC' },
    ...(containerImages[0] === undefined
      ? {}
      : { agentRuntimeArtifact: { containerConfiguration: { containerUri: containerImages[0] } } }),
    endpoints: [],
    versions: [],
  }),
});

const gateway: Maker = (snapshot, roleArn) => ({
  type: 'agentCoreGateway',
  snapshot: withAgentCore(snapshot, 'gateways', {
    gatewayArn: coreArn(snapshot, 'gateway'),
    gatewayId: NEW,
    name: NEW,
    roleArn,
    targets: [],
  }),
});

const MAKERS: Readonly<Record<string, Maker>> = {
  CreateKnowledgeBase: knowledgeBase,
  CreateAgent: agent,
  CreateFlow: flow,
  CreateAgentRuntime: runtime,
  CreateGateway: gateway,
};

const coreArn = (snapshot: Snapshot, type: string): string =>
  `arn:${partitionOf(snapshot)}:bedrock-agentcore:${snapshot.region}:${snapshot.accountId}:${type}/${NEW}`;

const withAgentCore = (snapshot: Snapshot, part: 'runtimes' | 'gateways', made: Readonly<Record<string, unknown>>) => ({
  ...snapshot,
  agentCore: { ...snapshot.agentCore, [part]: [...(snapshot.agentCore?.[part] ?? []), made] },
});

function entryOf(
  roleArn: string,
  { models = [], vectorStores = [] }: RequestedThings,
  id: string = NEW,
): KnowledgeBaseEntry {
  const store = vectorStores.find((arn) => /^arn:[a-z-]+:(?:aoss|s3vectors|es|rds|neptune-graph):/.test(arn));
  return {
    knowledgeBase: {
      knowledgeBaseId: id,
      roleArn,
      ...(models[0] === undefined
        ? {}
        : {
            knowledgeBaseConfiguration: {
              type: 'VECTOR',
              vectorKnowledgeBaseConfiguration: { embeddingModelArn: models[0] },
            },
          }),
      ...(store === undefined ? {} : { storageConfiguration: storageOf(store, vectorStores) }),
    },
    dataSources: [],
  } as KnowledgeBaseEntry;
}

function storageOf(store: string, all: readonly string[]): Readonly<Record<string, unknown>> {
  if (store.includes(':aoss:'))
    return { type: 'OPENSEARCH_SERVERLESS', opensearchServerlessConfiguration: { collectionArn: store } };
  if (store.includes(':s3vectors:')) {
    const indexArn = all.find((arn) => arn.includes('/index/')) ?? store;
    return { type: 'S3_VECTORS', s3VectorsConfiguration: { indexArn } };
  }
  return { type: 'UNKNOWN' };
}
