import type { AgentRole } from '../../workload/agent-role.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import type { Finding } from '../rule.ts';
import { decideNeed, type Granter } from './decide-need.ts';
import { needFindings } from './need-findings.ts';
import { neededRequests } from './need-request.ts';

export interface JudgedNeeds {
  /** How many there are. */
  readonly needed: number;
  readonly findings: readonly Finding[];
  readonly open: readonly string[];
}

/** What the policies of a role and of its resources say of all needs of some kinds. */
export function judgeNeeds(
  role: Granter & Pick<AgentRole, 'knownRequests' | 'accessHeldElsewhere'>,
  isConcerned: (kind: RequiredRequest['kind']) => boolean,
): JudgedNeeds {
  const requests = neededRequests(role, isConcerned);
  const judged = requests.map((request) => ({ request, verdict: decideNeed(role, request) }));
  const lacking = judged.flatMap(({ request, verdict: { lacking: layers, misses } }) =>
    layers.map((layer) => ({ request, layer, misses })),
  );
  return {
    needed: requests.length,
    findings: needFindings(role, lacking),
    open: [...new Set(judged.flatMap(({ verdict }) => verdict.open))],
  };
}
