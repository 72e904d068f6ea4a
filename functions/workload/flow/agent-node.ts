import { arnFields } from '../../iam/arn.ts';
import { textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import { bedrockArn, GUIDE, type Needs } from '../needs.ts';
import { notRead } from '../unread.ts';
import { encryptionKeyNeeds } from './encryption-key-needs.ts';
import { type FlowNodeInPlace, type NodeOf, nodeRequests } from './node.ts';

const AGENT_ALIAS = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:agent-alias\/(\w+)\/\w+$/;

/** The role of the flow is the caller of the agent: it works with the agent's key, too. */
export const agentNode: NodeOf = (node, configuration) => {
  const alias = textAt(configuration, 'agentAliasArn');
  const agentId = AGENT_ALIAS.exec(alias ?? '')?.[1];
  if (alias === undefined || agentId === undefined) return unusable(node.name, 'the ARN of an agent alias', alias);
  const [, , , , account = ''] = arnFields(alias);
  if (account !== node.snapshot.accountId) {
    const gap = `how account ${account} lets a flow of another account invoke its agent ${agentId} is not documented (${node.name})`;
    return needsWith({ gaps: [gap] });
  }
  return joinNeeds([
    { requests: nodeRequests(node, `agent alias ${alias}`, 'collaborator')(['bedrock:InvokeAgent'], alias) },
    ...agentKeys(node, agentId),
  ]);
};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/cmk-agent-resources.html */
function agentKeys({ snapshot, workload, name }: FlowNodeInPlace, agentId: string): readonly Needs[] {
  const entry = snapshot.agents?.find(({ agent }) => agent.agentId === agentId);
  if (entry === undefined) {
    const gap = notRead(snapshot, `agents.${agentId}`, `the key of agent ${agentId}, which ${name} invokes,`);
    return [{ requests: [], gaps: [gap] }];
  }
  const arn = entry.agent.agentArn ?? bedrockArn(snapshot, workload.region, `agent/${agentId}`);
  return [entry.agent, ...(entry.versions ?? []).map(({ agentVersion }) => agentVersion)].map(
    ({ customerEncryptionKeyArn }) =>
      encryptionKeyNeeds(workload, customerEncryptionKeyArn, {
        what: `agent ${agentId}`,
        source: `${GUIDE}/cmk-agent-resources.html`,
        context: { 'kms:EncryptionContext:aws:bedrock:arn': arn },
      }),
  );
}
