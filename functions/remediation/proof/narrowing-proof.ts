import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { isNeededOfRole } from '../needed-grants.ts';
import type { Proof } from '../remediation.ts';
import { answer } from './answer.ts';
import { gainsOf } from './gains.ts';
import { lackOfRoom } from './lack-of-room.ts';
import { lossesOf } from './losses.ts';
import { type PolicyEdit, withEdits } from './policy-edit.ts';
import { withoutParts } from './smaller-edits.ts';

/**
 * What is needed and allowed today has to stay allowed; without a part that is kept, it would not.
 *
 * @param asked what may be asked for, and the requests beside it not
 */
export function narrowingProof(
  edits: readonly PolicyEdit[],
  role: AgentRole,
  asked: readonly PrincipalRequest[] = [],
): Proof {
  const needed = role.knownRequests.filter(
    (request) => isNeededOfRole(request) && answer(request, role).decision === 'allowed',
  );
  const copy = withEdits(role, edits);
  const lost = lossesOf(edits, role);
  const gained = gainsOf(edits, asked, role);
  const refused = lackOfRoom(edits, role);
  const blocked = needed.map((request) => answer(request, copy)).filter(({ decision }) => decision !== 'allowed');
  return {
    before: 'allowed',
    after: blocked[0]?.decision ?? 'allowed',
    minimal: withoutParts(edits).every((smaller) => lossesOf(smaller, role).length > 0),
    stillBlockedBy: [...new Set(blocked.flatMap(({ blockedBy }) => blockedBy))],
    ...(gained.length === 0 ? {} : { gained }),
    ...(lost.length === 0 ? {} : { lost }),
    ...(refused === undefined ? {} : { refused }),
  };
}

/** Whether what is needed is kept, and nothing is won by it. */
export const narrows = ({ gained, lost, refused }: Proof): boolean =>
  gained === undefined && lost === undefined && refused === undefined;
