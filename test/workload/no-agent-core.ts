import type { AgentCorePart } from '../../functions/workload/snapshot.ts';

/** Every list of AgentCore's resources, known to be empty. */
export const noAgentCore: AgentCorePart = {
  runtimes: [],
  gateways: [],
  memories: [],
  browsers: [],
  codeInterpreters: [],
  harnesses: [],
  evaluators: [],
  onlineEvaluationConfigs: [],
};
