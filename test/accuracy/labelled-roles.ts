import { agentCoreBases } from '../fixtures/accuracy/roles/bases/agent-core.ts';
import { agentBases } from '../fixtures/accuracy/roles/bases/agents.ts';
import { flowBases } from '../fixtures/accuracy/roles/bases/flows.ts';
import { knowledgeBaseBases } from '../fixtures/accuracy/roles/bases/knowledge-bases.ts';
import { blockedAbove } from '../fixtures/accuracy/roles/blocked-above.ts';
import { documented } from '../fixtures/accuracy/roles/documented.ts';
import { documentedAgentCore } from '../fixtures/accuracy/roles/documented-agent-core.ts';
import { documentedStoresAndFlows } from '../fixtures/accuracy/roles/documented-stores-and-flows.ts';
import { edges } from '../fixtures/accuracy/roles/edges.ts';
import { edgesOfWorkloads } from '../fixtures/accuracy/roles/edges-of-workloads.ts';
import { escalation } from '../fixtures/accuracy/roles/escalation.ts';
import { forumAnswers } from '../fixtures/accuracy/roles/forum-answers.ts';
import { infrastructureAsCode } from '../fixtures/accuracy/roles/infrastructure-as-code.ts';
import type { Base, LabelledRole } from '../fixtures/accuracy/roles/labelled-role.ts';
import { missingEvidence } from '../fixtures/accuracy/roles/missing-evidence.ts';
import { modelState } from '../fixtures/accuracy/roles/model-state.ts';
import { openDenials } from '../fixtures/accuracy/roles/open-denials.ts';
import { overPrivileged } from '../fixtures/accuracy/roles/over-privileged.ts';
import { sharedAndMissing } from '../fixtures/accuracy/roles/shared-and-missing.ts';
import { trustVariants } from '../fixtures/accuracy/roles/trust.ts';
import { withoutAccess } from '../fixtures/accuracy/roles/without-access.ts';
import { withoutResources } from '../fixtures/accuracy/roles/without-resources.ts';

export const bases: Readonly<Record<string, Base>> = {
  ...agentBases,
  ...knowledgeBaseBases,
  ...flowBases,
  ...agentCoreBases,
};

/** The exactly scoped role of every base, as it stands. */
const exact: readonly LabelledRole[] = Object.entries(bases).map(([base, { from }]) => ({
  name: `exactly scoped: ${base}`,
  from,
  base,
  expect: {},
}));

export const labelledRoles: readonly LabelledRole[] = [
  ...exact,
  ...documented,
  ...documentedStoresAndFlows,
  ...documentedAgentCore,
  ...infrastructureAsCode,
  ...forumAnswers,
  ...overPrivileged,
  ...withoutAccess,
  ...withoutResources,
  ...trustVariants,
  ...escalation,
  ...modelState,
  ...blockedAbove,
  ...sharedAndMissing,
  ...missingEvidence,
  ...openDenials,
  ...edges,
  ...edgesOfWorkloads,
];
