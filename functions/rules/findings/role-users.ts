import type { AgentRole } from '../../workload/agent-role.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import type { Workload } from '../../workload/workload.ts';

/** One workload that acts with a role, in whichever versions, and what it is known to need of it. */
export interface RoleUser {
  readonly arn: string;
  /** `agent help (HELPAGENT1)` */
  readonly label: string;
  readonly needs: readonly RequiredRequest[];
}

/** The workloads that act with a role; versions of one workload, and a harness with the runtime that it runs in, are one. */
export function roleUsers({
  workloads,
  knownRequests,
}: Pick<AgentRole, 'workloads' | 'knownRequests'>): readonly RoleUser[] {
  const needed = knownRequests.filter(({ necessity }) => necessity === 'required');
  const ofHarnesses = new Set(
    needed
      .filter(({ workload }) =>
        workloads.some(({ type, arn }) => type === 'agentCoreHarness' && arn === arnOf(workload)),
      )
      .flatMap(
        ({ resource }) => /:workload-identity-directory\/[^/]+\/workload-identity\/([^/]+)$/.exec(resource)?.[1] ?? [],
      ),
  );
  const own = workloads.filter(({ type, id }) => type !== 'agentCoreRuntime' || !ofHarnesses.has(id));
  return [...Map.groupBy(own, ({ arn }) => arn)].flatMap(([arn, [first]]) =>
    first === undefined
      ? []
      : [{ arn, label: labelOf(first), needs: needed.filter(({ workload }) => arnOf(workload) === arn) }],
  );
}

/** Of `arn#version`. */
const arnOf = (workload: string): string => workload.split('#', 1)[0] ?? workload;

const KINDS: Readonly<Record<Workload['type'], string>> = {
  agent: 'agent',
  knowledgeBase: 'knowledge base',
  flow: 'flow',
  agentCoreRuntime: 'AgentCore runtime',
  agentCoreGateway: 'AgentCore gateway',
  agentCoreMemory: 'AgentCore memory',
  agentCoreBrowser: 'AgentCore browser',
  agentCoreCodeInterpreter: 'AgentCore code interpreter',
  agentCoreHarness: 'AgentCore harness',
  agentCoreEvaluation: 'AgentCore online evaluation',
};

const labelOf = ({ type, name, id }: Workload): string =>
  `${KINDS[type]} ${name === id ? `\`${id}\`` : `\`${name.slice(0, 80)}\` (${id})`}`;
