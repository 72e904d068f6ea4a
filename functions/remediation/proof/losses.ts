import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { admissionOf } from '../changes/admission.ts';
import { isNeededOfRole } from '../needed-grants.ts';
import { answer } from './answer.ts';
import { type PolicyEdit, withEdits } from './policy-edit.ts';

/** What the workloads need, was allowed, and is not allowed any more with the edits. */
export function lossesOf(edits: readonly PolicyEdit[], role: AgentRole): readonly string[] {
  const copy = withEdits(role, edits);
  const needed: readonly PrincipalRequest[] = [
    ...role.knownRequests.filter(isNeededOfRole),
    ...role.accessHeldElsewhere.filter(({ heldBy }) => HAVE_POLICIES.has(heldBy)),
    ...(edits.some(({ holder }) => holder === 'trust')
      ? role.workloads.map((workload) => admissionOf(workload, role))
      : []),
  ];
  const lost = needed.filter(
    (request) => answer(request, role).decision === 'allowed' && answer(request, copy).decision !== 'allowed',
  );
  return [...new Set(lost.map(({ action, resource }) => `${action} on ${resource}`))];
}

const HAVE_POLICIES: ReadonlySet<string> = new Set(['functionPolicy', 'keyPolicy', 'resourcePolicy']);
