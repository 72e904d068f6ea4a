import { roleArn } from '../workload/arn.ts';
import { listWorkloads } from '../workload/list-workloads.ts';
import type { AgentCorePart, Snapshot } from '../workload/snapshot.ts';
import type { ConfigurationItem } from './config-event.ts';
import { isObject } from './json-fields.ts';
import { valuesIn } from './values-in.ts';

/**
 * The names of the roles of which a workload is one of these resources, or names one: the agent of a knowledge base, the flow
 * of a prompt, the gateway of a target.
 *
 * @param ids ids, or names of functions, as they stand alone or inside ARNs
 */
export function rolesServedBy(snapshot: Snapshot, ids: ReadonlySet<string>): readonly string[] {
  const names = (entry: unknown) => valuesIn(entry).some(({ value }) => idsIn(value).some((id) => ids.has(id)));
  const { agents, knowledgeBases, flows, prompts = [], agentCore } = snapshot;
  // A flow names the prompt, and the prompt the model.
  const throughPrompts = prompts.filter(names).flatMap(({ id, arn }) => [id, arn].flatMap((text) => idsIn(text ?? '')));
  const withPrompts = new Set([...ids, ...throughPrompts.filter((id) => id.length >= SHORTEST_ID)]);
  const namesPrompt = (entry: unknown) =>
    valuesIn(entry).some(({ value }) => idsIn(value).some((id) => withPrompts.has(id)));
  const { workloads } = listWorkloads({
    ...snapshot,
    ...(agents !== undefined && { agents: agents.filter(names) }),
    ...(knowledgeBases !== undefined && { knowledgeBases: knowledgeBases.filter(names) }),
    ...(flows !== undefined && { flows: flows.filter(namesPrompt) }),
    ...(agentCore !== undefined && { agentCore: filtered(agentCore, names) }),
  });
  const roles = workloads.flatMap((workload) => roleArn(workload.roleArn) ?? []);
  return [...new Set(roles.filter(({ accountId }) => accountId === snapshot.accountId).map(({ name }) => name))];
}

/** The ids that a resource of Amazon Bedrock is known by, and its parent's: AWS Config names a data source by both. */
export function idsOfItem({ resourceId, arn = '', configuration }: ConfigurationItem): ReadonlySet<string> {
  const parents = Object.entries(isObject(configuration) ? configuration : {}).flatMap(([name, value]) =>
    PARENTS.test(name) && typeof value === 'string' ? [value] : [],
  );
  const ids = [resourceId, arn.split(':').slice(5).join(':'), ...parents].flatMap(idsIn);
  return new Set(ids.filter((id) => id.length >= SHORTEST_ID));
}

/** Ids of Amazon Bedrock have ten characters or more; shorter pieces of an ARN are types, versions and names. */
const SHORTEST_ID = 10;

const PARENTS = /^(knowledgeBaseId|flowArn|flowId|gatewayIdentifier|gatewayId|agentRuntimeId|agentRuntimeArn)$/i;

/** `arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ABCDEFGHIJ` has the id `ABCDEFGHIJ`, among others that are none. */
export const idsIn = (text: string): readonly string[] => text.split(/[/:|]/);

function filtered(agentCore: AgentCorePart, names: (resource: unknown) => boolean): AgentCorePart {
  return Object.fromEntries(Object.entries(agentCore).map(([part, resources]) => [part, resources.filter(names)]));
}
