import type { WorkloadNeeds } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import { browserNeeds } from './browser-needs.ts';
import { codeInterpreterNeeds } from './code-interpreter-needs.ts';
import { evaluationNeeds } from './evaluation-needs.ts';
import { gatewayNeeds } from './gateway-needs.ts';
import { harnessNeeds } from './harness-needs.ts';
import { leftOverResources } from './left-over-resources.ts';
import { memoryNeeds } from './memory-needs.ts';
import type { AgentCorePlace } from './place.ts';
import { runtimeNeeds } from './runtime-needs.ts';

interface Kind {
  readonly what: string;
  readonly needs: (place: AgentCorePlace) => WorkloadNeeds;
}

const KINDS: Readonly<Partial<Record<Workload['type'], Kind>>> = {
  agentCoreRuntime: { what: 'AgentCore runtime', needs: runtimeNeeds },
  agentCoreGateway: { what: 'AgentCore gateway', needs: gatewayNeeds },
  agentCoreMemory: { what: 'AgentCore memory', needs: memoryNeeds },
  agentCoreBrowser: { what: 'AgentCore browser', needs: browserNeeds },
  agentCoreCodeInterpreter: { what: 'AgentCore code interpreter', needs: codeInterpreterNeeds },
  agentCoreHarness: { what: 'AgentCore harness', needs: harnessNeeds },
  agentCoreEvaluation: { what: 'AgentCore online evaluation', needs: evaluationNeeds },
};

/**
 * What the role of an AgentCore resource needs.
 *
 * @param resource the `get-…` answer, without the object that some of them nest it in
 */
export function agentCoreNeeds(
  snapshot: Snapshot,
  resource: Readonly<Record<string, unknown>>,
  workload: Workload,
): WorkloadNeeds {
  const kind = KINDS[workload.type];
  if (kind === undefined)
    return {
      requests: [],
      gaps: [`${workload.type} is a type of workload that this version does not know`],
      models: [],
    };
  const place = { snapshot, workload, resource, label: `${kind.what} ${workload.id}` };
  const needs = kind.needs(place);
  return { ...needs, gaps: [...needs.gaps, ...leftOverResources(place, needs)] };
}
