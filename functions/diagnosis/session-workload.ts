import type { WorkloadHint } from './diagnosis.ts';

/**
 * The names that Bedrock gives its sessions, as seen in denials. AWS documents none of them: a hint, not a proof, since
 * whoever may assume the role may choose the name.
 */
const SESSIONS: readonly { readonly name: RegExp; readonly type: WorkloadHint['type']; readonly hasId: boolean }[] = [
  { name: /^BedrockAgents-([0-9A-Za-z]{10})-[0-9a-f-]{8,40}$/, type: 'agent', hasId: true },
  { name: /^BedrockAgentRetrieveSession-([0-9A-Za-z]{10})$/, type: 'knowledgeBase', hasId: true },
  { name: /^DocumentLoaderTask-([0-9A-Za-z]{10})(?:-.{1,40})?$/, type: 'knowledgeBase', hasId: true },
  { name: /^BedrockAgentCore-[0-9a-f-]{8,40}$/, type: 'agentCoreRuntime', hasId: false },
  { name: /^GenesisPolicyEngineCheck$/, type: 'agentCoreGateway', hasId: false },
];

export function workloadOfSession(sessionName: string | undefined): WorkloadHint | undefined {
  if (sessionName === undefined) return undefined;
  for (const { name, type, hasId } of SESSIONS) {
    const id = name.exec(sessionName);
    if (id !== null) return { type, ...(hasId && id[1] !== undefined ? { id: id[1] } : {}), actsAs: 'itself' };
  }
  return undefined;
}
