import { textAt } from '../fields.ts';
import { needsWith, unusable } from '../join-needs.ts';
import { bedrockArn, GUIDE, type Needs, NO_NEEDS, requestsFor } from '../needs.ts';
import { notRead } from '../unread.ts';
import { keyAccount } from './flow-key-needs.ts';
import { type FlowNodeInPlace, type NodeOf, nodeRequests } from './node.ts';

const AGENT_ALIAS = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:agent-alias\/(\w+)\/\w+$/;

/** The role of the flow is the caller of the agent: it works with the agent's key, too. */
export const agentNode: NodeOf = (node, configuration) => {
  const alias = textAt(configuration, 'agentAliasArn');
  const agentId = AGENT_ALIAS.exec(alias ?? '')?.[1];
  if (alias === undefined || agentId === undefined) return unusable(node.name, 'the ARN of an agent alias', alias);
  const key = agentKey(node, agentId);
  return needsWith({
    requests: [
      ...nodeRequests(node, `agent alias ${alias}`, 'collaborator')(['bedrock:InvokeAgent'], alias),
      ...key.requests,
    ],
    gaps: key.gaps,
  });
};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/cmk-agent-resources.html */
function agentKey({ snapshot, workload, name }: FlowNodeInPlace, agentId: string): Needs {
  const entry = snapshot.agents?.find(({ agent }) => agent.agentId === agentId);
  if (entry === undefined)
    return {
      requests: [],
      gaps: [notRead(snapshot, `agents.${agentId}`, `the key of agent ${agentId}, which ${name} invokes,`)],
    };
  const keys = [entry.agent, ...(entry.versions ?? []).map(({ agentVersion }) => agentVersion)]
    .map(({ customerEncryptionKeyArn }) => customerEncryptionKeyArn)
    .filter((key): key is string => key !== undefined && key !== '');
  if (keys.length === 0) return NO_NEEDS;
  const arn = entry.agent.agentArn ?? bedrockArn(snapshot, workload.region, `agent/${agentId}`);
  return {
    requests: [...new Set(keys)].flatMap((key) =>
      requestsFor(
        { workload },
        { capability: `encryption key ${key}`, kind: 'encryptionKey', source: `${GUIDE}/cmk-agent-resources.html` },
      )(['kms:GenerateDataKey', 'kms:Decrypt'], key, {
        context: { 'kms:EncryptionContext:aws:bedrock:arn': arn, ...keyAccount(key) },
      }),
    ),
    gaps: [],
  };
}
