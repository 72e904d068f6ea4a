import type { Decision } from '../../iam/decision.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import type { Proof } from '../remediation.ts';
import { answer } from './answer.ts';
import { gainsOf } from './gains.ts';
import { lackOfRoom } from './lack-of-room.ts';
import { lossesOf } from './losses.ts';
import { type PolicyEdit, withEdits } from './policy-edit.ts';
import { smallerEdits } from './smaller-edits.ts';

/**
 * The requests on the evidence as it is, and on a copy with the edits. All of them have to be allowed by it; without any part of
 * it one of them is not; nothing else becomes allowed; and nothing that a workload needs is lost.
 */
export function prove(edits: readonly PolicyEdit[], requests: readonly PrincipalRequest[], role: AgentRole): Proof {
  const decide = (changed: readonly PolicyEdit[]): readonly Decision[] => {
    const copy = withEdits(role, changed);
    return requests.map((request) => answer(request, copy));
  };
  const before = requests.map((request) => answer(request, role));
  const after = decide(edits);
  const worst = after.find(({ decision }) => decision !== 'allowed');
  const gained = worst === undefined ? gainsOf(edits, requests, role) : [];
  const lost = worst === undefined ? lossesOf(edits, role) : [];
  const refused = lackOfRoom(edits, role);
  return {
    before: before.find(({ decision }) => decision === 'explicitDeny')?.decision ?? deniedOf(before),
    after: worst?.decision ?? 'allowed',
    minimal:
      worst === undefined &&
      gained.length === 0 &&
      smallerEdits(edits).every((smaller) => decide(smaller).some(({ decision }) => decision !== 'allowed')),
    stillBlockedBy: [...new Set(after.flatMap(({ blockedBy }) => blockedBy))],
    ...(gained.length === 0 ? {} : { gained }),
    ...(lost.length === 0 ? {} : { lost }),
    ...(refused === undefined ? {} : { refused }),
  };
}

const deniedOf = (answers: readonly Decision[]): Proof['before'] =>
  answers.every(({ decision }) => decision === 'allowed') && answers.length > 0 ? 'allowed' : 'implicitDeny';

/** Whether the change may be handed out. */
export const holds = ({ after, minimal, gained, lost, refused }: Proof): boolean =>
  after === 'allowed' && minimal && gained === undefined && lost === undefined && refused === undefined;
