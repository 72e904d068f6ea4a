import type { AgentRole } from '../workload/agent-role.ts';
import type { Workload } from '../workload/workload.ts';
import type { DeniedRequest, WorkloadHint } from './diagnosis.ts';

/** Which kinds of workload a text can be about, in the order in which they are looked for. */
const KINDS: Readonly<Record<string, readonly Workload['type'][]>> = {
  'generic-bedrock': ['agent', 'flow'],
  'generic-knowledge-base': ['agent', 'knowledgeBase'],
  'role-not-assumable': ['knowledgeBase'],
  'vector-store-refused': ['knowledgeBase'],
  'source-s3-refused': ['knowledgeBase'],
  'schema-unreadable': ['agent'],
  'collaborator-refused': ['agent'],
  'execution-role-credentials': ['agentCoreGateway', 'agentCoreRuntime'],
  'agent-not-prepared': ['agent'],
};

/**
 * The workloads of the account that a message can be about when it names nobody: usually one. Several are guesses; more
 * than a few tell nothing.
 */
export function soleWorkloads(
  denied: DeniedRequest,
  roles: readonly AgentRole[],
): readonly { readonly denied: DeniedRequest; readonly role: AgentRole }[] {
  const { template, resource } = denied.message;
  const kinds = template === 'lambda-refused' ? [invokerOf(denied)] : (KINDS[template] ?? []);
  for (const kind of kinds) {
    const found = roles.flatMap((role) => idsOf(role, kind).map((id) => ({ role, id })));
    const concerned = found.filter(({ role }) => isConcerned(role, denied, resource));
    if (concerned.length > MOST) return [];
    if (concerned.length > 0)
      return concerned.map(({ role, id }) => ({
        role,
        denied: { ...denied, workload: { type: kind as WorkloadHint['type'], id, actsAs: 'called' } },
      }));
  }
  return [];
}

/** A gateway's own text names it: `Check the permissions on the Lambda function and Gateway execution role`. */
const invokerOf = ({ errorMessage = '' }: DeniedRequest): Workload['type'] =>
  /gateway/i.test(errorMessage.slice(0, 2_048)) ? 'agentCoreGateway' : 'agent';

const MOST = 4;

const idsOf = ({ workloads }: AgentRole, kind: Workload['type']): readonly string[] => [
  ...new Set(workloads.filter(({ type }) => type === kind).map(({ id }) => id)),
];

/** Of a function or knowledge base that is named, or that the text is about, only what uses one. */
function isConcerned(role: AgentRole, { message: { template } }: DeniedRequest, resource: string | undefined): boolean {
  const all = [...role.knownRequests, ...role.accessHeldElsewhere];
  if (resource?.startsWith('arn:') === true) return all.some((request) => request.resource === resource);
  const kind = CONCERNS[template];
  return kind === undefined || all.some((request) => request.kind === kind);
}

const CONCERNS: Readonly<Record<string, string | undefined>> = {
  'generic-knowledge-base': 'knowledgeBase',
  'lambda-refused': 'function',
  'schema-unreadable': 'schema',
  'collaborator-refused': 'collaborator',
};
